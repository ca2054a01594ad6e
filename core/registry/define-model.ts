import * as v from 'valibot';
import { checkContract } from '../contracts/check-contract.ts';
import { inSeconds } from '../duration.ts';
import { featureSchema } from '../features/feature-schema.ts';
import { parseAggregate } from '../features/parse-aggregate.ts';
import { datasetViews } from '../features/views-of.ts';
import { volatileFunction } from '../features/volatile-function.ts';
import type { ModelDefinition } from './model-definition.ts';

/** What ends a `model.ts`: its type tells the editor each field; `checkModelDefinition` tells the build. */
export const defineModel = (definition: ModelDefinition): ModelDefinition => definition;

/** One fault of a model definition: the file, the field, and what belongs there. */
export interface DefinitionIssue {
  readonly file: string;
  /** Path of the field: `gates.0.minimum`. */
  readonly field: string;
  readonly message: string;
}

const kebabCase = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be kebab-case'),
  v.maxLength(40),
);
const text = v.pipe(
  v.string(),
  v.check((value) => value.trim() !== '', 'must say something, received an empty text'),
);
const sql = v.pipe(
  text,
  v.check((value) => !value.includes(';'), 'must be one SQL expression, without a semicolon'),
  v.check(
    (value) => volatileFunction(value) === null,
    ({ input }) =>
      `calls ${volatileFunction(input)}, whose value is another each time: training and predictions would differ; use the row's own columns`,
  ),
);
const positive = v.pipe(
  v.number(),
  v.finite(),
  v.check((value) => value > 0, 'must be above 0'),
);
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const durationParts = {
  days: v.optional(v.number()),
  hours: v.optional(v.number()),
  minutes: v.optional(v.number()),
  seconds: v.optional(v.number()),
  milliseconds: v.optional(v.number()),
};
const duration = v.pipe(
  v.strictObject(durationParts),
  v.check((value) => inSeconds(value) > 0, 'must be longer than nothing, such as { hours: 1 }'),
);
const feature = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, 'must be snake_case')),
  description: text,
  type: v.picklist(['number', 'category']),
  unit: v.optional(text),
  sql,
});
const features = v.pipe(v.array(feature), v.minLength(1, 'must have at least one feature'));
const delay = v.pipe(
  v.strictObject(durationParts),
  v.check((value) => inSeconds(value) >= 0, 'must not be negative: nothing is known before it happens'),
);
const dataset = {
  name: kebabCase,
  description: text,
  owner: kebabCase,
  dataset: kebabCase,
  entity: v.pipe(v.array(text), v.minLength(1, 'must name at least one column')),
  eventTime: sql,
  availabilityDelay: v.optional(delay),
  availableAt: v.optional(sql),
  maximumDelay: v.optional(delay),
  maximumAge: duration,
  timeToLive: duration,
  grid: v.optional(v.picklist(['hour', 'minute'])),
  features,
};
const view = v.variant('kind', [
  v.strictObject({ kind: v.literal('request'), features }),
  v.strictObject({ kind: v.literal('latest'), ...dataset }),
  v.strictObject({ kind: v.literal('window'), ...dataset, lookback: duration }),
]);

const schema = v.strictObject({
  name: kebabCase,
  description: text,
  owner: v.strictObject({
    name: kebabCase,
    email: v.pipe(v.string(), v.email('must be an e-mail address')),
    runbook: v.pipe(v.string(), v.regex(/^docs\/runbook\/[a-z0-9-]+\.md$/, 'must be docs/runbook/<name>.md')),
    decides: v.strictObject({ businessHours: text, outOfHours: text }),
  }),
  card: v.strictObject({
    intendedUse: text,
    outOfScope: text,
    limitations: text,
    classBalance: text,
    ethicalConsiderations: text,
  }),
  contracts: v.pipe(v.array(v.looseObject({ dataset: v.string() })), v.minLength(1, 'must hold a contract')),
  request: v.strictObject({
    dataset: kebabCase,
    columns: v.pipe(v.array(text), v.minLength(1, 'must name at least one column')),
    asOf: sql,
    id: sql,
  }),
  features: v.pipe(v.array(view), v.minLength(1, 'must have at least one view')),
  training: v.strictObject({
    label: sql,
    labelled: sql,
    holdoutDays: positive,
    validationDays: positive,
    hyperparameters: v.record(v.string(), v.union([v.string(), v.pipe(v.number(), v.finite())])),
    seed: v.pipe(v.number(), v.integer()),
    instanceType: v.pipe(v.string(), v.startsWith('ml.')),
    maximumRuntime: duration,
    onNewData: v.strictObject({ minimumDays: positive, everyDays: positive, untilDays: positive }),
  }),
  gates: v.pipe(
    v.array(
      v.pipe(
        v.strictObject({
          metric: v.picklist(['auc', 'f1', 'logLoss', 'accuracy', 'precision', 'recall', 'brier', 'rows']),
          minimum: v.optional(v.pipe(v.number(), v.finite())),
          maximum: v.optional(v.pipe(v.number(), v.finite())),
        }),
        v.check(
          ({ minimum, maximum }) => minimum !== undefined || maximum !== undefined,
          'must have a threshold: minimum, maximum or both',
        ),
      ),
    ),
    v.minLength(1, 'must hold at least one gate: without a threshold every model would pass'),
  ),
  rollout: v.strictObject({
    steps: v.pipe(
      v.array(v.pipe(v.number(), v.minValue(1), v.maxValue(100))),
      v.check(
        (steps) =>
          steps.at(-1) === 100 && steps.every((step, index) => index === 0 || step > steps[index - 1]!),
        'must ascend and end with 100, such as [10, 50, 100]',
      ),
    ),
    bake: duration,
    deadline: duration,
    minimumRequests: count,
    errorMargin: share,
    latencyRatio: v.pipe(
      v.number(),
      v.check((value) => value > 1, 'must be above 1'),
    ),
    maximumLatency: duration,
    instanceType: v.pipe(v.string(), v.startsWith('ml.')),
    goldenRequests: v.pipe(
      v.array(
        v.strictObject({
          name: text,
          features: v.record(v.string(), v.nullable(v.union([v.string(), v.number()]))),
          minimum: share,
          maximum: share,
        }),
      ),
      v.minLength(1, 'must hold at least one request: a rollback proves itself by them'),
    ),
  }),
  monitoring: v.strictObject({
    minimumRequests: count,
    featurePsi: positive,
    inputShare: share,
    predictionPsi: positive,
    aucFall: share,
    calibrationShift: share,
    alpha: share,
  }),
  kpi: v.strictObject({
    name: text,
    description: text,
    truePositive: v.number(),
    falsePositive: v.number(),
    trueNegative: v.number(),
    falseNegative: v.number(),
    unit: text,
  }),
});

