export const env = [
  'BALLAST_ENV',
  'REGISTRY_TABLE',
  'CODE_BUCKET',
  'DATA_BUCKET',
  'MODEL_BUCKET',
  'CODE_COMMIT',
  'RELEASE_MACHINE_ARN',
] as const;
