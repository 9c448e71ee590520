/**
 * The day, for what is told and never for what is written. `SOURCE_DATE_EPOCH` (seconds since 1970) says another one:
 * https://reproducible-builds.org/specs/source-date-epoch/
 */
export function today(): Date {
  const seconds = Number(process.env['SOURCE_DATE_EPOCH'] || Number.NaN);
  return Number.isFinite(seconds) ? new Date(seconds * 1000) : new Date();
}
