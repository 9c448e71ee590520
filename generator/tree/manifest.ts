/** What the generator says of an environment's folder: which files are its own, and what they stand for. */
export interface Manifest {
  /** Path below the folder → SHA-256 of what was written, in hexadecimal. */
  readonly files: ReadonlyMap<string, string>;
  /** What would be lost with them, such as `Application argocd/ml-inference-prod`: renaming one deletes it. */
  readonly identities: ReadonlySet<string>;
}

export const manifestName = '.generated.json';

/** One entry a line, sorted: two branches that change different files merge without a conflict. */
export function manifestText(from: string, { files, identities }: Manifest): string {
  const sorted = Object.fromEntries([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
  const content = { generatedBy: 'inference-gitops', from, identities: [...identities].sort(), files: sorted };
  return `${JSON.stringify(content, null, 2)}\n`;
}

const fileLine = /^\s*"([^"\\]+)": "([0-9a-f]{64})",?$/;
const identityLine = /^\s*"([A-Z][A-Za-z]* [^"\\]+)",?$/;

/**
 * Reads a manifest as what it is: a file that anyone may have written, or that a merge has left with both sides in it. Lines that name a file
 * inside the folder or an identity count, whatever stands around them; other lines don't.
 */
export function parseManifest(text: string): Manifest {
  const lines = text.split(/\r?\n/);
  const entries = lines.flatMap((line) => {
    const entry = fileLine.exec(line);
    return entry && isInside(entry[1] as string) ? [[entry[1] as string, entry[2] as string] as const] : [];
  });
  const identities = lines.flatMap((line) => identityLine.exec(line)?.[1] ?? []);
  return { files: new Map(entries), identities: new Set(identities) };
}

/** Whether a path stays below the folder it is relative to, on any system. */
export function isInside(path: string): boolean {
  return /^[^\\:\0]+$/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
