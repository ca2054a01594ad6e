import * as v from 'valibot';
import { beginningOf } from '../../core/beginning-of.ts';

const firstOf = (characters: number) => (text: string) => beginningOf(text, characters);

/** Input of the rollout machine; `abort` is added by the machine when the function failed for good. */
export const request = v.object({
  model: v.pipe(v.string(), v.nonEmpty()),
  rolloutId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,80}$/)),
  kind: v.picklist(['release', 'rollback']),
  /** Null for a rollback: the last known good version. */
  version: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
  // Words of people: cut, not refused, for a rollback must not fail because its reason is long.
  requestedBy: v.pipe(v.string(), v.transform(firstOf(256))),
  reason: v.pipe(v.string(), v.transform(firstOf(1_000))),
  abort: v.optional(v.boolean(), false),
});

export type Request = v.InferOutput<typeof request>;
