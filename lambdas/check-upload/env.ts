export const env = ['DATA_BUCKET', 'REGISTRY_TABLE'] as const;
