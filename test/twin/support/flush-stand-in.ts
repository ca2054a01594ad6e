import type { TwinState } from '../../../local/launcher/twin-state.ts';

/** Has the SageMaker stand-in write now what it captured and counted; it does so by itself every few seconds. */
export async function flushStandIn({ sagemakerUrl }: TwinState): Promise<void> {
  const { ok, status } = await fetch(`${sagemakerUrl}/_twin/flush`, {
    method: 'POST',
    signal: AbortSignal.timeout(30_000),
  });
  if (!ok) throw new Error(`Cannot flush the stand-in: it answers ${status}`);
}
