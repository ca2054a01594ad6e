export const env = ['REGISTRY_TABLE'] as const;
