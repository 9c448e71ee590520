import { type CostDelta, costDelta } from '../cost/delta.js';
import { type EnvironmentSources, loadEnvironments } from '../environment/load.js';
import type { Environment } from '../environment/resolve.js';
import type { SourceText } from '../environment/source.js';
import { helmTemplate, type Rendering } from '../helm/template.js';
import type { EditedFile } from '../input/edit-environment.js';
import { readPrices } from '../input/prices-file.js';
import { type RenderableRepository, withTemplates } from '../input/repository.js';
import { planFolders } from '../plan/plan.js';
import { stateAfter, stateBefore } from '../plan/states.js';
import { type OldTexts, withCauses } from './causes.js';
import type { Change } from './change.js';
import type { Renderer } from './charts.js';
import { foretell, type States } from './foretell.js';

export const withoutHelm = 'Helm is not on PATH: what changes in the cluster is told by Helm values, not by objects.\n';

export interface Told {
  readonly changes: readonly Change[];
  readonly costs: readonly CostDelta[];
  readonly hasHelm: boolean;
}

/** Tells what follows, and from which edit, as far as the old texts of the files are known. */
export function tell(
  repository: RenderableRepository,
  folders: readonly States[],
  old: (name: string) => OldTexts | undefined,
): Told {
  const { render, hasHelm } = rememberingHelm();
  const changes = folders.flatMap((states) => {
    const { environment: name, before } = states;
    const told = foretell(states, render);
    const texts = old(name);
    if (!texts || !repository.sources.overrides.has(name)) return told;
    return withCauses(told, { name, sources: repository.sources, old: texts }, (environment) => {
      const environments = repository.environments.map((one) => (one.name === name ? environment : one));
      const [plan] = planFolders({ ...repository, environments }, [name]);
      return plan ? foretell({ environment: name, before, after: stateAfter(repository.root, plan) }, render) : [];
    });
  });
  return { changes, costs: costsOf(repository, folders, old), hasHelm: hasHelm() };
}

/** Compares what environments cost with what they cost by the old texts of their files, where those are known. */
function costsOf(
  { root, sources, environments }: RenderableRepository,
  folders: readonly States[],
  old: (name: string) => OldTexts | undefined,
): CostDelta[] {
  const pricesOf = readPrices(root);
  const were = oldEnvironments(
    sources,
    folders.flatMap(({ environment: name }) => {
      const texts = old(name);
      return texts ? [{ name, ...texts }] : [];
    }),
  );
  return folders.flatMap(({ environment: name, before }) => {
    const was = were.find((environment) => environment.name === name);
    const will = environments.find((environment) => environment.name === name);
    // What it cost isn't known where its old file is not, or doesn't load; one that goes costs until its teardown.
    if ((was === undefined && before.size > 0) || will === undefined) return [];
    return costDelta(was, will, pricesOf) ?? [];
  });
}

/** Loads the old files alone, which is quick; with all others where they name one, as peers do. */
function oldEnvironments(
  sources: EnvironmentSources,
  texts: readonly (OldTexts & { readonly name: string })[],
): readonly Environment[] {
  const at = (name: string, text: string): SourceText => ({ file: `environments/${name}.yaml`, text });
  const old = texts.map(({ name, override }) => [name, at(name, override)] as const);
  const shared = texts[0]?.defaults;
  const defaults = shared === undefined ? undefined : at('defaults', shared);
  const alone = loadEnvironments({ ...sources, defaults, overrides: new Map(old) }).environments;
  if (alone.length === texts.length) return alone;
  return loadEnvironments({ ...sources, defaults, overrides: new Map([...sources.overrides, ...old]) }).environments;
}

/** Tells what follows from another text of an environment's file, which is on no disk yet. */
export async function tellEdit(repository: RenderableRepository, name: string, { text }: EditedFile): Promise<Told> {
  const source = repository.sources.overrides.get(name) as SourceText;
  const sources = {
    ...repository.sources,
    overrides: new Map(repository.sources.overrides).set(name, { ...source, text }),
  };
  const edited = await withTemplates({ ...repository, ...loadEnvironments(sources), sources });
  const old = { override: source.text, defaults: sources.defaults?.text };
  const states = [...planFolders(edited, [name])].map((plan) => ({
    environment: name,
    before: stateBefore(repository.root, plan),
    after: stateAfter(repository.root, plan),
  }));
  return tell(edited, states, () => old);
}

/** Helm, which renders the same only once. */
function rememberingHelm(): { render: Renderer; hasHelm: () => boolean } {
  const known = new Map<string, Rendering | undefined>();
  let isMissing = false;
  const render: Renderer = (release) => {
    if (isMissing) return undefined;
    const key = JSON.stringify([release.name, release.namespace, release.kubeVersion, [...release.files]]);
    if (!known.has(key)) known.set(key, helmTemplate(release));
    isMissing = known.get(key) === undefined;
    return known.get(key);
  };
  return { render, hasHelm: () => !isMissing };
}
