#!/usr/bin/env node
'use strict';
// Starts the program from code that V8 has compiled before, when the tool was built: compiling it anew takes longer than rendering a few environments.
// V8 refuses what another version of itself has left, and compiles as usual.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');

// Most runs are over before optimized code pays, and its compiler takes the CPU that the thread which writes files needs. Before anything is loaded: V8
// takes compiled code only if the flags are those that it was compiled with.
setFlagsFromString('--no-opt');

const loaded = new Map();
/** @type {Map<string, import('node:vm').Script>} */
const scripts = new Map();

function load(name) {
  const known = loaded.get(name);
  if (known) return known.exports;
  const filename = join(__dirname, name);
  const script = new Script(`(function (exports, require, module, __filename) {${readFileSync(filename, 'utf8')}\n})`, {
    filename,
    cachedData: readIfPresent(`${filename}.cache`),
  });
  const module = { exports: {} };
  scripts.set(filename, script);
  loaded.set(name, module);
  script.runInThisContext()(module.exports, requireFrom, module, filename);
  return module.exports;
}

const requireFrom = (name) => (name.startsWith('./') ? load(name) : require(name));

function readIfPresent(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

load('./main.js');
module.exports = scripts;
