import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { AddOnFile } from '../../generator/environment/addon-folder.js';
import { identitiesOf, readAddOns } from '../../generator/environment/addon-folders.js';
import { repositoryRoot } from '../../tools/folders.js';

const folder = `${repositoryRoot}argocd`;

/** Every file below argocd/. */
export const argocdFiles: readonly AddOnFile[] = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => statSync(`${folder}/${path}`).isFile())
  .map((path) => ({ path, text: readFileSync(`${folder}/${path}`, 'utf8') }));

/** The add-ons that ship. */
export const shippedAddOns = readAddOns(argocdFiles);

export const shippedIdentities = identitiesOf(shippedAddOns);
