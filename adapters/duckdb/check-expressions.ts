import { definitionExpressions } from '../../core/registry/definition-expressions.ts';
import type { ModelDefinition } from '../../core/registry/model-definition.ts';
import { expressionProblem } from './expression-problem.ts';
import { openDatabase } from './open-database.ts';

/**
 * Has the engine read every SQL expression of these models and their contracts, as it will compute them, over no data.
 * @throws Error that names the file, the field and the engine's reason of each that it cannot compute
 */
export async function checkExpressions(models: readonly ModelDefinition[]): Promise<void> {
  // A directory that does not exist: nothing is read, nothing spilled.
  const { connection, close } = await openDatabase({ directory: '/nonexistent', threads: 1 });
  try {
    const faults: string[] = [];
    for (const model of models) {
      for (const expression of definitionExpressions(model)) {
        const problem = await expressionProblem(connection, expression);
        if (problem !== null) faults.push(`models/${model.name}/model.ts: ${expression.field}: ${problem}`);
      }
    }
    if (faults.length > 0) throw new Error(`Cannot use the model definitions:\n  ${faults.join('\n  ')}`);
  } finally {
    close();
  }
}
