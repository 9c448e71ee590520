import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../base/package.js';
import { readAddOns } from '../environment/addon-folders.js';
import type { TemplateFile } from '../render/argocd/templates.js';
import type { CopiedFile, TemplateSources } from '../render/templates.js';
import { readFolder, readIfPresent } from '../tree/disk.js';

/** Reads everything that environments are rendered with; what is copied is read once for all environments. */
export function readTemplates(root: string): TemplateSources {
  const argocd = readOwn(root, 'argocd', /\.hbs$/).map(asText);
  return {
    terraform: readOwn(root, 'terraform-templates', /\.tf(\.hbs)?$/).filter(({ path }) => !isModuleTest(path)),
    chart: readOwn(root, 'charts/ml-inference', /^Chart\.yaml$/).filter(({ path }) => !isOptionCase(path)),
    argocd,
    addOns: readAddOns(argocd),
    runbook: readOwn(root, 'runbook', /\.hbs$/).map(asText),
  };
}

/** A folder of templates: the repository's own where such files are in it, else the one that comes with the package. */
function readOwn(root: string, name: string, such: RegExp): CopiedFile[] {
  const own = existsSync(join(root, name)) ? readFiles(join(root, name)) : [];
  return own.some(({ path }) => such.test(path)) ? own : readFiles(join(packageRoot, name));
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
