export const env = ['BALLAST_ENV', 'DATA_BUCKET', 'REGISTRY_TABLE', 'CODE_COMMIT'] as const;
