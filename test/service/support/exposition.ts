/**
 * Reads the value of a series in Prometheus' text format, by the exact name and labels; undefined when it isn't there.
 */
export function sampleOf(text: string, series: string): number | undefined {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

/** Lists the names of all series. */
export const seriesNames = (text: string): Set<string> =>
  new Set(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => /^[A-Za-z_:][\w:]*/.exec(line)?.[0] ?? ''),
  );
