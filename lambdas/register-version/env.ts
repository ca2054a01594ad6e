export const env = ['REGISTRY_TABLE', 'XGBOOST_IMAGE'] as const;
