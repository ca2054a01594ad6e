export const env = ['BALLAST_ENV', 'REGISTRY_TABLE'] as const;
