export const env = ['BALLAST_ENV', 'REGISTRY_TABLE', 'MODEL_BUCKET', 'ROLLOUT_TIME_SCALE'] as const;
