import type { ModelDefinition } from '../../core/registry/model-definition.ts';
import type { RunRecord } from '../../core/registry/records.ts';
import { loadDefinition } from './load-definitions.ts';

/** The definition that a run is made by: the stack's own, or for a reproduction the one its version was made by. */
export const runDefinition = ({ model, reproduces }: RunRecord): ModelDefinition =>
  reproduces?.definition ?? loadDefinition(model).definition;
