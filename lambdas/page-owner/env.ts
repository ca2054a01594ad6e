export const env = ['BALLAST_ENV', 'REGISTRY_TABLE', 'OWNER_TOPIC_ARN_PREFIX'] as const;
