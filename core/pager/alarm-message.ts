/** What CloudWatch publishes when an alarm changes its state, as far as a page needs it. */
export interface AlarmMessage {
  readonly AlarmName: string;
  readonly AlarmDescription?: string | null;
  readonly NewStateValue: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';
  readonly OldStateValue: string;
  readonly NewStateReason: string;
  readonly StateChangeTime: string;
}
