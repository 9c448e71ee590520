import { join } from 'node:path';
import { packageFile, packageRoot } from '../base/package.js';
import { readAddOns } from '../environment/addon-folders.js';
import type { Problem } from '../environment/problem.js';
import type { TemplateFile } from '../render/argocd/templates.js';
import type { CopiedFile, TemplateSources } from '../render/templates.js';
import { assertNoLinkTo, readFolder, readIfPresent } from '../tree/disk.js';
import { templateProblems } from './template-problems.js';

/** Reads everything that environments are rendered with; what is copied is read once for all environments. */
export function readTemplates(root: string): TemplateSources {
  const own = ownFolders(root);
  const readFolderOf = (folder: TemplateFolder) => readFiles(join(own.has(folder) ? root : packageRoot, folder));
  const argocd = readArgoCD(root, own).map(asText);
  return {
    terraform: readFolderOf('terraform-templates').filter(({ path }) => !isModuleTest(path)),
    chart: readFolderOf('charts/ml-inference').filter(({ path }) => !isOptionCase(path)),
    argocd,
    addOns: readAddOns(argocd),
    runbook: readFolderOf('runbook').map(asText),
    // Only the tool's own repository, or a fork, has every folder of templates; its scripts build the tool first.
    caller: own.size === templateFolderNames.length ? 'npm run' : 'npx',
  };
}

/** Folder of templates → a file that tells the repository's own templates from something else of the same name. */
const templateFolders = {
  'terraform-templates': /\.tf(\.hbs)?$/,
  'charts/ml-inference': /^Chart\.yaml$/,
  argocd: /\.hbs$/,
  runbook: /\.hbs$/,
} as const;

type TemplateFolder = keyof typeof templateFolders;

const templateFolderNames = Object.keys(templateFolders) as TemplateFolder[];

/** Finds which folders of templates are the repository's own; the others come with the package. */
function ownFolders(root: string): ReadonlySet<TemplateFolder> {
  const own = new Set<TemplateFolder>();
  for (const folder of templateFolderNames) if (hasOwn(root, folder)) own.add(folder);
  return own;
}

/** Finds what keeps the repository's own templates from being read as they are meant. */
export const ownTemplateProblems = (root: string): Problem[] =>
  [...ownFolders(root)].flatMap((folder) => templateProblems(root, folder));

/**
 * Reads argocd/. A repository's own folder of an add-on comes beside those of the package, or instead of the one of its
 * name; any other template of its own takes the place of all.
 */
function readArgoCD(root: string, folders: ReadonlySet<TemplateFolder>): CopiedFile[] {
  const own = folders.has('argocd') ? readFiles(join(root, 'argocd')) : [];
  const folderOf = ({ path }: CopiedFile) => /^addons\/[^/]+/.exec(path)?.[0];
  if (own.some((file) => folderOf(file) === undefined && file.path.endsWith('.hbs'))) return own;
  const replaced = new Set(own.map(folderOf));
  const shipped = readFiles(join(packageRoot, 'argocd')).filter((file) => !replaced.has(folderOf(file) ?? file.path));
  return [...shipped, ...own].sort((one, other) => (one.path < other.path ? -1 : 1));
}

function hasOwn(root: string, folder: TemplateFolder): boolean {
  assertNoLinkTo(root, folder);
  const { files, obstacles } = readFolder(join(root, folder));
  return [...files, ...obstacles].some((path) => templateFolders[folder].test(path));
}

/** Tests stay beside the modules: who applies a root has no use for them. */
const isModuleTest = (path: string): boolean => /(^|\/)tests\/|\.tftest\.hcl$/.test(path);

/** Values that the chart's judges try, not for any environment. The chart's own `helm test` goes along. */
const isOptionCase = (path: string): boolean => path.startsWith('ci/');

function readFiles(folder: string): CopiedFile[] {
  const content = readFolder(folder);
  return [...content.files].sort().map((path) => ({ path, content: content.read(path) }));
}

const asText = ({ path, content }: CopiedFile): TemplateFile => ({
  path,
  text: Buffer.from(content).toString('utf8'),
});

export const editorSchemaPath = 'environments/schema.json';

/**
 * The schema that editors check environments with, where the repository's isn't this version's yet; it says nothing of
 * the environments themselves.
 */
export function newEditorSchema(root: string): string | undefined {
  const schema = packageFile(editorSchemaPath);
  return readIfPresent(join(root, editorSchemaPath)) === schema ? undefined : schema;
}
