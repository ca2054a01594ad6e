import type { ModelVersionRecord } from './records.ts';

export interface ApprovalDecision {
  readonly decision: 'approved' | 'declined';
  readonly by: string;
  readonly reason: string;
}

export type Decided = Extract<ModelVersionRecord['approval'], { readonly by: string }>;

/** What becomes of a decision about a version. */
export type ApprovalAnswer =
  /** It counts, and is to be written. */
  | { readonly kind: 'decide'; readonly approval: Decided }
  /** The same was decided before: whoever still waits is told again. */
  | { readonly kind: 'decided-alike'; readonly approval: Decided }
  /** The opposite was decided before, and stands. */
  | { readonly kind: 'conflict'; readonly message: string };

/** A version is decided about once. */
export function decideApproval(
  { model, version, approval }: Pick<ModelVersionRecord, 'model' | 'version' | 'approval'>,
  { decision, by, reason }: ApprovalDecision,
  now: Date,
): ApprovalAnswer {
  if (approval.status === 'pending') {
    return { kind: 'decide', approval: { status: decision, by, at: now.toISOString(), reason } };
  }
  if (approval.status === decision) return { kind: 'decided-alike', approval };
  return {
    kind: 'conflict',
    message: `Cannot mark version ${version} of '${model}' as ${decision}: ${approval.by} has ${approval.status} it at ${approval.at} (${approval.reason}); release a new version`,
  };
}

/** What the release machine is told of a decision. */
export const approvalOutput = ({ status, by, reason }: Decided) => ({
  approved: status === 'approved',
  by,
  reason,
});
