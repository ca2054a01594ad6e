export const env = ['REGISTRY_TABLE', 'DATA_BUCKET', 'MODEL_BUCKET'] as const;
