export const env = [
  'REGISTRY_TABLE',
  'DATA_BUCKET',
  'MODEL_BUCKET',
  'CODE_COMMIT',
  'PACKAGE_LOCK_DIGEST',
] as const;
