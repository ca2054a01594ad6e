import { ServiceAway } from '../../core/datasets/upload-ports.ts';
import { type Clock, retry, systemClock } from '../../core/retry.ts';
import { isPassing } from './is-passing.ts';

const deadlineInMilliseconds = 20_000;

/**
 * The same ports, each of whose calls is made again with jitter while it fails for a reason that passes, for twenty
 * seconds; then it throws `ServiceAway`. Any other failure is thrown at once, as it is.
 */
export function patientPorts<Ports extends object>(ports: Ports, clock: Clock = systemClock): Ports {
  const patient =
    (call: (...args: unknown[]) => Promise<unknown>) =>
    async (...args: unknown[]): Promise<unknown> => {
      try {
        return await retry(() => call(...args), { passes: isPassing, deadlineInMilliseconds, clock });
      } catch (error) {
        if (!isPassing(error)) throw error;
        const { name, message } = error as Error;
        throw new ServiceAway(`${name}: ${message}`, { cause: error });
      }
    };
  return Object.fromEntries(Object.entries(ports).map(([name, call]) => [name, patient(call)])) as Ports;
}
