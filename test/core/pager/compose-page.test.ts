import { expect, it } from 'vitest';
import { composePage } from '../../../core/pager/compose-page.ts';
import type { PageRecord } from '../../../core/registry/records.ts';

const page: PageRecord = {
  kind: 'page',
  pageId: 'p-1',
  owner: 'flight-operations',
  model: 'flight-delay',
  severity: 'page',
  title: 'flight-delay: input-drift',
  what: 'Inputs have drifted.\nThreshold crossed.',
  todo: 'npx ballast drift flight-delay',
  runbook: 'input-drift',
  at: '2026-03-01T10:00:00.000Z',
  source: 'alarm a',
};
const owner = {
  name: 'flight-operations',
  email: 'flight-operations@example.com',
  runbook: 'docs/runbook/flight-delay.md',
  decides: { businessHours: 'duty manager', outOfHours: 'night lead' },
};

it('answers what, which, whose, since when, what to do and who decides', () => {
  expect(composePage(page, owner, 'dev')).toEqual({
    subject: '[dev] PAGE flight-delay: input-drift',
    body: `PAGE: flight-delay: input-drift

What:         Inputs have drifted.
              Threshold crossed.
Model:        flight-delay
Owner:        flight-operations
Environment:  dev
Since:        2026-03-01T10:00:00.000Z

What to do:   npx ballast drift flight-delay
Runbook:      docs/runbook/input-drift.md
Your own:     docs/runbook/flight-delay.md
Who decides:  duty manager in business hours, night lead out of hours

Page p-1, from alarm a
`,
  });
});

it.each(['é'.repeat(300), 'a\nb\tc', '🛫 delayed', 'x'.repeat(101)])(
  'has a subject that SNS takes: %s',
  (title) => {
    const { subject } = composePage({ ...page, title }, null, 'prod');
    expect(subject).toMatch(/^[\x20-\x7e]{1,100}$/);
  },
);

it('says where a page concerns all models', () => {
  expect(composePage({ ...page, model: null }, null, 'dev').body).toContain(
    'Model:        shared by all models',
  );
});
