/** One thing that has to be right before anything is done. */
export interface Check {
  readonly name: string;
  /** note: good to know; difference: not as the environment says; error: nothing works until it is mended. */
  readonly status: 'ok' | 'note' | 'difference' | 'error';
  readonly message: string;
}

/** The exit code: 0 when all is well, 2 when something differs from the environment, 1 when something is wrong. */
export function exitCodeOf(checks: readonly Check[]): 0 | 1 | 2 {
  if (checks.some(({ status }) => status === 'error')) return 1;
  return checks.some(({ status }) => status === 'difference') ? 2 : 0;
}

export const checksText = (checks: readonly Check[]): string => {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .map(({ name, status, message }) => `${status.padEnd(10)}  ${name.padEnd(width)}  ${message}\n`)
    .join('');
};
