/** Where a value comes from: keys and list positions from the top of the file. */
export type Path = readonly (string | number)[];

export interface Position {
  /** The file that the value really comes from, seen from the repository's root. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 code units as editors count. */
  readonly column: number;
}

/** What is wrong, before it's known where that stands. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  /** Name of the rule: stable, for machines. */
  readonly rule: string;
  readonly path: Path;
  /** One sentence: what is wrong and what would be right. */
  readonly message: string;
  /** Point at the key instead of its value. */
  readonly atKey?: boolean;
}

export interface Problem extends Position {
  readonly severity: 'error' | 'warning';
  readonly rule: string;
  /** `cluster.nodeGroups[0].min`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
  /** The line that is meant, where it isn't on the disk: in a file that is only about to be written. */
  readonly excerpt?: string;
}

export function pathText(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      if (!/^[A-Za-z_][\w-]*$/.test(part)) return `[${JSON.stringify(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}

export const hasErrors = (problems: readonly { severity: string }[]): boolean =>
  problems.some(({ severity }) => severity === 'error');
