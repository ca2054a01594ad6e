import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { duckdbVersion } from '../../../../../core/registry/lineage/openlineage/describe-job.ts';
import { facet } from '../../../../../core/registry/lineage/openlineage/facet.ts';
import { schemaErrors } from './published-schemas.ts';

const event = {
  eventType: 'START',
  eventTime: '2026-01-01T00:00:00.000Z',
  producer: 'urn:ballast:abc',
  schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
  run: { runId: '16cefb3c-e9c7-589f-9974-6b1b7792ff57', facets: {} },
  job: { namespace: 'ballast-dev', name: 'training.flight-delay', facets: {} },
  inputs: [] as object[],
  outputs: [],
};
const withRunFacet = (facets: object) => ({ ...event, run: { ...event.run, facets } });

// The judge itself: a validator that resolves no reference would find everything valid.
it.each([
  ['another type', { ...event, eventType: 'BEGIN' }],
  ['no time', { ...event, eventTime: undefined }],
  ['no job name', { ...event, job: { namespace: 'x' } }],
  ['an id that is no UUID', { ...event, run: { ...event.run, runId: 'r1' } }],
  ['a dataset without a name', { ...event, inputs: [{ namespace: 's3://b' }] }],
  ['a facet without its producer', withRunFacet({ x: { _schemaURL: 'https://openlineage.io/x' } })],
  ['a facet that lacks a member', withRunFacet(facet('urn:x', 'errorMessage', { message: 'm' }))],
  [
    'assertions that say nothing of success',
    {
      ...event,
      inputs: [
        {
          namespace: 's3://b',
          name: 'n',
          inputFacets: facet('urn:x', 'dataQualityAssertions', { assertions: [{ assertion: 'a' }] }),
        },
      ],
    },
  ],
])('finds %s', (_what, wrong) => {
  expect(schemaErrors(event)).toEqual([]);
  expect(schemaErrors(wrong)).not.toEqual([]);
});

it('names the DuckDB that is installed', () => {
  const root = join(import.meta.dirname, '..', '..', '..', '..', '..');
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(dependencies['@duckdb/node-api'].split('-')[0]).toBe(duckdbVersion);
});
