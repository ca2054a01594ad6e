/**
 * Hyperparameters as a training script sees them: SageMaker's are strings; script mode reads each as
 * JSON where it is JSON (so `"train.py"` in quotes and plain `train.py` are the same), and keeps
 * those that begin with `sagemaker_` to itself.
 */
export interface ScriptHyperparameters {
  /** What `SM_HPS` holds. */
  readonly values: Readonly<Record<string, unknown>>;
  /** `--name value` for each, sorted by name; one-letter names are `-n value`. */
  readonly args: readonly string[];
  /** Those that begin with `sagemaker_`, without quotes. */
  readonly sagemaker: Readonly<Record<string, string>>;
}

export function scriptHyperparameters(given: Readonly<Record<string, string>>): ScriptHyperparameters {
  const values: Record<string, unknown> = {};
  const sagemaker: Record<string, string> = {};
  const args: string[] = [];
  for (const name of Object.keys(given).sort()) {
    const value = decoded(given[name]!);
    if (name.startsWith('sagemaker_')) {
      sagemaker[name] = typeof value === 'string' ? value : given[name]!;
      continue;
    }
    values[name] = value;
    args.push(name.length === 1 ? `-${name}` : `--${name}`, inPython(value, given[name]!));
  }
  return { values, args, sagemaker };
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // plain text is as good as JSON here
  }
}

/** The toolkit passes `str(value)`. Numbers keep the spelling they were given. */
function inPython(value: unknown, text: string): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value === null) return 'None';
  return typeof value === 'string' ? value : text;
}
