/** How a piece of text is meant; whether that becomes a colour is the terminal's affair. */
export type Tone = 'plain' | 'strong' | 'dim' | 'good' | 'bad' | 'warn';

const codes: Readonly<Record<Tone, string>> = {
  plain: '',
  strong: '1',
  dim: '2',
  good: '32',
  bad: '31',
  warn: '33',
};

/** Gives a text its tone: as terminal colours, or, where there is no terminal to colour, not at all. */
export type Style = (tone: Tone, text: string) => string;

export const noStyle: Style = (_tone, text) => text;

const colours: Style = (tone, text) =>
  tone === 'plain' || text === '' ? text : `\u001b[${codes[tone]}m${text}\u001b[0m`;

/** Colours only on a terminal, and never where `NO_COLOR` (https://no-color.org) is set to anything but nothing. */
export function styleFor(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Style {
  const wanted = stream.isTTY === true && (environment.NO_COLOR ?? '') === '' && environment.TERM !== 'dumb';
  return wanted ? colours : noStyle;
}
