import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';

/**
 * Bundles the command-line tool into build/cli: loading some hundred modules one by one, and compiling the templates that ship with it, would take
 * longer than rendering a few environments. What a command doesn't use stays in chunks of its own.
 */
const folder = 'build/cli';
const inputs = digestOfInputs();
if (existsSync(join(folder, 'inputs.txt')) && readFileSync(join(folder, 'inputs.txt'), 'utf8') === inputs)
  process.exit();
// Only now: loading it takes longer than finding that there is nothing to do.
const { build, transformSync } = await import('esbuild');
// Chunks are named by their content: those of earlier builds would stay, and be published.
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const texts = (await chunks()).map(({ path, text }) => [basename(path), asCommonJS(text)]);
for (const [name, text] of texts) writeFileSync(join(folder, name), text);
writeFileSync(join(folder, 'build.txt'), createHash('sha256').update(JSON.stringify(texts)).digest('hex'));
// The package is one of ES modules; only of scripts V8's compiled code can be kept.
writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
copyFileSync('tools/launcher.cjs', join(folder, 'cli.js'));
chmodSync(join(folder, 'cli.js'), 0o755);
keepCompiledCode();
writeFileSync(join(folder, 'inputs.txt'), inputs);

/** Of everything that the bundle follows from: most commands find that it is as it was. */
function digestOfInputs() {
  const digest = createHash('sha256').update(process.version);
  const below = (folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(js|hbs|mjs|cjs)$/.test(path))
      .map((path) => join(folder, path));
  const folders = ['build/generator', 'argocd', 'runbook', 'terraform-templates', 'tools'];
  for (const path of ['package-lock.json', ...folders.flatMap(below).sort()]) {
    digest.update(`\0${path}\0`).update(readFileSync(path));
  }
  return digest.digest('hex');
}

async function chunks() {
  const { outputFiles } = await build({
    entryPoints: { main: 'build/generator/cli/cli.js', 'writing-thread': 'build/generator/tree/writing-thread.js' },
    outdir: folder,
    write: false,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    legalComments: 'none',
    // Names stay, for stack traces; what nobody reads needn't be scanned at every start.
    minifyWhitespace: true,
    minifySyntax: true,
    define: { 'import.meta.url': 'moduleURL' },
    plugins: [{ name: 'precompiled', setup: fillInPrecompiled }],
    logLevel: 'warning',
  });
  return outputFiles;
}

/** esbuild splits ES modules only: what they have become is turned into scripts that require each other. */
function asCommonJS(text) {
  const { code } = transformSync(text, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minifyWhitespace: true,
    supported: { 'dynamic-import': false },
  });
  return code.replaceAll('moduleURL', "require('node:url').pathToFileURL(__filename).href");
}

/** Fills the empty maps of generator/template/precompiled.ts. */
function fillInPrecompiled({ onLoad }) {
  onLoad({ filter: /[/\\]template[/\\]precompiled\.js$/ }, async ({ path }) => {
    const { precompiled } = await import('./precompile.mjs');
    let contents = readFileSync(path, 'utf8');
    for (const [name, code] of Object.entries(await precompiled())) {
      const empty = `const ${name} = new Map();`;
      if (!contents.includes(empty)) throw new Error(`${path} has no ${name} to fill.`);
      contents = contents.replace(empty, () => `const ${code}`);
    }
    return { contents };
  });
}

/** Runs the tool once, and keeps what V8 has compiled for it. */
function keepCompiledCode() {
  const { status, stderr } = spawnSync(process.execPath, ['tools/compiled-code.cjs', join(folder, 'cli.js')], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}
