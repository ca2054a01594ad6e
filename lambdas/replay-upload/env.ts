export const env = ['BALLAST_ENV', 'DATA_BUCKET', 'REGISTRY_TABLE'] as const;
