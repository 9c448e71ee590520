import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { hash } from '../build/generator/base/hash.js';
import { namesOf } from '../build/generator/environment/names.js';
import { readValidRepository } from '../build/generator/input/repository.js';
import { renderArgoCD } from '../build/generator/render/argocd.js';
import { specificationCode } from '../build/generator/template/handlebars.js';
import { documents } from '../build/generator/template/precompiled.js';

/** Code for generator/template/precompiled.ts: making it at every start would take longer than a small render. */
export const precompiled = async () => ({ specifications: specifications(), documents: await documentsOfShipped() });

/** The templates that ship, compiled. */
function specifications() {
  const entries = ['argocd', 'runbook', 'terraform-templates'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.hbs'))
      .flatMap((path) => specificationOf(join(folder, path))),
  );
  return `new Map([${entries.join()}])`;
}

function specificationOf(path) {
  const source = readFileSync(path, 'utf8');
  return untilTold(() => [`[${JSON.stringify(hash(source))}, ${specificationCode(path, source)}]`]);
}

/** What the Argo CD objects of the environments that ship look like, parsed. */
async function documentsOfShipped() {
  const { environments, templates } = await readValidRepository('.').catch(() => ({ environments: [] }));
  for (const environment of environments) {
    untilTold(() => [renderArgoCD(templates.argocd, environment, namesOf(environment))]);
  }
  // A date, say, wouldn't come back from JSON as what it was.
  const faithful = [...documents].filter((entry) => isDeepStrictEqual(JSON.parse(JSON.stringify(entry)), entry));
  return `new Map(JSON.parse(${JSON.stringify(JSON.stringify(faithful))}))`;
}

/** Skips what can't be compiled yet because somebody is editing it: the tool, once it is built, tells what is wrong. */
function untilTold(make) {
  try {
    return make();
  } catch {
    return [];
  }
}
