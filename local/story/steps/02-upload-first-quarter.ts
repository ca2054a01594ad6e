import type { Actions } from '../actions.ts';

/** January to March arrive as monthly files; February's flights as CSV with a few bad rows. */
export async function uploadFirstQuarter(actions: Actions): Promise<void> {
  const { story, registry } = actions;
  const { flights } = story;
  const weather = await Promise.all([1, 2, 3].map((month) => flights.weatherFile(month)));
  const february = await flights.flightsFileWithBadRows(2);
  const verdicts = [
    ...(await Promise.all(weather.map((file) => actions.uploadAndWait('weather', file)))),
    await actions.uploadAndWait('flights', await flights.flightsFile(1)),
    await actions.uploadAndWait('flights', february.file),
    await actions.uploadAndWait('flights', await flights.flightsFile(3)),
  ];
  for (const { key, status, verdict, quarantine, datasetVersion } of verdicts) {
    const rows = verdict?.status === 'accepted' ? `${verdict.rows} rows` : (verdict?.reason ?? '');
    const bad =
      verdict?.status === 'accepted' && verdict.quarantinedRows > 0
        ? `, ${verdict.quarantinedRows} rows in ${quarantine}`
        : '';
    story.note(`${key}: ${status} as version ${datasetVersion}, ${rows}${bad}`);
  }
  const withBadRows = verdicts[4]?.verdict;
  story.claim(
    'every file became a dataset version',
    verdicts.every(({ status }) => status === 'accepted'),
    verdicts.map(({ status }) => status).join(', '),
  );
  story.claim(
    'the bad rows, and only they, are in quarantine',
    withBadRows?.status === 'accepted' && withBadRows.quarantinedRows === february.badRows,
    withBadRows === undefined ? 'no verdict' : JSON.stringify(withBadRows.byRule),
  );
  const [flightVersions, weatherVersions] = await Promise.all([
    registry.datasetVersions('flights'),
    registry.datasetVersions('weather'),
  ]);
  story.claim(
    'three versions of each dataset',
    flightVersions.length === 3 && weatherVersions.length === 3,
    `flights ${flightVersions.length}, weather ${weatherVersions.length}`,
  );
}
