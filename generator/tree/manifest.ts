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
  const fileLines = [...files].map(([path, digest]) => `    ${JSON.stringify(path)}: "${digest}"`).sort();
  const identityLines = [...identities].map((identity) => `    ${JSON.stringify(identity)}`).sort();
  return `{
  "generatedBy": "inference-gitops",
  "from": ${JSON.stringify(from)},
  "identities": [
${identityLines.join(',\n')}
  ],
  "files": {
${fileLines.join(',\n')}
  }
}
`;
}

const fileLine = /^ {4}"([^"\\]+)": "([0-9a-f]{64})",?\r?$/gm;
const identityLine = /^ {4}"([A-Z][A-Za-z]* [^"\\]+)",?\r?$/gm;

/** Files of Terraform's: whatever a manifest says of them. */
const neverOurs = /(^|\/)(\.terraform\.lock\.hcl|[^/]*\.tfstate(\.backup)?)$/;

/**
 * Reads a manifest as what it is: a file that anyone may have written, or that a merge has left with both sides in it. Lines that name a file
 * inside the folder or an identity count, whatever stands around them; other lines don't.
 */
export function parseManifest(text: string): Manifest {
  const files = new Map<string, string>();
  for (const [, path = '', digest = ''] of text.matchAll(fileLine))
    if (isInside(path) && !neverOurs.test(path)) files.set(path, digest);
  return { files, identities: new Set([...text.matchAll(identityLine)].map(([, identity = '']) => identity)) };
}

/** Whether a path stays below the folder it is relative to, on any system. */
export const isInside = (path: string): boolean =>
  !/[\\:\0]|^\/|\/$|\/\/|(^|\/)\.{1,2}(\/|$)/.test(path) && path !== '';
