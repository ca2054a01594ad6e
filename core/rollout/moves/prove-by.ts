import { variantName } from '../../names.ts';
import type { Advance, Look } from '../look.ts';
import type { Rollout } from '../rollout.ts';
import { hold } from './hold.ts';

const maximumGoldenAttempts = 3;

/** Asks a version the golden requests, or takes in their answers; a few attempts are allowed. */
export function proveBy(
  look: Look,
  version: number,
  then: {
    readonly passed: (proven: Look) => Advance;
    readonly failed: (tried: Look, reason: string) => Advance;
  },
): Advance {
  const { rollout, observation } = look;
  const variant = variantName(version);
  const answers = observation.golden?.filter((result) => result.variant === variant) ?? [];
  if (answers.length === 0) {
    const reason = `Golden requests ask ${variant}`;
    return { ...hold(look, reason, true), actions: [{ kind: 'run-golden', variant }] };
  }
  const calls = answers.reduce((sum, { calls }) => sum + calls, 0);
  const toCandidate = rollout.version === version ? calls : 0;
  const asked: Rollout = {
    ...rollout,
    lastGolden: answers,
    goldenRequests: rollout.goldenRequests + toCandidate,
  };
  const failures = answers.filter(({ passed }) => !passed);
  if (failures.length === 0) return then.passed({ ...look, rollout: asked });
  const reason = failures.map((failure) => `${failure.name}: ${failure.reason}`).join('; ');
  const tried: Rollout = { ...asked, goldenFailures: rollout.goldenFailures + 1 };
  if (tried.goldenFailures >= maximumGoldenAttempts) return then.failed({ ...look, rollout: tried }, reason);
  return hold({ ...look, rollout: tried }, `Golden requests failed, once more: ${reason}`);
}
