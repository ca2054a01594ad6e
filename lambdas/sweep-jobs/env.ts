export const env = ['REGISTRY_TABLE', 'BALLAST_ENV'] as const;
