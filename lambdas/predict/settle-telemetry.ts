import { sendCounts } from './count-requests.ts';
import { keepSamples } from './keep-samples.ts';

/** How long a caller's answer may wait for it. */
const patienceInMilliseconds = 500;

/**
 * Sends what there is to tell of predictions. It fails no prediction: what could not be told is logged and kept for the next
 * call. It is awaited, because the platform stops a function that has answered, but not for long.
 */
export async function settleTelemetry(bucket: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceInMilliseconds);
  });
  await Promise.race([
    Promise.all([
      logged('requests could not be counted', sendCounts()),
      logged('samples could not be kept', keepSamples(bucket)),
    ]),
    patience,
  ]);
  clearTimeout(timer);
}

async function logged(message: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    console.error(JSON.stringify({ message, error: error instanceof Error ? error.message : String(error) }));
  }
}
