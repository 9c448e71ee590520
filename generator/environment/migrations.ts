import { isMap, parseDocument } from 'yaml';
import { documentText } from './document-text.js';
import type { EnvironmentSources } from './load.js';
import { type Migrate, options } from './source.js';
import { isAltered, migrateDocument, overruledIn, versionOf } from './version-1.js';

type Sources = Pick<EnvironmentSources, 'defaults' | 'overrides'>;

/**
 * Gives what brings each file into the current version of the format. What a file means depends on the defaults that
 * it inherits.
 */
export function migrationsOf({ defaults }: Sources): { readonly defaults: Migrate; readonly override: Migrate } {
  const document = defaults && defaults.notText === undefined ? parseDocument(defaults.text, options) : undefined;
  const inherited = document && versionOf(document);
  const overruled = overruledIn(document);
  const isNamed =
    document !== undefined &&
    (inherited !== undefined || (isMap(document.contents) && document.contents.has('workloads')));
  return {
    defaults: (file) => migrateDocument(file, { isDefaults: true, isNamed, overruled: new Set() }),
    override: (file) => migrateDocument(file, { isDefaults: false, isNamed, inherited, overruled }),
  };
}

/**
 * Writes the files of version 1 as files of version 2: comments, order and quoting stay.
 * @returns the new text of each file that changes, by its path
 */
export function migrateTexts(sources: Sources): ReadonlyMap<string, string> {
  const migrations = migrationsOf(sources);
  const texts = new Map<string, string>();
  const add = ({ file, text }: { file: string; text: string }, migrate: Migrate) => {
    const document = parseDocument(text, options);
    if (document.errors.length === 0 && migrate(document)) texts.set(file, documentText(document, text, isAltered));
  };
  if (sources.defaults) add(sources.defaults, migrations.defaults);
  for (const source of sources.overrides.values()) add(source, migrations.override);
  return texts;
}
