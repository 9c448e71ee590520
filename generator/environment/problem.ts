/** The keys and list positions that lead from the top of a file to a value. */
export type Path = readonly (string | number)[];

export interface Position {
  /** Path from the repository's root. In a problem: of the file that sets the value. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 code units as editors count. */
  readonly column: number;
}

/** A mistake in a value, without the position of the value in a file. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  /** Name of the rule: it stays the same over releases, so programs can rely on it. */
  readonly rule: string;
  readonly path: Path;
  /** One sentence: what is wrong and what would be right. */
  readonly message: string;
  /** True to point at the key instead of its value. */
  readonly atKey?: boolean;
}

/** A mistake in a value, with the position of the value in a file. */
export interface Problem extends Position {
  readonly severity: 'error' | 'warning';
  readonly rule: string;
  /** Such as `cluster.nodeGroups[0].min`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
  /** Text of the line, where the file isn't on the disk yet. */
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
