import { readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';
import { precompiled } from './precompile.mjs';

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
  plugins: [{ name: 'precompiled', setup: fillInPrecompiled }],
  logLevel: 'warning',
});

/** Fills the empty maps of generator/template/precompiled.ts. */
function fillInPrecompiled({ onLoad }) {
  onLoad({ filter: /[/\\]template[/\\]precompiled\.js$/ }, async ({ path }) => {
    let contents = readFileSync(path, 'utf8');
    for (const [name, code] of Object.entries(await precompiled())) {
      const empty = `const ${name} = new Map();`;
      if (!contents.includes(empty)) throw new Error(`${path} has no ${name} to fill.`);
      contents = contents.replace(empty, () => `const ${code}`);
    }
    return { contents };
  });
}
