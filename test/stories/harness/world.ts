import { basename } from 'node:path';
import test from 'ava';
import type { Document } from 'yaml';
import { namesOf, type WorkloadNames, workloadNames } from '../../../generator/environment/names.js';
import type { Workload } from '../../../generator/environment/resolve.js';
import { environmentIn } from '../../end-to-end/repository.js';
import { clusterAt, type KubernetesObject } from './cluster.js';
import { contextOf } from './context.js';
import { repositoryAt } from './repository.js';
import { until } from './until.js';

/** The one whose `<world>.story.ts` is running. */
export const world = contextOf(basename(test.meta.file, '.story.ts'));
export const cluster = clusterAt(world.api);
export const repository = repositoryAt(world.repository);
/** As it is when the stories begin. */
export const dev = environmentIn(world.repository, 'dev');
export const { argocd } = namesOf(dev);
/** The one that ships. */
export const { workload, names } = workloadOf('ml-inference');
export const { namespace } = workload;

/** Reads a workload of dev as its file has it now. */
export function workloadOf(key: string): { readonly workload: Workload; readonly names: WorkloadNames } {
  const environment = environmentIn(world.repository, 'dev');
  const workload = environment.workloads.find((one) => one.key === key);
  if (!workload) throw new Error(`dev has no workload ${key}`);
  return { workload, names: workloadNames(environment, workload) };
}

export interface Application extends KubernetesObject {
  readonly spec: { readonly project: string; readonly source?: { readonly path?: string } };
  readonly status?: {
    readonly sync?: { readonly status: string; readonly revision?: string };
    readonly health?: { readonly status: string; readonly lastTransitionTime?: string };
    readonly operationState?: { readonly phase: string; readonly message?: string; readonly finishedAt?: string };
    readonly conditions?: readonly { readonly type: string; readonly message: string }[];
  };
}

export interface Deployment extends KubernetesObject {
  readonly metadata: KubernetesObject['metadata'] & { readonly generation: number };
  readonly spec: { readonly replicas: number; readonly template: object };
  readonly status: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  };
}

export interface Pod extends KubernetesObject {
  readonly spec: { readonly nodeName?: string };
  readonly status: { readonly phase: string; readonly podIP?: string };
}

export const application = (name: string, place = 'argocd'): Promise<Application> =>
  cluster.read('Application', name, place);
export const applications = (): Promise<Application[]> => cluster.list('Application', 'argocd');
export const deployment = ({ name, namespace } = workload): Promise<Deployment> =>
  cluster.read('Deployment', name, namespace);

/** The pods of a workload's service that aren't on their way out. */
export const pods = async ({ namespace } = workload): Promise<Pod[]> =>
  (await cluster.list<Pod>('Pod', namespace)).filter(({ metadata }) => metadata.deletionTimestamp === undefined);

/** What a webhook of the git server does after a push: Applications that follow the repository look at it. */
export const announceCommit = async (): Promise<void> => look((await applications()).filter(followsRepository));

/** Those of charts follow their versions. */
const followsRepository = ({ spec }: Application): boolean => spec.source?.path !== undefined;

/**
 * Where Argo CD would wait for its next round: that a definition of a kind is established it isn't told, and an
 * Application that is being deleted waits for objects that are gone.
 */
const isUnnoticed = ({ metadata, status }: Application): boolean =>
  metadata.deletionTimestamp !== undefined ||
  (status?.health?.status === 'Progressing' && status.operationState?.phase !== 'Running');

/** Each look costs a comparison with the API server's own answer, object by object. */
async function look(some: readonly Application[]): Promise<void> {
  // The second makes it a change also where nobody has answered the first.
  const annotations = { 'argocd.argoproj.io/refresh': 'normal', 'stories/looked': new Date().toISOString() };
  for (const { metadata } of some) {
    await cluster.patch('Application', metadata.name, metadata.namespace, { metadata: { annotations } });
  }
}

/**
 * Waits until nothing is left to say of Applications. Meanwhile Argo CD is let look, every three seconds, at those that
 * are late or unnoticed.
 */
export async function untilSettled(
  what: string,
  list: () => Promise<readonly Application[]>,
  left: (all: readonly Application[]) => readonly string[] | Promise<readonly string[]>,
  { seconds, isLate = () => false }: { seconds: number; isLate?: (one: Application) => boolean },
): Promise<void> {
  let looks = 0;
  await until(
    what,
    async () => {
      const all = await list();
      if (looks++ % 6 === 0) await look(all.filter((one) => isLate(one) || isUnnoticed(one)));
      const rest = await left(all);
      if (rest.length > 0) throw new Error(rest.join('; '));
      return true;
    },
    { seconds },
  );
}

/** Waits until Argo CD has made the cluster what a commit says, and everything in it is healthy. */
export function live(commit: string): Promise<void> {
  const isLate = (one: Application) => followsRepository(one) && one.status?.sync?.revision !== commit;
  const left = (all: readonly Application[]) => all.filter((one) => !isCalm(one) || isLate(one)).map(stateOf);
  return untilSettled(`${commit.slice(0, 7)} is live`, applications, left, { seconds: 300, isLate });
}

/** Tells of Applications that are not calm yet. */
export const restless = (all: readonly Application[]): string[] => all.filter((one) => !isCalm(one)).map(stateOf);

/** In sync and healthy, and nothing is going on. */
export const isCalm = ({ metadata, status }: Application): boolean =>
  metadata.deletionTimestamp === undefined &&
  status?.sync?.status === 'Synced' &&
  status.health?.status === 'Healthy' &&
  status.operationState?.phase !== 'Running';

export function stateOf({ metadata, status }: Application): string {
  const conditions = (status?.conditions ?? []).map(({ message }) => message);
  const operation = status?.operationState;
  return [
    metadata.name,
    metadata.deletionTimestamp === undefined ? '' : 'is being deleted',
    `${status?.sync?.status} at ${status?.sync?.revision?.slice(0, 7)}`,
    status?.health?.status,
    operation?.phase,
    operation?.message,
    ...conditions,
  ]
    .filter(Boolean)
    .join(', ');
}

/** Edits dev, and waits until that is live. */
export async function commitAndWait(message: string, edits: Edits): Promise<string> {
  const commit = await editDev(message, edits);
  await live(commit);
  return commit;
}

/** Values by path, with dots: `workloads.ml-inference.replicas.max`; undefined takes one away. */
export type Edits = Readonly<Record<string, unknown>>;

export const editDev = (message: string, edits: Edits): Promise<string> =>
  repository.edit('dev', message, writing(edits));

/** Tells what `diff` says to edits of dev. */
export const foretellDev = (edits: Edits) => repository.foretell('dev', writing(edits));

const writing = (edits: Edits) => (file: Document) => {
  for (const [path, value] of Object.entries(edits)) {
    const keys = path.split('.');
    if (value !== undefined) file.setIn(keys, file.createNode(value));
    else if (file.hasIn(keys)) file.deleteIn(keys);
  }
};

/** What is in the first list and not in the second. */
export const without = (all: readonly string[], some: readonly string[]): string[] =>
  all.filter((one) => !some.includes(one));
