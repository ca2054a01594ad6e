import type { Actions } from '../actions.ts';
import { waitFor } from '../wait-for.ts';

/** A person approves, the endpoint comes up, and real April flights are predicted both ways. */
export async function approveAndPredict(actions: Actions, requestColumns: readonly string[]): Promise<void> {
  const { story } = actions;
  const weather = actions.uploadAndMaterialise('weather', await story.flights.weatherFile(4));
  await approve(actions, 1, 'first release, metrics read');
  await becomesLive(actions, 1);
  await weather;

  const requests = await story.flights.requests({
    month: 4,
    fromDay: 1,
    toDay: 2,
    count: 40,
    columns: requestColumns,
  });
  const answers = [];
  for (const request of requests) answers.push((await actions.predict(request)).answer);
  const good = answers.filter(
    ({ status, body }) => status === 200 && body.probability !== undefined && body.version === 1,
  );
  const probabilities = good.map(({ body }) => body.probability ?? Number.NaN);
  story.claim(
    `${requests.length} real April flights predicted through predict`,
    good.length === requests.length && new Set(probabilities).size > 10,
    `${good.length} answered, probability ${Math.min(...probabilities).toFixed(2)} to ${Math.max(...probabilities).toFixed(2)}`,
  );
  const first = answers[0]?.body;
  const direct = await actions.invoke(first?.features ?? {}, `direct-${first?.id}`);
  const probability = (JSON.parse(direct.body) as { probability: number }).probability;
  story.claim(
    'InvokeEndpoint itself gives the same answer for the same features',
    Math.abs(probability - (first?.probability ?? Number.NaN)) < 1e-6,
    `${probability.toFixed(4)} and ${first?.probability?.toFixed(4)}, from variant ${direct.variant}`,
  );
}

export async function approve(actions: Actions, version: number, reason: string): Promise<void> {
  const { story } = actions;
  const { code } = await story.ballast(
    'approve',
    story.model,
    String(version),
    '--by',
    'flight-operations',
    '--reason',
    reason,
  );
  story.claim(`version ${version} approved by command`, code === 0, `exit code ${code}`);
}

export async function becomesLive(actions: Actions, version: number): Promise<void> {
  const { story, registry } = actions;
  let last = 'nothing';
  const serving = await waitFor(
    `version ${version} to serve`,
    async () => {
      const record = await registry.serving(story.model);
      last = JSON.stringify(record);
      return record?.live === version && record.lease === null ? record : null;
    },
    { seconds: 120, describe: () => last },
  );
  story.claim(`version ${version} serves`, serving.live === version, `endpoint ${serving.endpoint}`);
}
