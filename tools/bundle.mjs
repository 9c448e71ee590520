import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, transformSync } from 'esbuild';
import { specificationCode } from '../build/generator/template/handlebars.js';
import { digestOf } from '../build/generator/template/precompiled.js';

/**
 * Bundles the command-line tool into build/cli: loading some hundred modules one by one, and compiling the templates that ship with it, would take
 * longer than rendering a few environments. What a command doesn't use stays in chunks of its own.
 */
// Chunks are named by their content: those of earlier builds would stay, and be published.
rmSync('build/cli', { recursive: true, force: true });
await build({
  entryPoints: ['build/generator/cli.js'],
  outdir: 'build/cli',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  legalComments: 'none',
  // Names stay, for stack traces; what nobody reads needn't be scanned at every start.
  minifyWhitespace: true,
  minifySyntax: true,
  // CommonJS packages ask for Node's own modules by require.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
  },
  plugins: [{ name: 'precompiled-templates', setup: fillInSpecifications }],
  logLevel: 'warning',
});

/** Puts the specifications of all templates into generator/template/precompiled.ts. */
function fillInSpecifications({ onLoad }) {
  onLoad({ filter: /[/\\]template[/\\]precompiled\.js$/ }, ({ path }) => {
    const empty = 'const specifications = new Map();';
    const code = readFileSync(path, 'utf8');
    if (!code.includes(empty)) throw new Error(`${path} has no place for specifications.`);
    return { contents: code.replace(empty, () => `${empty}\n${templates().join('')}`) };
  });
}

function templates() {
  return ['argocd', 'runbook', 'terraform-templates'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.hbs'))
      .map((path) => {
        const source = readFileSync(join(folder, path), 'utf8');
        const entry = `${JSON.stringify(digestOf(source))}, ${specificationCode(join(folder, path), source)}`;
        // Nobody reads these: they may lose their names.
        return transformSync(`specifications.set(${entry});`, { minify: true }).code;
      }),
  );
}
