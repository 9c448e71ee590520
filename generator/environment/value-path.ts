import type { Path } from './problem.js';

const step = /\.?([A-Za-z_][\w-]*)|\[([0-9]+)\]|\["((?:[^"\\]|\\.)*)"\]/y;

/** Reads `cluster.nodeGroups[0].labels["example.com/team"]`, as problems name values; undefined for anything else. */
export function parsePath(text: string): Path | undefined {
  const path: (string | number)[] = [];
  step.lastIndex = 0;
  while (step.lastIndex < text.length) {
    const start = step.lastIndex;
    const [found, name, position, quoted] = step.exec(text) ?? [];
    // A name follows a dot, but for the first.
    if (found === undefined || (name !== undefined && found.startsWith('.') === (start === 0))) return undefined;
    path.push(name ?? (position === undefined ? (JSON.parse(`"${quoted}"`) as string) : Number(position)));
  }
  return path.length === 0 ? undefined : path;
}

/** Reads the value at a path; undefined where a part of it is missing. */
export const valueAtPath = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (node, part) =>
      typeof node === 'object' && node !== null && Object.hasOwn(node, part)
        ? (node as Readonly<Record<string | number, unknown>>)[part]
        : undefined,
    value,
  );
