import type { AddOnFile, AddOnFolder, FolderFinding } from './addon-folder.js';
import { checkedDocument } from './checked-document.js';
import { type Identities, identitySchema } from './identity.js';
import { type Problem, pathText } from './problem.js';
import { addOnFolderRules, clashes } from './rules/addon-folders.js';
import { locator } from './source.js';

export interface AddOns {
  /** Those that somebody meant to add, whatever is wrong with them. */
  readonly names: readonly string[];
  readonly folders: ReadonlyMap<string, AddOnFolder>;
  readonly problems: readonly Problem[];
}

/** Reads argocd/addons/, where each folder is an add-on. */
export function readAddOns(files: readonly AddOnFile[]): AddOns {
  const ofAddOns = files.filter(({ path }) => path.startsWith('addons/') && !isIgnored(path));
  const entries = new Set(ofAddOns.map(({ path }) => path.split('/')[1] as string));
  const problems: Problem[] = [];
  const folders = new Map<string, AddOnFolder>();
  for (const name of [...entries].sort()) {
    const folder = `addons/${name}/`;
    const own = ofAddOns.filter(({ path }) => path.startsWith(folder));
    if (own.length === 0) problems.push(misplaced(name));
    else folders.set(name, readFolder({ name, files: own, problems }));
  }
  const all = [...folders.values()];
  for (const { name, check } of addOnFolderRules) {
    for (const folder of all) problems.push(...[...check(folder)].map((finding) => placed(name, finding, folder)));
  }
  for (const { folder, finding } of clashes(all)) problems.push(placed('one-role', finding, folder));
  return { names: [...entries].map(nameOf), folders, problems };
}

/** Whose roles the add-ons have that call AWS. */
export const identitiesOf = ({ folders }: AddOns): Identities =>
  new Map([...folders].flatMap(([name, { identity }]) => (identity?.value ? [[name, identity.value]] : [])));

/** Notes for people, and what editors and systems leave behind. */
const isIgnored = (path: string): boolean =>
  path.endsWith('.md') || path.split('/').some((part) => part.startsWith('.'));

/** A folder's name has no dot. */
const nameOf = (entry: string): string => entry.replace(/\..*$/, '');

const misplaced = (name: string): Problem => ({
  ...start(`addons/${name}`),
  severity: 'error',
  rule: 'addon-folder',
  path: '',
  message: `An add-on is a folder: move this to argocd/addons/${nameOf(name)}/application.yaml.hbs.`,
});

const start = (path: string) => ({ file: `argocd/${path}`, line: 1, column: 1 });

interface Reading {
  readonly name: string;
  readonly files: readonly AddOnFile[];
  readonly problems: Problem[];
}

function readFolder({ name, files, problems }: Reading): AddOnFolder {
  const policies = new Map<string, AddOnFile>();
  const others: AddOnFile[] = [];
  let application: AddOnFile | undefined;
  let identity: AddOnFolder['identity'];
  for (const file of files) {
    const within = file.path.slice(`addons/${name}/`.length);
    const policy = /^policies\/([^/]+)\.json\.tftpl$/.exec(within)?.[1];
    if (policy !== undefined) policies.set(policy, file);
    else if (within === 'application.yaml.hbs') application = file;
    else if (within === 'identity.yaml') identity = readIdentity(file, problems);
    else others.push(file);
  }
  return { name, application, identity, policies, others };
}

function readIdentity({ path, text }: AddOnFile, problems: Problem[]): NonNullable<AddOnFolder['identity']> {
  const source = { file: `argocd/${path}`, text };
  const { value, problems: found } = checkedDocument(source, identitySchema);
  problems.push(...found);
  return { ...source, value };
}

function placed(rule: string, { file, path = [], message }: FolderFinding, { identity }: AddOnFolder): Problem {
  const inIdentity = identity?.file === `argocd/${file}` ? locator(identity)(path) : undefined;
  const { line, column } = inIdentity ?? start(file);
  return { severity: 'error', rule, path: pathText(path), message, file: `argocd/${file}`, line, column };
}
