import type { Bucket } from './bucket.ts';

/** A request and its answer as SageMaker captured them. */
export interface Capture {
  readonly variant: string;
  readonly inferenceId: string;
  /** ISO 8601, to the second. */
  readonly at: string;
  readonly features: Readonly<Record<string, string | number | null>>;
  readonly probability: number;
}

interface Line {
  readonly captureData: {
    readonly endpointInput: { readonly data: string };
    readonly endpointOutput: { readonly data: string };
  };
  readonly eventMetadata: { readonly inferenceId: string; readonly inferenceTime: string };
}

/** Whether a golden request was captured, which is nobody's traffic. */
export const isGolden = ({ inferenceId }: Capture): boolean => inferenceId.startsWith('golden-');

/** All that an endpoint has captured, in order of time. */
export async function readCaptures(bucket: Bucket, endpoint: string): Promise<Capture[]> {
  const prefix = `capture/${endpoint}/`;
  const files = await Promise.all(
    (await bucket.keys(prefix)).map(async (key) => {
      const variant = key.slice(prefix.length).split('/')[0]!;
      return (await bucket.jsonLines<Line>(key)).map(
        ({ captureData, eventMetadata }): Capture => ({
          variant,
          inferenceId: eventMetadata.inferenceId,
          at: eventMetadata.inferenceTime,
          features: JSON.parse(captureData.endpointInput.data) as Capture['features'],
          probability: (JSON.parse(captureData.endpointOutput.data) as { probability: number }).probability,
        }),
      );
    }),
  );
  return files.flat().sort((a, b) => a.at.localeCompare(b.at));
}
