import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', '..', '..', '..', 'fixtures', 'openlineage');
const read = (...path: string[]) =>
  JSON.parse(readFileSync(join(folder, ...path), 'utf8')) as { $id: string };
const core = read('OpenLineage.json');
const facets = readdirSync(join(folder, 'facets')).map((file) => read('facets', file));

interface Validator {
  addSchema(schema: object, uri: string): void;
  validate(instance: unknown, schema: object): { errors: { property: string; message: string }[] };
}

/** The validator that CDK brings with it: https://github.com/tdegrunt/jsonschema. */
const fromCdk = createRequire(createRequire(import.meta.url).resolve('aws-cdk-lib'));
const { Validator } = fromCdk('jsonschema') as { Validator: new () => Validator };

const validator = new Validator();
for (const schema of [core, ...facets]) validator.addSchema(schema, schema.$id);

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

interface Carrier {
  readonly facets?: Record<string, { _schemaURL: string }>;
  readonly inputFacets?: Record<string, { _schemaURL: string }>;
  readonly outputFacets?: Record<string, { _schemaURL: string }>;
}

/** What is wrong with a run event by OpenLineage's published schemas, its facets included; nothing where it is valid. */
export function schemaErrors(event: unknown): string[] {
  const { run, job, inputs, outputs } = event as {
    run: Carrier & { runId: string };
    job: Carrier;
    inputs: Carrier[];
    outputs: Carrier[];
  };
  const errors = validator
    .validate(event, core)
    .errors.map(({ property, message }) => `${property} ${message}`);
  // The validator knows no format `uuid`.
  if (!uuid.test(run.runId)) errors.push(`run.runId '${run.runId}' is no UUID version 5`);
  const known = new Set(facets.map(({ $id }) => $id));
  for (const carrier of [run, job, ...inputs, ...outputs]) {
    for (const members of [carrier.facets, carrier.inputFacets, carrier.outputFacets]) {
      for (const [name, facet] of Object.entries(members ?? {})) {
        if (!known.has(facet._schemaURL.split('#')[0]!)) {
          errors.push(`${name} names ${facet._schemaURL}, which is not published`);
          continue;
        }
        const found = validator.validate(facet, { $ref: facet._schemaURL }).errors;
        errors.push(...found.map(({ property, message }) => `${name} ${property} ${message}`));
      }
    }
  }
  return errors;
}
