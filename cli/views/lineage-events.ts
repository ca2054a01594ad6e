import type { RunEvent } from '../../core/registry/lineage/openlineage/run-event.ts';
import { second } from '../format.ts';
import type { Style, Tone } from '../style.ts';
import { table } from '../table.ts';

const tones: Readonly<Record<RunEvent['eventType'], Tone>> = {
  START: 'plain',
  COMPLETE: 'good',
  FAIL: 'bad',
  ABORT: 'warn',
  OTHER: 'plain',
};

export const renderRunEvents = (events: readonly RunEvent[], style: Style): string =>
  events.length === 0
    ? 'Nothing has been told of it yet.'
    : table<RunEvent>(
        [
          { title: 'time', value: ({ eventTime }) => second(eventTime) },
          { title: 'job', value: ({ job }) => job.name },
          { title: 'event', value: ({ eventType }) => ({ text: eventType, tone: tones[eventType] }) },
          { title: 'inputs', value: ({ inputs }) => names(inputs), maximumWidth: 40 },
          { title: 'outputs', value: ({ outputs }) => names(outputs), maximumWidth: 40 },
          {
            title: 'facets',
            value: ({ run, job, inputs, outputs }) =>
              [
                ...new Set(
                  [run, job, ...inputs, ...outputs].flatMap((of) => [
                    ...Object.keys(of.facets),
                    ...('inputFacets' in of ? Object.keys(of.inputFacets ?? {}) : []),
                    ...('outputFacets' in of ? Object.keys(of.outputFacets ?? {}) : []),
                  ]),
                ),
              ].length,
            align: 'right',
          },
        ],
        events,
        style,
      );

/** `datasets/flights@3`. */
const names = (datasets: RunEvent['inputs']): string =>
  datasets
    .map(({ name, facets }) => {
      const version = facets.version?.datasetVersion;
      return typeof version === 'string' && /^\d+$/.test(version) ? `${name}@${version}` : name;
    })
    .join(' ') || '-';
