import * as v from 'valibot';

const Bound = v.union([
  v.object({ version: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  v.object({ time: v.pipe(v.string(), v.isoTimestamp()) }),
]);

/** Plan it, plan and start it, or start again one that stopped. */
export const PlanRequest = v.union([
  v.object({
    dataset: v.string(),
    part: v.picklist(['uploads', 'quarantined']),
    from: Bound,
    to: Bound,
    apply: v.boolean(),
    requestedBy: v.string(),
  }),
  v.object({ resume: v.string() }),
]);
