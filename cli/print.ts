import { type Style, styleFor } from './style.ts';

/** The two ways out: data to stdout, messages to stderr. */
export interface Print {
  /** A command's answer: as JSON with `--json`, as text otherwise. */
  result(value: unknown, text: (style: Style) => string): void;
  /** Something for the person in front of the screen. */
  message(text: string): void;
}

export function createPrint(json: boolean): Print {
  return {
    result: (value, text) => {
      const shown = json ? JSON.stringify(value, null, 2) : text(styleFor(process.stdout, process.env));
      process.stdout.write(`${shown}\n`);
    },
    message: (text) => {
      process.stderr.write(`${text}\n`);
    },
  };
}
