/** What the stories of a world are told of what was started for them. */
export interface Context {
  /** Address of the Kubernetes API, without credentials. */
  readonly api: string;
  readonly kubeconfig: string;
  readonly repository: string;
  /** Where the built programs are. */
  readonly programs: string;
  /** Holds `<name>.log` and `<name>.pid` of each process. */
  readonly processes: string;
  /** Where scratch files may go. */
  readonly folder: string;
  /** For what the stories start themselves. */
  readonly ports: readonly number[];
  /** Whether the API server is ours to kill. */
  readonly ownsCluster: boolean;
}

const variable = 'STORIES';

/** @param contexts in the order of the names of their worlds */
export const contextVariable = (names: readonly string[], contexts: readonly Context[]): Record<string, string> => ({
  [variable]: JSON.stringify(Object.fromEntries(names.map((name, index) => [name, contexts[index]]))),
});

/** @throws Error outside `npm run e2e` */
export function contextOf(world: string): Context {
  const contexts = JSON.parse(process.env[variable] ?? '{}') as Readonly<Record<string, Context>>;
  const own = contexts[world];
  if (own === undefined) throw new Error('The stories need a cluster: start them with npm run e2e.');
  return own;
}
