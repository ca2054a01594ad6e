import { describe, expect, it } from 'vitest';
import { judgeGolden } from '../../../core/rollout/judge-golden.ts';

const request = { name: 'late-evening', features: { hour: 21 }, minimum: 0.2, maximum: 0.6 };
const answer = (probability: unknown, milliseconds = 5) => ({
  body: JSON.stringify({ probability }),
  milliseconds,
});

describe('judgeGolden', () => {
  it('passes answers within the bounds, the bounds included', () => {
    expect(judgeGolden(request, 'v2', [answer(0.2), answer(0.6)], 100)).toMatchObject({
      passed: true,
      probability: 0.6,
      variant: 'v2',
      calls: 2,
    });
  });

  it('fails if any call is out of bounds, unreadable or an error', () => {
    const refused = (call: Parameters<typeof judgeGolden>[2][number]) =>
      judgeGolden(request, 'v2', [answer(0.3), call], 100);
    expect(refused(answer(0.61))).toMatchObject({ passed: false, reason: expect.stringContaining('0.61') });
    expect(refused(answer('0.3'))).toMatchObject({ passed: false, reason: expect.stringContaining('"0.3"') });
    expect(refused({ body: 'oops', milliseconds: 5 })).toMatchObject({ passed: false });
    expect(refused({ body: 'null', milliseconds: 5 })).toMatchObject({ passed: false });
    expect(refused({ error: 'ModelError: 500', milliseconds: 5 })).toMatchObject({
      passed: false,
      reason: expect.stringContaining('ModelError: 500'),
    });
  });

  it('takes the median of the calls after the first, which warms up', () => {
    const slowStart = [answer(0.3, 900), answer(0.3, 40), answer(0.3, 60), answer(0.3, 300), answer(0.3, 50)];
    expect(judgeGolden(request, 'v2', slowStart, 100)).toMatchObject({ passed: true, milliseconds: 55 });
    expect(judgeGolden(request, 'v2', slowStart, 54)).toMatchObject({ passed: false });
  });
});
