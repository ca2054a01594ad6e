export const env = ['BALLAST_ENV'] as const;