/**
 * Everything that is wrong with a model definition; empty if it can be deployed.
 * @param file path of `model.ts` as a person would open it
 */
export function checkModelDefinition(definition: unknown, file: string): DefinitionIssue[] {
  const parsed = v.safeParse(schema, definition);
  const faults: (readonly [string, string])[] = parsed.success
    ? relations(definition as ModelDefinition)
    : parsed.issues.map((issue) => [v.getDotPath(issue) ?? '(the definition)', sentence(issue)] as const);
  return faults.map(([field, message]) => ({ file, field, message }));
}

function sentence(issue: v.BaseIssue<unknown>): string {
  if (issue.received === 'undefined') return 'is missing';
  if (issue.expected === 'never') return 'is not a field of a model definition; check its spelling';
  return issue.expected === null || issue.kind === 'validation'
    ? issue.message
    : `must be ${issue.expected}, received ${issue.received}`;
}

/** What holds between the fields of a definition whose fields are right by themselves. */
function relations(definition: ModelDefinition): (readonly [string, string])[] {
  const faults: (readonly [string, string])[] = [];
  const datasets = definition.contracts.map(({ dataset: name }) => name);
  definition.contracts.forEach((contract, index) => {
    for (const problem of checkContract(contract)) faults.push([`contracts.${index}`, problem]);
    if (contract.owner !== definition.owner.name) {
      faults.push([
        `contracts.${index}.owner`,
        `must be the model's owner '${definition.owner.name}', received '${contract.owner}'`,
      ]);
    }
  });
  for (const name of repeated(datasets)) faults.push(['contracts', `hold dataset '${name}' twice`]);

  const requested = definition.contracts.find(({ dataset: name }) => name === definition.request.dataset);
  if (requested === undefined) {
    faults.push(['request.dataset', `has no contract; the contracts are for ${datasets.join(', ')}`]);
  }
  definition.request.columns.forEach((name, index) => {
    if (requested !== undefined && !requested.columns.some((column) => column.name === name)) {
      faults.push([
        `request.columns.${index}`,
        `'${name}' is not a column of dataset '${requested.dataset}'`,
      ]);
    }
  });

  faults.push(...featureFaults(definition));
  const names = featureSchema(definition).map(({ name }) => name);
  definition.rollout.goldenRequests.forEach((golden, index) => {
    const at = `rollout.goldenRequests.${index}`;
    const given = Object.keys(golden.features);
    const missing = names.filter((name) => !given.includes(name));
    const unknown = given.filter((name) => !names.includes(name));
    if (missing.length > 0) faults.push([`${at}.features`, `lacks ${missing.join(', ')}`]);
    if (unknown.length > 0)
      faults.push([`${at}.features`, `has ${unknown.join(', ')}, no feature of the model`]);
    if (golden.minimum > golden.maximum)
      faults.push([at, `has minimum ${golden.minimum} above maximum ${golden.maximum}`]);
    if (golden.minimum === 0 && golden.maximum === 1)
      faults.push([at, 'accepts every probability: it would prove nothing']);
  });
  const { minimumDays, untilDays } = definition.training.onNewData;
  if (untilDays < minimumDays)
    faults.push([
      'training.onNewData.untilDays',
      `is below minimumDays ${minimumDays}: nothing would ever train`,
    ]);
  const { holdoutDays, validationDays } = definition.training;
  if (minimumDays <= holdoutDays + validationDays) {
    faults.push([
      'training.onNewData.minimumDays',
      `must be above holdoutDays + validationDays, ${holdoutDays + validationDays}`,
    ]);
  }
  if (inSeconds(definition.rollout.deadline) < inSeconds(definition.rollout.bake)) {
    faults.push(['rollout.deadline', 'must not be shorter than rollout.bake']);
  }
  definition.gates.forEach(({ minimum, maximum }, index) => {
    if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
      faults.push([`gates.${index}`, `has minimum ${minimum} above maximum ${maximum}`]);
    }
  });
  return faults;
}

