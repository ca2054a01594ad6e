import type { ModelVersionRecord, RunRecord } from '../../core/registry/records.ts';
import { type ArtifactComparison, isReproduced } from '../../core/training/artifact-comparison.ts';
import { short } from '../format.ts';
import { imageWords } from '../image-words.ts';
import { printable } from '../printable.ts';
import type { Style, Tone } from '../style.ts';
import { table } from '../table.ts';

/** What came of making a version again. */
export interface ReproductionView {
  readonly model: string;
  readonly version: number;
  readonly reproductionId: string;
  readonly reproduced: boolean;
  readonly seconds: number;
  /** What it was made from. */
  readonly datasets: Readonly<Record<string, number>>;
  readonly codeCommit: string;
  readonly seed: number;
  /** The version's image, and its digest; null where only its tag is known. */
  readonly image: string;
  readonly imageDigest: string | null;
  readonly toolchain: RunRecord['toolchain'] | null;
  readonly artifacts: readonly ArtifactComparison[];
}

export const reproductionView = (
  record: ModelVersionRecord,
  run: RunRecord,
  artifacts: readonly ArtifactComparison[],
): ReproductionView => ({
  model: record.model,
  version: record.version,
  reproductionId: run.runId,
  reproduced: isReproduced(artifacts),
  seconds: Math.round((Date.parse(run.finishedAt ?? run.startedAt) - Date.parse(run.startedAt)) / 1_000),
  datasets: record.datasets,
  codeCommit: record.codeCommit,
  seed: record.seed,
  image: record.image,
  imageDigest: record.imageDigest ?? null,
  toolchain: run.toolchain ?? null,
  artifacts,
});

const words: Readonly<Record<ArtifactComparison['verdict'], { readonly text: string; readonly tone: Tone }>> =
  {
    identical: { text: 'identical', tone: 'good' },
    'equal-within-tolerance': { text: 'equal within tolerance', tone: 'good' },
    differs: { text: 'differs', tone: 'bad' },
  };

export function renderReproduction(view: ReproductionView, style: Style): string {
  const { model, version, seconds } = view;
  const from = [
    ...Object.entries(view.datasets).map(([dataset, number]) => `${dataset}@${number}`),
    `code ${short(view.codeCommit)}`,
    `image ${imageWords(view.image, view.imageDigest ?? undefined)}`,
    `seed ${view.seed}`,
  ].join(', ');
  const head = view.reproduced
    ? style('good', printable(`${model}@${version} was made again in ${seconds} s from ${from}.`))
    : style('bad', printable(`${model}@${version} could not be made again from ${from}.`));
  const list = table<ArtifactComparison>(
    [
      { title: 'artifact', value: ({ artifact }) => artifact },
      { title: 'verdict', value: ({ verdict }) => words[verdict] },
      {
        title: 'what was compared',
        value: ({ detail, reasons }) => (reasons.length === 0 ? detail : `${detail} (${reasons.join('; ')})`),
      },
    ],
    view.artifacts,
    style,
  );
  return `${head}\n${list}`;
}
