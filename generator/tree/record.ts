/** The record of an environment's folder: which files are the generator's own, and which objects are made by them. */
export interface FolderRecord {
  /** Path below the folder → SHA-256 of what was written, in hexadecimal. */
  readonly files: ReadonlyMap<string, string>;
  /** What would be lost with them, such as `Application argocd/ml-inference-prod`: renaming one deletes it. */
  readonly identities: ReadonlySet<string>;
}

export const recordName = '.generated.json';

/**
 * Tells git to leave line ends as they are, whatever a machine is set to, and to merge the records of two branches line
 * by line, without a conflict. What the merged one says may be of either branch: `render` and the hooks write it anew,
 * and `check` tells where nobody did.
 */
export const attributes = { name: '.gitattributes', content: `* -text\n${recordName} merge=union\n` } as const;

/** Writes a record. One entry a line, sorted: two branches that change different files merge without a conflict. */
export function recordText(from: string, { files, identities }: FolderRecord): string {
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

/** Files of Terraform's: whatever a record says of them. */
const neverOurs = /(^|\/)(\.terraform\.lock\.hcl|[^/]*\.tfstate(\.backup)?)$/;

/**
 * Reads a record. Anyone may have written it, or a merge have left both sides in it: lines that name a file inside the
 * folder or an identity count, whatever is around them; other lines don't.
 */
export function parseRecord(text: string): FolderRecord {
  const files = new Map<string, string>();
  for (const [, path = '', digest = ''] of text.matchAll(fileLine))
    if (isInside(path) && !neverOurs.test(path)) files.set(path, digest);
  return { files, identities: new Set([...text.matchAll(identityLine)].map(([, identity = '']) => identity)) };
}

/** Whether a path stays below the folder it is relative to, on any system. */
export const isInside = (path: string): boolean =>
  !/[\\:\0]|^\/|\/$|\/\/|(^|\/)\.{1,2}(\/|$)/.test(path) && path !== '';
