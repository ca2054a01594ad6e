import type { DriftReport, DriftVerdict, FeatureDrift, MonitorResult } from '../../core/drift/report.ts';
import { count, metric, minute } from '../format.ts';
import { printable } from '../printable.ts';
import type { Style, Tone } from '../style.ts';
import { table } from '../table.ts';

const verdictTone: Readonly<Record<DriftVerdict, Tone>> = {
  drifted: 'bad',
  stable: 'good',
  inconclusive: 'warn',
  'not-testable': 'dim',
};

/** Features that the text names; the report in S3 has all of them. */
const shownFeatures = 6;

/** A drift report on one screen: the conclusion, the three monitors, the most drifted features, the business value. */
export function renderDrift(report: DriftReport, style: Style): string {
  const { window, performance, kpi } = report;
  const head = [
    `${style('strong', report.model)} v${report.version}, ${count(window.requests)} requests from ${minute(window.from)} to ${minute(window.to)}, checked ${minute(report.at)}`,
    report.drifted
      ? style('bad', `Drifted: ${report.monitor ?? 'a monitor'} has moved beyond chance`) +
        (report.cause === null ? '' : `; cause ${report.cause}`)
      : 'No drift that a new training would answer',
  ];
  const monitors = table<MonitorResult>(
    [
      { title: 'monitor', value: ({ name }) => name },
      { title: 'verdict', value: ({ verdict }) => ({ text: verdict, tone: verdictTone[verdict] }) },
      { title: 'measure', value: ({ measure }) => measure, maximumWidth: 36 },
      { title: 'value', value: ({ value }) => metric(value), align: 'right' },
      { title: 'threshold', value: ({ threshold }) => metric(threshold), align: 'right' },
      { title: 'rows', value: ({ rows }) => count(rows), align: 'right' },
    ],
    report.monitors,
    style,
  );
  const features = table<FeatureDrift>(
    [
      { title: 'feature', value: ({ name }) => name },
      { title: 'verdict', value: ({ verdict }) => ({ text: verdict, tone: verdictTone[verdict] }) },
      { title: 'PSI', value: ({ psi }) => metric(psi), align: 'right' },
      { title: 'JS distance', value: ({ distance }) => metric(distance), align: 'right' },
      { title: 'p', value: ({ pValue }) => probability(pValue), align: 'right' },
    ],
    byEffect(report.features).slice(0, shownFeatures),
    style,
  );
  const outcomes =
    performance === null
      ? 'No outcome known yet'
      : `${count(performance.outcomes)} outcomes, ${count(performance.positives)} positive: AUC ${metric(performance.auc)}, F1 ${metric(performance.f1)}, Brier ${metric(performance.brier)}`;
  const value =
    kpi === null
      ? []
      : [
          `${printable(kpi.name)}: ${count(kpi.value)} ${printable(kpi.unit)} over ${count(kpi.outcomes)} outcomes`,
        ];
  return [...head, '', monitors, '', features, '', outcomes, ...value].join('\n');
}

const byEffect = (features: readonly FeatureDrift[]): FeatureDrift[] =>
  [...features].sort((a, b) => (b.psi ?? Number.NEGATIVE_INFINITY) - (a.psi ?? Number.NEGATIVE_INFINITY));

/** A p-value, which may be far below the third decimal. */
const probability = (value: number | null): string =>
  value === null ? '-' : value >= 0.001 ? value.toFixed(3) : value.toExponential(0);
