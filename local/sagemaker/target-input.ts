/** The parts of an EventBridge target that decide what it is sent. */
export interface InputRule {
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: {
    readonly InputPathsMap?: Readonly<Record<string, string>>;
    readonly InputTemplate?: string;
  };
}

/** What a target is sent for an event: the event itself, a constant, a part of it, or a template filled from it. */
export function targetInput(rule: InputRule, event: unknown): string {
  if (rule.InputTransformer !== undefined) {
    const { InputPathsMap = {}, InputTemplate = '' } = rule.InputTransformer;
    // A placeholder within quotes is text; elsewhere it is JSON.
    return InputTemplate.replace(
      /("?)<([^<>]+)>("?)/g,
      (whole, before: string, name: string, after: string) => {
        const path = InputPathsMap[name];
        if (path === undefined) return whole;
        const value = valueAt(event, path);
        if (before === '"' && after === '"') {
          return JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value ?? ''));
        }
        return `${before}${before === '' && after === '' ? JSON.stringify(value ?? '') : String(value ?? '')}${after}`;
      },
    );
  }
  if (rule.Input !== undefined) return rule.Input;
  if (rule.InputPath !== undefined) return JSON.stringify(valueAt(event, rule.InputPath) ?? null);
  return JSON.stringify(event);
}

/** The value at a JSON path of names, such as `$.detail.TrainingJobName`. */
function valueAt(event: unknown, path: string): unknown {
  return path
    .replace(/^\$\.?/, '')
    .split('.')
    .filter((name) => name !== '')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
      event,
    );
}
