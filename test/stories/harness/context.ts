/** What the stories are told of what was started for them. */
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

export const contextVariable = (context: Context): Record<string, string> => ({ [variable]: JSON.stringify(context) });

/** @throws Error outside `npm run e2e` */
export function context(): Context {
  const text = process.env[variable];
  if (text === undefined) throw new Error('The stories need a cluster: start them with npm run e2e.');
  return JSON.parse(text) as Context;
}
