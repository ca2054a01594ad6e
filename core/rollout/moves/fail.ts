import type { Advance, Look } from '../look.ts';
import { pageAbout } from '../page-about.ts';
import { moveTo } from './move-to.ts';
import { standing } from './standing.ts';

/** Ends as failed, and pages the owner: what serves is for a person to see. */
export function fail(look: Look, reason: string): Advance {
  const what = `could not be brought to an end that can be vouched for: ${reason}. ${standing(look)}`;
  const todo =
    'See what the endpoint serves (npx ballast status), then follow the article. An endpoint that is Failed or UpdateRollbackFailed must be deleted by hand before the next rollout.';
  return moveTo(look, 'failed', reason, [
    { kind: 'release-lease' },
    pageAbout(look.rollout, 'failed', 'page', what, todo),
  ]);
}
