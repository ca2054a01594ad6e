export const env = [
  'BALLAST_ENV',
  'REGISTRY_TABLE',
  'DATA_BUCKET',
  'MODEL_BUCKET',
  'CODE_COMMIT',
  'XGBOOST_IMAGE',
  'OPENLINEAGE_URL',
] as const;
