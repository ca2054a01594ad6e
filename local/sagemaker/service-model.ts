import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** A shape of the service's own model, as botocore carries it: its type and the bounds of its values. */
export interface Shape {
  readonly type:
    | 'structure'
    | 'list'
    | 'map'
    | 'string'
    | 'integer'
    | 'long'
    | 'float'
    | 'double'
    | 'boolean'
    | 'timestamp'
    | 'blob';
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly union?: boolean;
  /** Of a string's or list's length, or of a number. */
  readonly min?: number;
  readonly max?: number;
  /** A Java regular expression that the whole string must match. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

export interface ServiceModel {
  readonly shapes: Readonly<Record<string, Shape>>;
  readonly operations: Readonly<Record<string, { readonly input?: { readonly shape: string } }>>;
}

/**
 * Reads `service-2.json.gz` of botocore's `data/sagemaker/2017-07-24/`.
 * @throws Error when the file is missing or is no service model
 */
export function loadServiceModel(file: string): ServiceModel {
  let model: Partial<ServiceModel>;
  try {
    model = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as Partial<ServiceModel>;
  } catch (error) {
    throw new Error(
      `Cannot read the service model ${file}: ${(error as Error).message}; it comes with botocore, see local/requirements.txt`,
    );
  }
  if (model.shapes === undefined || model.operations === undefined) {
    throw new Error(`Cannot use ${file} as a service model: it has no shapes or no operations`);
  }
  return { shapes: model.shapes, operations: model.operations };
}
