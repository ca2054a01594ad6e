import { expect, it } from 'vitest';
import { runUuid } from '../../../../../core/registry/lineage/openlineage/run-uuid.ts';

// Expected by Python: uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, 'urn:ballast:run'),
//   json.dumps(['dev', 'training.flight-delay', 'r1'], separators=(',', ':')))
it('is the UUID version 5 of environment, job and run', () => {
  expect(runUuid('dev', 'training.flight-delay', 'r1')).toBe('16cefb3c-e9c7-589f-9974-6b1b7792ff57');
});

it('differs where any part does, and where only the borders between them do', () => {
  const ids = [
    runUuid('dev', 'a.b', 'c'),
    runUuid('prod', 'a.b', 'c'),
    runUuid('dev', 'a.b', 'd'),
    runUuid('dev', 'a', 'b.c'),
    runUuid('dev', 'a.bc', ''),
  ];
  expect(new Set(ids).size).toBe(ids.length);
});
