import type { ModelDefinition } from './model-definition.ts';

/** A model definition with the source that was deployed with it, as functions find it beside their bundle. */
export interface DeployedModel {
  readonly definition: ModelDefinition;
  /** The model's Python source as `sourcedir.tar.gz`: key in the code bucket and SHA-256. */
  readonly code: { readonly key: string; readonly digest: string };
}
