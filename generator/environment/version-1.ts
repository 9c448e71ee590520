import { type Document, isAlias, isMap, isScalar, isSeq, type Node, Pair, type Scalar, YAMLMap } from 'yaml';
import { derivedNames } from './resolve.js';
import { apiVersion } from './schema.js';

export const firstVersion = 'inference-gitops/v1';

/** What version 1 called the only workload; its derived names are those that version 1 shipped with. */
const onlyKey = 'ml-inference';

const identityKeys = ['namespace', 'name', 'roleName'] as const;

/** Version 1's objectives stood in `observability`, by names of their own. */
const objectives: Readonly<Record<string, string>> = {
  availabilityObjective: 'availability',
  latencyObjectiveSeconds: 'latencySeconds',
};

/** Which file a document is, and what its siblings mean for it. */
export interface Role {
  readonly isDefaults: boolean;
  /** The version that the defaults name: a file that names none inherits it. */
  readonly inherited?: string | undefined;
  /** Whether the defaults name the workload already, as migrated ones do. */
  readonly isNamed: boolean;
  /** Identity fields for which the defaults say something else than what derives from the key. */
  readonly overruled: ReadonlySet<string>;
}

type Item = Pair<unknown, unknown>;

/** Maps that no longer hold what was written in the file. */
const altered = new WeakSet<object>();

export const isAltered = (node: object): boolean => altered.has(node);

/** Reads the version that a document names itself. */
export function versionOf(document: Document): string | undefined {
  const version: unknown = isMap(document.contents) ? document.contents.get('apiVersion') : undefined;
  return typeof version === 'string' ? version : undefined;
}

/** Finds the identity fields in version 1 defaults that don't derive from the key. */
export function overruledIn(defaults: Document | undefined): ReadonlySet<string> {
  const workload = isMap(defaults?.contents) ? defaults.contents.get('workload', true) : undefined;
  if (!isMap(workload)) return new Set();
  return new Set(identityKeys.filter((key) => workload.has(key) && workload.get(key) !== derivedNames(onlyKey)[key]));
}

/**
 * Turns a document of version 1 into one of version 2, in place: nodes are moved, so comments, order, quoting and
 * positions stay.
 * @returns whether it was one of version 1
 */
export function migrateDocument(document: Document, role: Role): boolean {
  const top = document.contents;
  if (!isMap(top) || (versionOf(document) ?? role.inherited) !== firstVersion) return false;
  altered.add(top);
  const [version] = itemsOf(top, 'apiVersion');
  if (isScalar(version?.value)) version.value.value = apiVersion;
  keepGroupsWhole(document, top);
  const moved = [...take(top, ['exposure']), ...takeObjectives(document, top)];
  const [section, ...repeated] = itemsOf(top, 'workload');
  if (isAlias(section?.value)) section.value = section.value.resolve(document)?.clone();
  const name = role.isDefaults ? 'workloadDefaults' : 'workloads';
  for (const item of repeated) rename(item, name);
  if (section && !isMap(section.value)) rename(section, name);
  else place(document, top, { section: section as Section | undefined, moved, role });
  return true;
}

/** Version 1 had one group over all zones: divided, the nodes that run would go. */
function keepGroupsWhole(document: Document, top: YAMLMap): void {
  const cluster = resolved(document, top.get('cluster', true));
  const groups = isMap(cluster) ? resolved(document, cluster.get('nodeGroups', true)) : undefined;
  for (const item of isSeq(groups) ? groups.items : []) {
    const group = resolved(document, item);
    if (!isMap(group) || group.has('zones')) continue;
    altered.add(group);
    group.items.push(new Pair(document.createNode('zones'), document.createNode('all')));
  }
}

const resolved = (document: Document, node: unknown): Node | undefined =>
  isAlias(node) ? node.resolve(document) : (node as Node | undefined);

type Section = Item & { value: YAMLMap };

interface Moved {
  readonly section: Section | undefined;
  /** What stood elsewhere in version 1, and is the workload's in version 2. */
  readonly moved: readonly Item[];
  readonly role: Role;
}

function place(document: Document, top: YAMLMap, { section, moved, role }: Moved): void {
  const body = section?.value ?? new YAMLMap(document.schema);
  const identities = take(body, identityKeys).filter((item) => !isDerived(item) || role.overruled.has(keyOf(item)));
  if (moved.length > 0) {
    altered.add(body);
    body.flow = false;
    body.items.push(...moved);
  }
  const pair = (name: string, value: unknown): Item => new Pair(document.createNode(name), value);
  if (role.isDefaults) {
    const named = pair('workloads', mapOf(document, [pair(onlyKey, mapOf(document, identities))]));
    if (section) rename(section, 'workloadDefaults');
    else if (body.items.length > 0) top.items.push(pair('workloadDefaults', body));
    const shared = top.items.findIndex(({ value }) => value === body);
    top.items.splice(shared === -1 ? top.items.length : shared + 1, 0, named);
    return;
  }
  body.items.unshift(...identities);
  const workloads = mapOf(document, [pair(onlyKey, body)]);
  if (section) {
    rename(section, 'workloads');
    (section as Item).value = workloads;
  } else if (body.items.length > 0 || !role.isNamed) top.items.push(pair('workloads', workloads));
}

/** Empty maps are written `{}`, others a key on each line. */
function mapOf(document: Document, items: readonly Item[]): YAMLMap {
  const map = new YAMLMap(document.schema);
  map.items.push(...items);
  return map;
}

function takeObjectives(document: Document, top: YAMLMap): Item[] {
  const observability = top.get('observability', true);
  if (!isMap(observability)) return [];
  const taken = take(observability, Object.keys(objectives));
  if (taken.length === 0) return [];
  if (observability.items.length === 0) top.items = top.items.filter(({ value }) => value !== observability);
  for (const item of taken) rename(item, objectives[keyOf(item)] as string);
  return [new Pair(document.createNode('objectives'), mapOf(document, taken))];
}

function take(map: YAMLMap, keys: readonly string[]): Item[] {
  const taken = map.items.filter((item) => keys.includes(keyOf(item)));
  if (taken.length > 0) altered.add(map);
  map.items = map.items.filter((item) => !taken.includes(item));
  return taken;
}

const isDerived = (item: Item): boolean =>
  isScalar(item.value) && item.value.value === derivedNames(onlyKey)[keyOf(item) as (typeof identityKeys)[number]];

const itemsOf = (map: YAMLMap, key: string): Item[] => map.items.filter((item) => keyOf(item) === key);

const keyOf = ({ key }: Item): string => (isScalar(key) ? String(key.value) : '');

function rename(item: Item, name: string): void {
  if (isScalar(item.key)) (item.key as Scalar).value = name;
}
