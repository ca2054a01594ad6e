import type { SkewedFeature, SkewReport, SkewVerdict } from '../../core/features/judge-skew.ts';
import { count, minute } from '../format.ts';
import { printable } from '../printable.ts';
import type { Style, Tone } from '../style.ts';
import { table } from '../table.ts';

const verdictTone: Readonly<Record<SkewVerdict, Tone>> = {
  equal: 'good',
  skewed: 'bad',
  inconclusive: 'warn',
};

const shownFeatures = 10;

/** Whether served features are what the dataset versions say, and which are not. */
export function renderSkew(report: SkewReport, style: Style): string {
  const { model, samples, differing, share, verdict, from, to, at, unjudged, reason } = report;
  const span = from === null || to === null ? '' : ` served from ${minute(from)} to ${minute(to)}`;
  const percent = share === null ? '' : ` (${(share * 100).toFixed(1)} %)`;
  const lines = [
    `${style('strong', model)}: ${count(samples)} samples${span}, checked ${minute(at)}`,
    `${style(verdictTone[verdict], verdict)}: ${count(differing)} differ from their recomputation${percent}`,
  ];
  if (unjudged > 0) {
    lines.push(
      `${count(unjudged)} could not be computed again: ${printable(reason ?? 'no reason was recorded')}`,
    );
  }
  if (report.features.length === 0) return lines.join('\n');
  const features = table<SkewedFeature>(
    [
      { title: 'feature', value: ({ name }) => printable(name) },
      { title: 'differs', value: ({ differing: times }) => count(times), align: 'right' },
      { title: 'served', value: ({ example }) => printable(JSON.stringify(example.served)), align: 'right' },
      {
        title: 'recomputed',
        value: ({ example }) => printable(JSON.stringify(example.recomputed)),
        align: 'right',
      },
      { title: 'request', value: ({ example }) => printable(example.id) },
    ],
    report.features.slice(0, shownFeatures),
    style,
  );
  return [...lines, '', features].join('\n');
}
