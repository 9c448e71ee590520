import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Handlebars from 'handlebars';
import { type Particulars, particulars } from './environments.js';
import { filesBelow } from './files.js';

/** Files below an environment's folder. */
const readTree = (folder: string): Map<string, string> =>
  new Map(filesBelow(folder).map((path) => [path, readFileSync(join(folder, path), 'utf8')]));

/** Text → the expression that gives it, longest first, so that a range isn't taken for a part of another. */
function expressionsOf({ name, account, cidr, publicSubnets, privateSubnets }: Particulars): [string, string][] {
  const subnets = [...publicSubnets.entries()].map(([index, text]) => [text, `network.publicSubnets.[${index}]`]);
  const others = [...privateSubnets.entries()].map(([index, text]) => [text, `network.privateSubnets.[${index}]`]);
  const pairs = [...subnets, ...others, [cidr, 'network.cidr'], [account, 'aws.accountId'], [name, 'name']];
  return pairs.sort(([a], [b]) => (b as string).length - (a as string).length) as [string, string][];
}

/** A template that gives `text` for these particulars: every occurrence of one becomes an expression. */
function templateOf(text: string, expressions: readonly (readonly [string, string])[]): string {
  const escaped = text.replaceAll('{{', '\\{{');
  return expressions.reduce((template, [value, path]) => template.replaceAll(value, `{{{${path}}}}`), escaped);
}

/**
 * Turns a rendered tree of the first two environments into what the baseline runs on: files that are the same in both
 * are copied, the others become precompiled templates. Compiling happens here, outside of what is measured.
 */
export function writeBaselineTemplates(renderedRoot: string, folder: string): void {
  const [first, second] = [0, 1].map((index) => readTree(join(renderedRoot, 'rendered', particulars(index).name)));
  const expressions = expressionsOf(particulars(0));
  const specs: string[] = [];
  for (const [path, text] of first as Map<string, string>) {
    if (text === second?.get(path)) write(join(folder, 'copied', path), text);
    else {
      const outputPath = path.replaceAll(particulars(0).name, '<name>');
      specs.push(`${JSON.stringify(outputPath)}: ${Handlebars.precompile(templateOf(text, expressions))}`);
    }
  }
  write(join(folder, 'templates.mjs'), `export default {\n${specs.join(',\n')}\n};\n`);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
