export const env = ['REGISTRY_TABLE', 'DATA_BUCKET', 'MODEL_BUCKET', 'PACKAGE_LOCK_DIGEST'] as const;
