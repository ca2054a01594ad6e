import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { approvalPage } from '../../../core/registry/approval-page.ts';
import { versionRecord } from '../../../core/registry/version-record.ts';
import { failurePage } from '../../../core/training/failure-page.ts';
import { rejectionPage } from '../../../core/training/rejection-page.ts';
import { judgedRun } from '../training/judged-run.ts';

const owner = 'flight-operations';
const candidate = {
  ...versionRecord(judgedRun, { version: 2, owner, image: 'i', now: new Date(0) }),
  datasets: { weather: 3, flights: 5 },
};
const pages = {
  approval: approvalPage(candidate, { version: 1, datasets: { flights: 2, weather: 3 } }),
  rejection: rejectionPage(judgedRun, owner, {
    gates: [{ metric: 'auc', value: 0.61234, minimum: 0.65, passed: false }],
  }),
  failure: failurePage(judgedRun, owner, 'train', {
    reason: 'training job job-1 failed',
    logTail: ['Traceback (most recent call last):', "KeyError: 'carier'"],
  }),
};

it.each(Object.entries(pages))(
  'the %s page names its owner, its model and an article that exists',
  (_, page) => {
    expect(page).toMatchObject({ owner, model: 'flight-delay' });
    const article = new URL(`../../../docs/runbook/${page.runbook}.md`, import.meta.url);
    expect(existsSync(article), page.runbook).toBe(true);
  },
);

it('asks for approval with the very command', () => {
  expect(pages.approval.todo).toBe('npx ballast approve flight-delay 2');
  expect(pages.approval.severity).toBe('notice');
});

it('shows the approver what is new in the data, and who sent it', () => {
  expect(pages.approval.what.split('\n')).toEqual([
    expect.stringMatching(
      /It learned from flights@5 and weather@3, the live version 1 from flights@2 and weather@3[.]$/,
    ),
    'What is new in that, and who sent it:',
    'npx ballast data diff flights 2 5',
    'npx ballast lineage who flights@5',
  ]);
});

it('has nothing to compare a first version with, or one that learned from the same', () => {
  expect(approvalPage(candidate, null).what.split('\n').slice(1)).toEqual([
    'What is new in that, and who sent it:',
    'npx ballast lineage who flights@5',
    'npx ballast lineage who weather@3',
  ]);
  const same = { version: 1, datasets: candidate.datasets };
  expect(approvalPage(candidate, same).what).toMatch(/the live version 1 from flights@5 and weather@3[.]$/);
});

it('says which gate was not passed', () => {
  expect(pages.rejection.what).toContain('auc is 0.6123, at least 0.65 is needed');
});

it("shows the user's own error", () => {
  expect(pages.failure.severity).toBe('page');
  expect(pages.failure.title).toBe('flight-delay: a release failed in training');
  expect(pages.failure.what.split('\n').slice(1)).toEqual([
    'Traceback (most recent call last):',
    "KeyError: 'carier'",
  ]);
});
