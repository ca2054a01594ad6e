export const env = ['BALLAST_ENV', 'REGISTRY_TABLE', 'MODEL_BUCKET'] as const;
