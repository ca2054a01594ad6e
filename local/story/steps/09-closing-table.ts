import type { Actions } from '../actions.ts';

/** Dataset versions, model versions with metrics, what served when, pages sent, and what to try next. */
export async function closingTable(actions: Actions): Promise<void> {
  const { story, registry } = actions;
  const show = (title: string, rows: readonly (readonly string[])[]) => {
    story.say(`\n      ${title}`);
    const widths =
      rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? [];
    for (const row of rows) {
      story.note(`  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
    }
  };
  const minute = (at: string) => at.slice(0, 19).replace('T', ' ');
  for (const dataset of ['flights', 'weather']) {
    const versions = await registry.datasetVersions(dataset);
    show(`Dataset ${dataset}`, [
      ['version', 'rows', 'from', 'to', 'source'],
      ...versions.map(({ version, rows, from, to, source }) => [
        String(version),
        String(rows),
        from.slice(0, 10),
        to.slice(0, 10),
        source.key,
      ]),
    ]);
  }
  const versions = await registry.modelVersions(story.model);
  show(`Model ${story.model}`, [
    ['version', 'AUC', 'F1', 'log loss', 'trained on', 'cause', 'approval'],
    ...versions.map(({ version, evaluation, datasets, cause, approval }) => [
      String(version),
      evaluation.metrics.auc.toFixed(3),
      evaluation.metrics.f1.toFixed(3),
      evaluation.metrics.logLoss.toFixed(3),
      Object.entries(datasets)
        .map(([name, number]) => `${name}@${number}`)
        .join(' '),
      cause.kind,
      approval.status,
    ]),
  ]);
  const history = await registry.servingHistory(story.model);
  show('What served when', [
    ['at (UTC)', 'version', 'change', 'reason'],
    ...history.map(({ at, version, change, reason }) => [
      minute(at),
      String(version),
      change,
      reason.slice(0, 70),
    ]),
  ]);
  const owners = new Set(versions.map(({ owner }) => owner));
  const pages = (await Promise.all([...owners].map((owner) => registry.pages(owner)))).flat();
  show('Pages and notices sent', [
    ['at (UTC)', 'to', 'severity', 'title'],
    ...pages
      .sort((a, b) => a.at.localeCompare(b.at))
      .map(({ at, owner, severity, title }) => [minute(at), owner, severity, title.slice(0, 70)]),
  ]);
  story.claim(
    'every chapter left its trace',
    versions.length === 4 && history.length >= 3 && pages.some(({ severity }) => severity === 'page'),
    `${versions.length} model versions, ${history.length} changes of what serves, ${pages.length} pages and notices`,
  );
  show('To try next', [
    ['npx ballast status'],
    [`npx ballast versions ${story.model}`],
    [`npx ballast lineage ${story.model}@2`],
    [`npx ballast drift ${story.model}`],
    [`npx ballast approve ${story.model} 4`],
    ['npx ballast logs predict'],
  ]);
}
