import type { ModelDefinition } from '../registry/model-definition.ts';
import type { Feature, FeatureView, RequestView } from './feature-view.ts';
import type { DatasetView } from './view-sql.ts';

const isRequestView = (view: FeatureView): view is RequestView => view.kind === 'request';

/** The features that need nothing but the request. */
export const requestFeatures = (definition: Pick<ModelDefinition, 'features'>): Feature[] =>
  definition.features.filter(isRequestView).flatMap(({ features }) => features);

/** The views that are looked up by entity and hour. */
export const datasetViews = (definition: Pick<ModelDefinition, 'features'>): DatasetView[] =>
  definition.features.filter((view): view is DatasetView => !isRequestView(view));
