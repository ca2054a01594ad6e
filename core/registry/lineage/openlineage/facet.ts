import type { Facet } from './run-event.ts';

/** Every facet that is written, with the version of its published schema. */
export const facetSchemas = {
  errorMessage: ['ErrorMessageRunFacet', '1-0-1'],
  parent: ['ParentRunFacet', '1-2-0'],
  processing_engine: ['ProcessingEngineRunFacet', '1-1-1'],
  jobType: ['JobTypeJobFacet', '2-0-4'],
  ownership: ['OwnershipJobFacet', '1-0-1'],
  sourceCodeLocation: ['SourceCodeLocationJobFacet', '1-1-0'],
  schema: ['SchemaDatasetFacet', '1-2-0'],
  dataSource: ['DatasourceDatasetFacet', '1-0-1'],
  version: ['DatasetVersionDatasetFacet', '1-0-1'],
  columnLineage: ['ColumnLineageDatasetFacet', '1-2-0'],
  dataQualityAssertions: ['DataQualityAssertionsDatasetFacet', '1-1-0'],
  dataQualityMetrics: ['DataQualityMetricsInputDatasetFacet', '1-0-3'],
  outputStatistics: ['OutputStatisticsOutputDatasetFacet', '1-0-2'],
} as const;

export type FacetName = keyof typeof facetSchemas;

/** One facet under its name, as a member of `facets`; nothing where there is nothing to say. */
export function facet<const Name extends FacetName>(
  producer: string,
  name: Name,
  members: Readonly<Record<string, unknown>> | null,
): { readonly [K in Name]?: Facet } {
  if (members === null) return {};
  const [title, version] = facetSchemas[name];
  const _schemaURL = `https://openlineage.io/spec/facets/${version}/${title}.json#/$defs/${title}`;
  return { [name]: { _producer: producer, _schemaURL, ...members } } as { readonly [K in Name]?: Facet };
}
