import { variantName } from '../../names.ts';
import type { ShapedVariant } from '../endpoint-shape.ts';
import type { Rollout } from '../rollout.ts';

/**
 * A version as a variant of an endpoint.
 * @throws Error where the rollout does not know its SageMaker model
 */
export function variantOf(rollout: Rollout, version: number, weight: number): ShapedVariant {
  const variant = variantName(version);
  const sagemakerModel = rollout.sagemakerModels[variant];
  if (sagemakerModel === undefined) {
    throw new Error(
      `Cannot shape the endpoint of '${rollout.model}': rollout ${rollout.rolloutId} knows no SageMaker model for variant ${variant}`,
    );
  }
  return { variant, sagemakerModel, weight };
}
