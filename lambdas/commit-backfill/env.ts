export const env = ['DATA_BUCKET', 'REGISTRY_TABLE', 'CODE_COMMIT'] as const;
