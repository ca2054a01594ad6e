import { createHash } from 'node:crypto';

/** An immutable endpoint config as a rollout wants it: who serves, from which SageMaker model, at which weight. */
export interface EndpointShape {
  /** Generated from the contents: the same contents have the same name, other contents another. */
  readonly config: string;
  readonly instanceType: string;
  readonly variants: readonly ShapedVariant[];
}

export interface ShapedVariant {
  readonly variant: string;
  readonly sagemakerModel: string;
  /** In [0, 1]. */
  readonly weight: number;
}

/** Raised when what a config holds beside its variants changes (data capture, tags): it takes new names then. */
const generation = 1;

/**
 * The shape of an endpoint with the given variants.
 * @throws Error if no variant has any weight: such an endpoint would serve nobody
 */
export function shapeEndpoint(
  endpoint: string,
  instanceType: string,
  variants: readonly ShapedVariant[],
): EndpointShape {
  if (!variants.some(({ weight }) => weight > 0)) {
    throw new Error(
      `Cannot shape endpoint '${endpoint}': none of its ${variants.length} variants has a weight`,
    );
  }
  const contents = JSON.stringify({ generation, endpoint, instanceType, variants });
  const digest = createHash('sha256').update(contents).digest('hex').slice(0, 12);
  return { config: `${endpoint.slice(0, 50)}-${digest}`, instanceType, variants };
}

/** Weights by variant, as text that can be compared: `v2=0.9,v3=0.1`. */
export function describeWeights(
  weights: readonly { readonly variant: string; readonly weight: number }[],
): string {
  return [...weights]
    .sort((a, b) => (a.variant < b.variant ? -1 : 1))
    .map(({ variant, weight }) => `${variant}=${Number(weight.toFixed(4))}`)
    .join(',');
}
