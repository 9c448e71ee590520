import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Bundles the command-line tool into build/cli: loading some hundred modules one by one, and compiling the templates
 * that ship with it, would take longer than rendering a few environments. What a command doesn't use stays in chunks
 * of its own. Source maps lie beside the chunks, for the stack traces of bugs.
 */
const folder = 'build/cli';
const inputs = digestOfInputs();
if (existsSync(join(folder, 'inputs.txt')) && readFileSync(join(folder, 'inputs.txt'), 'utf8') === inputs)
  process.exit();
// Only now: loading it takes longer than finding that there is nothing to do.
const { build } = await import('esbuild');
// Chunks are named by their content: those of earlier builds would stay, and be published.
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const { outputFiles: chunks, metafile } = await bundled();
for (const { path, text } of chunks) writeFileSync(path, text);
writeFileSync(join(folder, 'build.txt'), digestOf(chunks));
writeFileSync(join(folder, 'LICENSES.txt'), licencesOf(Object.keys(metafile.inputs)));
chmodSync(join(folder, 'cli.js'), 0o755);
writeFileSync(join(folder, 'inputs.txt'), inputs);

/** Of everything that the bundle follows from: most commands find that it is as it was. */
function digestOfInputs() {
  const digest = createHash('sha256').update(process.version);
  const below = (folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ts|hbs|mjs)$/.test(path))
      .map((path) => join(folder, path));
  const folders = ['generator', 'argocd', 'runbook', 'terraform-templates', 'tools'];
  for (const path of ['package-lock.json', ...folders.flatMap(below).sort()]) {
    digest.update(`\0${path}\0`).update(readFileSync(path));
  }
  return digest.digest('hex');
}

function digestOf(files) {
  const digest = createHash('sha256');
  for (const { contents } of files) digest.update(contents);
  return digest.digest('hex');
}

function bundled() {
  return build({
    entryPoints: { cli: 'generator/cli/start.ts' },
    outdir: folder,
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    legalComments: 'none',
    sourcemap: 'linked',
    sourcesContent: false,
    // Names stay, for stack traces; what nobody reads needn't be scanned at every start.
    minifyWhitespace: true,
    minifySyntax: true,
    // Packages that are CommonJS ask for Node's own modules by `require`, which a module doesn't have.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module';const require = requireOf(import.meta.url);",
    },
    plugins: [{ name: 'precompiled', setup: fillInPrecompiled }],
    logLevel: 'warning',
  });
}

/** Lists the packages that the bundle holds, with their licences, which ask for that. */
function licencesOf(inputs) {
  const folders = inputs.flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  return [...new Set(folders)].sort().map(licenceOf).join('\n');
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : 'The package holds no text of its licence.';
  return `${name} ${version}: ${license}\n\n${text}\n`;
}

/** Fills the empty maps of generator/template/precompiled.ts. */
function fillInPrecompiled({ onLoad }) {
  onLoad({ filter: /[/\\]template[/\\]precompiled\.ts$/ }, async ({ path }) => {
    const { precompiled } = await import('./precompile.mjs');
    let contents = readFileSync(path, 'utf8');
    for (const [name, code] of Object.entries(await precompiled())) {
      const empty = new RegExp(`(const ${name}: .*) = new Map\\(\\);`);
      if (!empty.test(contents)) throw new Error(`${path} has no ${name} to fill.`);
      contents = contents.replace(empty, (_, start) => `${start} = ${code}`);
    }
    return { contents, loader: 'ts' };
  });
}
