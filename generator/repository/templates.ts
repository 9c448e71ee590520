import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TemplateSource } from '../render/argocd/templates.js';
import type { CopiedFile, TemplateSources } from '../render/templates.js';
import { readFolder, readIfPresent } from '../tree/disk.js';

/** The folder of this package, wherever below it this code has been built or bundled to. */
function findPackage(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findPackage(dirname(folder));
}

const packageRoot = findPackage(dirname(fileURLToPath(import.meta.url)));

/** A folder of templates: the repository's own where it has one, else the one that comes with the package. */
function folderOf(root: string, name: string): string {
  const own = join(root, name);
  return statSync(own, { throwIfNoEntry: false })?.isDirectory() ? own : join(packageRoot, name);
}

/** Reads everything that environments are rendered with; what is copied is read once for all environments. */
export function readTemplates(root: string): TemplateSources {
  return {
    terraform: readFiles(folderOf(root, 'terraform-templates')).filter(({ path }) => !isTest(path)),
    chart: readFiles(join(folderOf(root, 'charts'), 'ml-inference')).filter(({ path }) => !isTest(path)),
    argocd: readFiles(folderOf(root, 'argocd')).map(asText),
    runbook: readFiles(folderOf(root, 'runbook')).map(asText),
  };
}

/** Names of the add-ons that there are templates for. */
export const addonNames = (sources: TemplateSources): string[] =>
  sources.argocd.flatMap(({ path }) => /^addons\/(.+)\.yaml\.hbs$/.exec(path)?.[1] ?? []);

/** Tests of the modules and option values for the chart's judges stay where they are: who applies or syncs has no use for them. */
const isTest = (path: string): boolean => /(^|\/)tests\/|\.tftest\.hcl$|^ci\//.test(path);

function readFiles(folder: string): CopiedFile[] {
  const content = readFolder(folder);
  return [...content.files].sort().map((path) => ({ path, content: content.read(path) }));
}

const asText = ({ path, content }: CopiedFile): TemplateSource => ({
  path,
  text: Buffer.from(content).toString('utf8'),
});

/** Keeps environments/schema.json in step with this version, for editors; says nothing of the environments themselves. */
export function refreshEditorSchema(root: string): void {
  const file = join(root, 'environments', 'schema.json');
  const schema = readFileSync(join(packageRoot, 'environments', 'schema.json'));
  if (readIfPresent(file) === schema.toString('utf8')) return;
  // Beside it first, then by a rename: never half a file, never through a link to somewhere else.
  const next = join(root, '.inference-gitops', 'schema.json');
  writeFileSync(next, schema);
  renameSync(next, file);
}
