export const env = ['REGISTRY_TABLE', 'XGBOOST_IMAGE', 'MODEL_BUCKET'] as const;
