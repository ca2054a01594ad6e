import { expect, it } from 'vitest';
import { approvalOutput, decideApproval } from '../../../core/registry/decide-approval.ts';

const now = new Date('2013-04-02T08:00:00Z');
const version = { model: 'flight-delay', version: 2 };
const approve = { decision: 'approved', by: 'flight-operations', reason: 'better in rain' } as const;

it('decides once', () => {
  const answer = decideApproval({ ...version, approval: { status: 'pending' } }, approve, now);
  expect(answer).toEqual({
    kind: 'decide',
    approval: {
      status: 'approved',
      by: 'flight-operations',
      at: '2013-04-02T08:00:00.000Z',
      reason: 'better in rain',
    },
  });
});

it('is told again what was decided alike, by whom it was first', () => {
  const approval = {
    status: 'approved',
    by: 'data-science',
    at: '2013-04-01T00:00:00Z',
    reason: 'ok',
  } as const;
  expect(decideApproval({ ...version, approval }, approve, now)).toEqual({ kind: 'decided-alike', approval });
});

it('names who decided otherwise, when and why', () => {
  const approval = {
    status: 'declined',
    by: 'data-science',
    at: '2013-04-01T00:00:00Z',
    reason: 'worse',
  } as const;
  const answer = decideApproval({ ...version, approval }, approve, now);
  expect(answer).toMatchObject({
    kind: 'conflict',
    message:
      "Cannot mark version 2 of 'flight-delay' as approved: data-science has declined it at 2013-04-01T00:00:00Z (worse); release a new version",
  });
});

it('tells the machine who decided', () => {
  const approval = { status: 'declined', by: 'data-science', at: 'then', reason: 'worse' } as const;
  expect(approvalOutput(approval)).toEqual({ approved: false, by: 'data-science', reason: 'worse' });
});
