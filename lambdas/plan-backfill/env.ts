export const env = ['DATA_BUCKET', 'REGISTRY_TABLE', 'BACKFILL_MACHINE_ARN'] as const;
