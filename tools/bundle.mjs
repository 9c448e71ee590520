import { rmSync } from 'node:fs';
import { build } from 'esbuild';

/**
 * Bundles the command-line tool into build/cli: loading some hundred modules one by one would take longer than rendering a few environments.
 * What a command doesn't use stays in chunks of its own.
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
  // CommonJS packages ask for Node's own modules by require.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
  },
  logLevel: 'warning',
});
