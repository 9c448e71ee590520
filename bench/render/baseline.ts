import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Handlebars from 'handlebars/runtime.js';
import { parse } from 'yaml';

/**
 * The bare minimum that any such tool has to do: parse the YAML, run precompiled templates, write the same files. No
 * validation, no safety, no comparison with what is there. Usage: baseline.js ROOT TEMPLATES
 */
const [root, folder] = process.argv.slice(2) as [string, string];

/** The types of the runtime leave out what it is for. */
const runtime = Handlebars as unknown as { template(spec: unknown): (view: object) => string };

const { default: specs } = await import(pathToFileURL(join(folder, 'templates.mjs')).href);
const templates = Object.entries(specs).map(([path, spec]) => [path, runtime.template(spec)] as const);
const copied = readdirSync(join(folder, 'copied'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => join(parentPath, name))
  .map((file) => [file.slice(folder.length + '/copied/'.length), readFileSync(file)] as const);
const paths = [...copied, ...templates].map(([path]) => path);
const folders = new Set(paths.map((path) => path.split('/').slice(0, -1).join('/')));

type Tree = { [key: string]: unknown };
const isMap = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);
const merge = (base: Tree, over: Tree): Tree => {
  const merged = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isMap(below) && isMap(value) ? merge(below, value) : value;
  }
  return merged;
};

const environments = join(root, 'environments');
const read = (file: string): Tree => parse(readFileSync(join(environments, file), 'utf8'));
const defaults = read('defaults.yaml');
for (const file of readdirSync(environments)) {
  if (file === 'defaults.yaml' || !file.endsWith('.yaml')) continue;
  const environment = merge(defaults, read(file));
  const output = join(root, 'rendered', String(environment['name']));
  for (const below of folders) mkdirSync(join(output, below), { recursive: true });
  for (const [path, content] of copied) writeFileSync(join(output, path), content);
  for (const [path, template] of templates) {
    writeFileSync(join(output, path.replaceAll('<name>', String(environment['name']))), template(environment));
  }
}
