/** An object of Kubernetes, as far as the stories look into it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly object[];
    readonly creationTimestamp?: string;
    readonly deletionTimestamp?: string;
  };
}

/** What is written: the API server fills in the rest. */
export type Manifest = Omit<KubernetesObject, 'metadata'> & {
  readonly metadata: Partial<KubernetesObject['metadata']>;
  readonly [field: string]: unknown;
};

export interface Cluster {
  /** @throws Error when it isn't there */
  read<T extends KubernetesObject>(kind: string, name: string, namespace?: string): Promise<T>;
  list<T extends KubernetesObject>(kind: string, namespace?: string): Promise<T[]>;
  /** Server-side apply. */
  apply(manifest: Manifest): Promise<void>;
  /**
   * Tells what the API server would make of a new object, without making it.
   * @throws Error with the reason when it is refused
   */
  foretell<T extends KubernetesObject>(manifest: Manifest): Promise<T>;
  /** A JSON merge patch. */
  patch(kind: string, name: string, namespace: string | undefined, patch: object): Promise<void>;
  patchStatus(kind: string, name: string, namespace: string | undefined, status: object): Promise<void>;
  remove(kind: string, name: string, namespace?: string): Promise<void>;
  /** Gives all objects that belong to an Application by Argo CD's annotation, by `Kind namespace/name`, sorted. */
  objectsOf(application: string): Promise<Map<string, KubernetesObject>>;
  /** Their names alone. */
  ownedBy(application: string): Promise<string[]>;
  /** Gives the uid of every object that belongs to any Application: one that was deleted and made again has another. */
  identities(): Promise<Map<string, string>>;
}

interface Resource {
  readonly kind: string;
  readonly path: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly listable: boolean;
}

/** A cluster by the address of a `kubectl proxy`, which brings the credentials. */
export function clusterAt(url: string): Cluster {
  let discovered: { at: number; resources: Promise<Resource[]> } = { at: 0, resources: Promise.resolve([]) };

  async function request(method: string, path: string, body?: object, type?: string): Promise<unknown> {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: type === undefined ? {} : { 'content-type': type },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    const answer = (await response.json()) as { message?: string };
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer.message ?? ''}`);
    return answer;
  }

  async function pathOf(kind: string, namespace?: string, name?: string): Promise<string> {
    const resource = (await resources()).find((one) => one.kind === kind);
    if (!resource) throw new Error(`the API server has no kind ${kind}`);
    const place = resource.namespaced && namespace !== undefined ? `/namespaces/${namespace}` : '';
    return `${resource.path}${place}/${resource.plural}${name === undefined ? '' : `/${name}`}`;
  }

  /** Asked for again after two seconds, as definitions come and go. */
  function resources(): Promise<Resource[]> {
    if (Date.now() - discovered.at > 2000) {
      const groups = Promise.all(['/api', '/apis'].map((path) => discovery(url, path)));
      discovered = { at: Date.now(), resources: groups.then((all) => all.flat()) };
    }
    return discovered.resources;
  }

  const list = async <T extends KubernetesObject>(kind: string, namespace?: string): Promise<T[]> =>
    ((await request('GET', await pathOf(kind, namespace))) as { items: T[] }).items;

  async function everything(): Promise<{ name: string; object: KubernetesObject }[]> {
    const lists = (await resources())
      .filter(({ listable }) => listable)
      .map(async ({ kind, path, plural }) => {
        const { items } = (await request('GET', `${path}/${plural}`)) as { items: KubernetesObject[] };
        return items.map((object) => ({ name: nameOf(kind, object), object }));
      });
    return (await Promise.all(lists)).flat();
  }

  const objectsOf = async (application: string) =>
    new Map(
      (await everything())
        .filter(({ object }) => ownerOf(object) === application)
        .map(({ name, object }): [string, KubernetesObject] => [name, object])
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    );

  return {
    read: async <T>(kind: string, name: string, namespace?: string) =>
      (await request('GET', await pathOf(kind, namespace, name))) as T,
    list,
    apply: async (manifest) => {
      const { name, namespace } = manifest.metadata;
      const path = `${await pathOf(manifest.kind, namespace, name)}?fieldManager=stories&force=true`;
      await request('PATCH', path, manifest, 'application/apply-patch+yaml');
    },
    foretell: async <T>(manifest: Manifest) => {
      const path = `${await pathOf(manifest.kind, manifest.metadata.namespace)}?dryRun=All`;
      return (await request('POST', path, manifest, 'application/json')) as T;
    },
    patch: async (kind, name, namespace, patch) => {
      await request('PATCH', await pathOf(kind, namespace, name), patch, 'application/merge-patch+json');
    },
    patchStatus: async (kind, name, namespace, status) => {
      const path = `${await pathOf(kind, namespace, name)}/status`;
      await request('PATCH', path, { status }, 'application/merge-patch+json');
    },
    remove: async (kind, name, namespace) => {
      await request('DELETE', await pathOf(kind, namespace, name));
    },
    objectsOf,
    ownedBy: async (application) => [...(await objectsOf(application)).keys()],
    identities: async () =>
      new Map(
        (await everything())
          .filter(({ object }) => ownerOf(object) !== undefined)
          .map(({ name, object }) => [name, object.metadata.uid ?? '']),
      ),
  };
}

/** The Application that made it. What a controller made of an object has its annotations as well. */
const ownerOf = ({ metadata }: KubernetesObject): string | undefined =>
  metadata.ownerReferences === undefined
    ? metadata.annotations?.['argocd.argoproj.io/tracking-id']?.split(':')[0]
    : undefined;

const nameOf = (kind: string, { metadata }: KubernetesObject): string =>
  `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;

interface DiscoveryList {
  readonly items: readonly {
    readonly metadata: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources?: readonly {
        readonly resource: string;
        readonly scope: string;
        readonly verbs: readonly string[];
        readonly responseKind?: { readonly kind: string };
      }[];
    }[];
  }[];
}

/** The kinds of each group in the version that the API server prefers, the core group first. */
async function discovery(url: string, path: string): Promise<Resource[]> {
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
  const response = await fetch(`${url}${path}`, { headers: { accept }, signal: AbortSignal.timeout(20_000) });
  const { items } = (await response.json()) as DiscoveryList;
  return items.flatMap(({ metadata, versions: [preferred] }) =>
    (preferred?.resources ?? []).map(({ resource, scope, verbs, responseKind }) => ({
      kind: responseKind?.kind ?? '',
      path: `${path}${metadata.name === undefined ? '' : `/${metadata.name}`}/${preferred?.version}`,
      plural: resource,
      namespaced: scope === 'Namespaced',
      listable: verbs.includes('list'),
    })),
  );
}
