export const env = ['REGISTRY_TABLE', 'MODEL_BUCKET'] as const;
