import type { Owner } from '../registry/model-definition.ts';
import type { PageRecord } from '../registry/records.ts';

export interface ComposedPage {
  /** At most 100 printable ASCII characters, as SNS wants it. */
  readonly subject: string;
  readonly body: string;
}

const subjectLength = 100;

/** The message to an owner: what, which model, whose, since when, what to do, where to read on, who decides. */
export function composePage(page: PageRecord, owner: Owner | null, environment: string): ComposedPage {
  const label = page.severity === 'page' ? 'PAGE' : 'NOTICE';
  const lines = [
    `${label}: ${page.title}`,
    '',
    `What:         ${indent(page.what)}`,
    `Model:        ${page.model ?? 'shared by all models'}`,
    `Owner:        ${page.owner}`,
    `Environment:  ${environment}`,
    `Since:        ${page.at}`,
    '',
    `What to do:   ${indent(page.todo)}`,
    `Runbook:      docs/runbook/${page.runbook}.md`,
    ...(owner === null
      ? []
      : [
          `Your own:     ${owner.runbook}`,
          `Who decides:  ${owner.decides.businessHours} in business hours, ${owner.decides.outOfHours} out of hours`,
        ]),
    '',
    `Page ${page.pageId}, from ${page.source}`,
    '',
  ];
  return { subject: asciiLine(`[${environment}] ${label} ${page.title}`), body: lines.join('\n') };
}

const indent = (text: string): string => text.split('\n').join('\n              ');

function asciiLine(text: string): string {
  const ascii = text
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return ascii.length > subjectLength ? `${ascii.slice(0, subjectLength - 3)}...` : ascii;
}
