import { consequenceOfLoss } from '../plan/losses.js';
import { readVariables } from '../template/hcl-values.js';
import { parseRecord, recordName } from '../tree/record.js';
import { byGravity, type Change, type FolderState, keyOf } from './change.js';
import { chartChanges, type Placed, type Renderer, workloadsIn } from './charts.js';
import { objectChanges, objectsIn } from './objects.js';
import { terraformChanges, terraformFiles } from './terraform.js';

/** Two states of an environment's folder. */
export interface States {
  readonly environment: string;
  readonly before: FolderState;
  readonly after: FolderState;
}

/** Tells what it does that an environment's folder goes from one state to another, the gravest first. */
export function foretell({ environment, before, after }: States, render: Renderer): Change[] {
  const lost = lostIdentities({ environment, before, after });
  const workloads = [...new Set([...workloadsIn(before), ...workloadsIn(after)])].sort();
  const ofCharts = workloads.flatMap((workload) =>
    chartChanges(
      { environment, workload },
      [before, after],
      [placeOf(environment, before, workload), placeOf(environment, after, workload)],
      render,
    ),
  );
  const all = [
    ...lost,
    ...terraformChanges(environment, before, after),
    ...objectChanges({ environment, workload: undefined }, manifestsIn(before, after), manifestsIn(after, before)),
    ...ofCharts,
    ...otherFiles({ environment, before, after }),
  ];
  // An object that is lost is told once, with what follows.
  return byGravity([...new Map(all.toReversed().map((change) => [keyOf(change), change])).values()].toReversed());
}

function lostIdentities({ environment, before, after }: States): Change[] {
  const [were, are] = [before, after].map((state) => parseRecord(state.get(recordName) ?? '').identities) as [
    ReadonlySet<string>,
    ReadonlySet<string>,
  ];
  const kindsOfNew = new Set([...are].filter((identity) => !were.has(identity)).map(kindOf));
  return [...were]
    .filter((identity) => !are.has(identity))
    .map((identity) => ({
      environment,
      workload: undefined,
      // Another of its kind takes its place.
      consequence: kindsOfNew.has(kindOf(identity)) ? 'replaced' : 'destroyed',
      object: identity,
      field: '',
      from: identity,
      to: undefined,
      note: after.size === 0 && !kindsInCluster.includes(kindOf(identity)) ? leftBehind(environment) : noteOf(identity),
    }));
}

const kindOf = (identity: string): string => identity.split(' ', 1)[0] as string;

/** What Argo CD deletes once its Application goes; everything else is Terraform's. */
const kindsInCluster = ['Application', 'AppProject', 'Namespace', 'LoadBalancer', 'Ingress'];

const leftBehind = (environment: string): string =>
  `It stays in AWS, and costs money, until \`inference-gitops teardown ${environment}\`.`;

const noteOf = (identity: string): string => sentence(consequenceOfLoss(identity));

const sentence = (text: string | undefined): string =>
  text === undefined ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const isManifest = (path: string): boolean => /^(argocd|manifests)\/.*\.(ya?ml|json)$/.test(path);

/** Reads the objects of the files that the other state doesn't have as they are. */
const manifestsIn = (state: FolderState, other: FolderState) =>
  objectsIn([...state].filter(([path, text]) => isManifest(path) && other.get(path) !== text).map(([, text]) => text));

/** Where the folder itself says that a workload runs. */
function placeOf(environment: string, state: FolderState, workload: string): Placed {
  const [variables] = terraformFiles(environment).map((file) => readVariables(state.get(file) ?? ''));
  const { cluster, workloads } = (variables ?? {}) as {
    cluster?: { version?: string };
    workloads?: Readonly<Record<string, { namespace?: string }>>;
  };
  return { namespace: workloads?.[workload]?.namespace ?? workload, kubeVersion: cluster?.version ?? '1.31' };
}

/** Files that nothing above tells about. */
function otherFiles({ environment, before, after }: States): Change[] {
  const told = new Set([...terraformFiles(environment), recordName, '.gitattributes']);
  const paths = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path) && !told.has(path) && !isManifest(path) && !isInChart(path),
  );
  return paths.sort().map((path) => ({
    environment,
    workload: undefined,
    consequence: /^terraform\/.*\.(tf|tftpl)$/.test(path) ? 'changed in place' : 'text only',
    object: path,
    field: '',
    from: before.has(path) ? path : undefined,
    to: after.has(path) ? path : undefined,
    note: path.startsWith('terraform/') ? 'Code of Terraform: its plan tells.' : '',
  }));
}

const isInChart = (path: string): boolean => /^workloads\/[^/]+\/chart\//.test(path);
