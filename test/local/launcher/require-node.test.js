import { expect, it } from 'vitest';
import { nodeProblem } from '../../../local/launcher/require-node.js';

it.each(['20.19.0', '20.20.2', '22.0.0', '26.1.0'])('takes Node %s', (version) => {
  expect(nodeProblem(version)).toBeNull();
});

it.each(['20.18.3', '18.20.0', '8.0.0'])('says in one sentence that Node %s is too old', (version) => {
  expect(nodeProblem(version)).toMatch(
    new RegExp(`^Node[.]js 20[.]19 or newer is missing: this is ${version}[.]`),
  );
});
