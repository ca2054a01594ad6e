import { expect, it } from 'vitest';
import { comparableSequencer } from '../../../core/datasets/comparable-sequencer.ts';

it('orders sequencers of different lengths as S3 means them', () => {
  const inOrder = ['0055AED6DCD90281E5', '0055AED6DCD90281E6', '0055aed6dcd90281e60a', '0055AED6DCD90281E7'];
  expect([...inOrder].reverse().map(comparableSequencer).sort()).toEqual(inOrder.map(comparableSequencer));
  expect(comparableSequencer('55')).toBe(comparableSequencer('550'));
});
