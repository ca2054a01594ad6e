export const env = ['DATA_BUCKET'] as const;
