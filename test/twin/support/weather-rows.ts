/** A row of the weather as its contract has it, or as a test breaks it. */
export type WeatherRow = Readonly<Record<string, string | number | null>>;

/**
 * Good rows of one day, the last days of 2013, which no other test uploads: hour by hour, airport by airport.
 * @param count at most 72
 * @param seed makes the rows differ from those of another run
 */
export function weatherRows(day: 28 | 29 | 30 | 31, count: number, seed: number): WeatherRow[] {
  return Array.from({ length: count }, (_, index) => {
    const hour = Math.floor(index / 3);
    return {
      origin: ['EWR', 'JFK', 'LGA'][index % 3]!,
      ...{ year: 2013, month: 12, day, hour },
      ...{ temp: 30 + (seed % 1_000) / 100, dewp: 20, humid: 60, wind_dir: 270, wind_speed: 10 },
      ...{ wind_gust: null, precip: 0, pressure: 1_015, visib: 10 },
      time_hour: `2013-12-${day} ${String(hour).padStart(2, '0')}:00:00`,
    };
  });
}

/** Rows as CSV, with the names of the first one's columns; null is an empty field. */
export function toCsv(rows: readonly WeatherRow[]): string {
  const names = Object.keys(rows[0]!);
  return [names, ...rows.map((row) => names.map((name) => row[name] ?? ''))]
    .map((fields) => `${fields.join(',')}\n`)
    .join('');
}
