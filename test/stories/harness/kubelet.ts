import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import type { Processes } from './processes.js';

interface Stage {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly selector: { readonly matchExpressions: readonly object[]; readonly matchLabels?: object };
    readonly [field: string]: unknown;
  };
}

/** How long a pod of the service drains: on AWS two minutes, here enough for a whole rollout to overlap. */
const drainSeconds = 10;

/** Starts kwok, which stands in for the nodes' kubelets: pods become ready without a container. */
export function startKubelet(processes: Processes, programs: string, folder: string, kubeconfig: string): void {
  const stages = readdirSync(`${programs}/stages`).map(
    (file) => parse(readFileSync(`${programs}/stages/${file}`, 'utf8')) as Stage,
  );
  const path = `${folder}/stages.yaml`;
  writeFileSync(
    path,
    stages
      .flatMap(withDraining)
      .map((stage) => stringify(stage))
      .join('---\n'),
  );
  processes.start({
    name: 'kwok',
    command: `${programs}/bin/kwok`,
    arguments: [
      `--kubeconfig=${kubeconfig}`,
      '--manage-all-nodes=false',
      '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
      `--config=${path}`,
    ],
  });
}

/** A pod that is deleted goes at once, except those of the service: they count in the quota while they drain. */
function withDraining(stage: Stage): Stage[] {
  if (stage.metadata.name !== 'pod-delete') return [stage];
  const { selector } = stage.spec;
  const only = (operator: string) => ({
    key: '.metadata.labels["app.kubernetes.io/component"]',
    operator,
    values: ['api'],
  });
  const when = (operator: string) => ({
    ...selector,
    matchExpressions: [...selector.matchExpressions, only(operator)],
  });
  return [
    { ...stage, spec: { ...stage.spec, selector: when('NotIn') } },
    {
      ...stage,
      metadata: { name: 'pod-drain' },
      spec: { ...stage.spec, selector: when('In'), delay: { durationMilliseconds: drainSeconds * 1000 } },
    },
  ];
}
