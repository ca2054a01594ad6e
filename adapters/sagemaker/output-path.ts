/** An S3 URI as SageMaker documents an output's place, without a slash at its end: the service adds its own. */
export const outputPath = (uri: string): string => uri.replace(/\/+$/, '');
