import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { transformSync } from 'esbuild';
import { hash } from '../build/generator/base/hash.js';
import { namesOf } from '../build/generator/environment/names.js';
import { readValidRepository } from '../build/generator/input/repository.js';
import { renderArgoCD } from '../build/generator/render/argocd.js';
import { specificationCode } from '../build/generator/template/handlebars.js';
import { documents } from '../build/generator/template/precompiled.js';

/** Code for generator/template/precompiled.ts: what would take longer at every start than rendering a few environments. */
export const precompiled = async () => ({ specifications: specifications(), documents: await documentsOfShipped() });

/** The templates that ship, compiled. */
function specifications() {
  const entries = ['argocd', 'runbook', 'terraform-templates'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.hbs'))
      .flatMap((path) => specificationOf(join(folder, path))),
  );
  // Nobody reads these: they may lose their names.
  return transformSync(`specifications = new Map([${entries.join()}]);`, { minify: true }).code;
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
  return `documents = new Map(JSON.parse(${JSON.stringify(JSON.stringify(faithful))}));`;
}

/** Somebody may be editing templates and environments: what is wrong with them is for the tool to tell, once it is built. */
function untilTold(make) {
  try {
    return make();
  } catch {
    return [];
  }
}
