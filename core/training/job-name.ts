import { stackName } from '../names.ts';
import { digestOf, type Json } from './digest-of.ts';

const longest = 63;

/**
 * The name of a SageMaker job or model, made from everything that decides its result, so that asking for
 * the same thing again finds it: `ballast-dev-flight-delay-1f2e3d4c5b6a`. At most 63 characters, as SageMaker asks;
 * a long model name is cut.
 * @param decides everything that the result depends on
 * @param attempt one-based; from the second on it is part of the name, since a failed job keeps its own
 */
export function jobName(environment: string, model: string, decides: Json, attempt = 1): string {
  const tail = `-${digestOf(decides).slice(0, 12)}${attempt > 1 ? `-${attempt}` : ''}`;
  const head = `${stackName(environment)}-${model}`.slice(0, longest - tail.length).replace(/-+$/, '');
  return `${head}${tail}`;
}
