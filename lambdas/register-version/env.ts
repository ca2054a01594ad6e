export const env = ['BALLAST_ENV', 'REGISTRY_TABLE', 'XGBOOST_IMAGE', 'MODEL_BUCKET'] as const;
