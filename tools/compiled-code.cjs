'use strict';
/**
 * Renders the environments of this checkout elsewhere, and keeps the code that V8 has compiled for it beside the program.
 * Usage: node compiled-code.cjs PROGRAM
 */
const { cpSync, mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');

const program = resolve(process.argv[2]);
const root = mkdtempSync(join(tmpdir(), 'inference-gitops-build-'));
cpSync('environments', join(root, 'environments'), { recursive: true });
process.argv = [process.execPath, program, 'render', '--root', root];
const scripts = require(program);

process.once('exit', () => {
  for (const [file, script] of scripts) writeFileSync(`${file}.cache`, script.createCachedData());
  rmSync(root, { recursive: true, force: true });
  // What is wrong with somebody's environments is not the build's business.
  process.exitCode = 0;
});