const reservedNames = ['id', 'event_time', 'label', 'probability'];
const longestAgeInDays = 14;
/** A number is up to 25 characters, a week has 168 of them, and an item of DynamoDB 400 KB. */
const mostFeatures = 90;

function featureFaults(definition: ModelDefinition): (readonly [string, string])[] {
  const faults: (readonly [string, string])[] = [];
  const names = featureSchema(definition).map(({ name }) => name);
  for (const name of repeated(names)) faults.push(['features', `name '${name}' twice`]);
  for (const name of names)
    if (reservedNames.includes(name))
      faults.push(['features', `'${name}' is a name that Ballast uses itself`]);
  for (const name of repeated(datasetViews(definition).map((view) => view.name))) {
    faults.push(['features', `have two views named '${name}'`]);
  }
  definition.features.forEach((view, index) => {
    if (view.kind === 'request') return;
    const at = `features.${index}`;
    const contract = definition.contracts.find(({ dataset: name }) => name === view.dataset);
    if (contract === undefined) {
      faults.push([`${at}.dataset`, `'${view.dataset}' has no contract`]);
      return;
    }
    for (const name of view.entity) {
      const column = contract.columns.find((candidate) => candidate.name === name);
      if (column === undefined)
        faults.push([`${at}.entity`, `'${name}' is not a column of dataset '${view.dataset}'`]);
      else if (column.type !== 'string' && column.type !== 'integer')
        faults.push([`${at}.entity`, `'${name}' is a ${column.type}; entities are text or integers`]);
      const requested = definition.contracts
        .find(({ dataset: own }) => own === definition.request.dataset)
        ?.columns.find((candidate) => candidate.name === name);
      if (column !== undefined && requested !== undefined && requested.type !== column.type)
        faults.push([
          `${at}.entity`,
          `'${name}' is ${column.type} in dataset '${view.dataset}' and ${requested.type} in a request; 7 and '007' would never meet`,
        ]);
      if (!definition.request.columns.includes(name))
        faults.push([
          `${at}.entity`,
          `'${name}' is not in request.columns, so no request could name its entity`,
        ]);
    }
    if (inSeconds(view.maximumAge) > longestAgeInDays * 86_400) {
      faults.push([
        `${at}.maximumAge`,
        `is above ${longestAgeInDays} days, the longest that a request looks back`,
      ]);
    }
    if ((view.availabilityDelay === undefined) === (view.availableAt === undefined)) {
      faults.push([
        at,
        'must say when a row is known: availabilityDelay after eventTime, or availableAt as SQL; one of the two',
      ]);
    }
    if (view.maximumDelay !== undefined && view.availableAt === undefined) {
      faults.push([`${at}.maximumDelay`, 'belongs to availableAt; availabilityDelay is itself the longest']);
    }
    if (view.features.length > mostFeatures) {
      faults.push([
        `${at}.features`,
        `are ${view.features.length}, at most ${mostFeatures}: a week of them must fit one item of the registry; make two views`,
      ]);
    }
    if (view.owner !== contract.owner) {
      faults.push([
        `${at}.owner`,
        `must be the owner of dataset '${view.dataset}', '${contract.owner}', received '${view.owner}'`,
      ]);
    }
    if (inSeconds(view.timeToLive) < inSeconds(view.maximumAge) + 7 * 86_400) {
      faults.push([
        `${at}.timeToLive`,
        'must be at least maximumAge and 7 days: values are kept by the week, and a lookup may go back by maximumAge',
      ]);
    }
    if (view.grid === 'minute') {
      faults.push([
        `${at}.grid`,
        "must be 'hour': values are served by the hour; 'minute' is for joins offline",
      ]);
    }
    if (view.kind !== 'window') return;
    if (inSeconds(view.lookback) % 3_600 !== 0) faults.push([`${at}.lookback`, 'must be whole hours']);
    view.features.forEach((feature, position) => {
      if (feature.type !== 'number')
        faults.push([`${at}.features.${position}.type`, 'must be number in a window']);
      if (parseAggregate(feature.sql) === null) {
        faults.push([
          `${at}.features.${position}.sql`,
          `must be avg(…), sum(…) or count(…), received '${feature.sql}'`,
        ]);
      }
    });
  });
  return faults;
}

const repeated = (names: readonly string[]): string[] =>
  names.filter((name, index) => names.indexOf(name) !== index);
