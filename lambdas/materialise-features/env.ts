export const env = ['REGISTRY_TABLE', 'DATA_BUCKET'] as const;
