/**
 * Grants that the twin's emulator understands only on every resource and without a condition. Applied in the twin alone; each names its reason, and a test
 * asks the emulator whether it is still needed.
 */
export interface TwinException {
  /** The IAM action that the twin grants on `*`. */
  readonly action: string;
  readonly reason: string;
}

export const twinExceptions: readonly TwinException[] = [
  {
    action: 'states:SendTaskSuccess',
    reason:
      'The emulator asks for the action on `*`, for a task token names no state machine in the request; AWS asks on the machine.',
  },
  {
    action: 'states:SendTaskFailure',
    reason:
      'The emulator asks for the action on `*`, for a task token names no state machine in the request; AWS asks on the machine.',
  },
  {
    action: 'cloudwatch:PutMetricData',
    reason:
      'The emulator knows no `cloudwatch:namespace`, so a grant with that condition never holds; AWS knows no narrower resource than `*` either.',
  },
];
