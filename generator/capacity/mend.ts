import { fleetOf, kindsOf, mostOf, requestOf } from '../environment/capacity/fleet.js';
import { type Finding, type Path, pathText } from '../environment/problem.js';
import type { Environment, Workload } from '../environment/resolve.js';
import { momentsThatFit, mostNodesOfGroup } from '../environment/schema/cluster.js';
import { fitsAll, fitsSomewhere, resultOf, type Scenario, waitingAtMost, withMost } from './scenarios.js';

/** An edit, as advice after the moments at which pods wait, and as what it makes of an environment. */
interface Edit {
  readonly path: Path;
  readonly advice: string;
  applyTo(environment: Environment): Environment;
}

/** An edit with all moments that need it. */
interface Mend extends Edit {
  readonly scenarios: readonly Scenario[];
}

/**
 * Finds the smallest edits by which every pod has a place at some moments: the fewest nodes more of one group; else
 * fewer pods, or pods that ask for less. Each is told once, with all moments that need it.
 * @returns errors with the way to allow that pods wait, for moments at which they should have a node; then warnings
 */
export function mendsOf(
  environment: Environment,
  promised: readonly Scenario[],
  others: readonly Scenario[],
): Finding[] {
  const needed = editsFor(environment, promised);
  const mended = applied(environment, needed);
  const wished = editsFor(mended, others);
  return [
    ...withMoments(environment, needed, promised).map((mend) => errorOf(environment, mend)),
    ...withMoments(mended, wished, others).map(warningOf),
  ];
}

function errorOf({ cluster }: Environment, mend: Mend): Finding {
  const allowed = momentsThatFit.filter(
    (moment) => cluster.podsMayWait.includes(moment) || mend.scenarios.some((one) => one.moment === moment),
  );
  const { message, ...warning } = warningOf(mend);
  const allowing = `Or allow it: cluster.podsMayWait: [${allowed.join(', ')}].`;
  return { ...warning, severity: 'error', message: `${message} ${allowing}` };
}

function warningOf({ path, advice, scenarios }: Mend): Finding {
  const [first, second] = scenarios.map(({ name }) => name);
  const others = scenarios.length - 1;
  const more = others === 0 ? '' : others === 1 ? `, and ${second}` : `, and at ${others} other moments`;
  return { severity: 'warning', rule: 'capacity', path, message: `Pods wait ${first}${more}: ${advice}` };
}

/** Edits until all fits, beginning with the moment of the most pods: what mends that mends most of the others. */
function editsFor(environment: Environment, scenarios: readonly Scenario[]): readonly Edit[] {
  const edits = new Map<string, Edit>();
  for (const scenario of scenarios.toSorted((a, b) => podsAt(environment, b) - podsAt(environment, a))) {
    // Each mends what the first pods that wait need, so that no more are needed than there are kinds of pods.
    for (let step = 0; step <= kindsOf(environment, scenario.podsOf).length; step += 1) {
      const edited = applied(environment, edits.values());
      if (fitsAll(edited, scenario)) break;
      const edit = editFor(edited, scenario);
      const key = pathText(edit.path);
      const isNew = edits.get(key)?.advice !== edit.advice;
      edits.set(key, edit);
      // Nothing is known that mends it.
      if (!isNew) break;
    }
  }
  return [...edits.values()];
}

const podsAt = (environment: Environment, { podsOf }: Scenario): number =>
  environment.workloads.reduce((sum, workload) => sum + podsOf(workload), 0);

const applied = (environment: Environment, edits: Iterable<Edit>): Environment =>
  [...edits].reduce((edited, edit) => edit.applyTo(edited), environment);

/** Tells of each edit at which moments pods wait without it although the others are made. */
function withMoments(environment: Environment, edits: readonly Edit[], scenarios: readonly Scenario[]): Mend[] {
  const [only, ...more] = edits;
  if (only && more.length === 0) return [{ ...only, scenarios }];
  const missedBy = (edit: Edit) => {
    const others = applied(
      environment,
      edits.filter((one) => one !== edit),
    );
    return new Set(scenarios.filter((scenario) => !fitsAll(others, scenario)));
  };
  const missed = edits.map(missedBy);
  return edits.map((edit, index) => ({
    ...edit,
    // Where either of two edits would do, both are told.
    scenarios: scenarios.filter((one) => missed[index]?.has(one) || !missed.some((set) => set.has(one))),
  }));
}

/** Looks for one edit by which all fits; else for one by which the first pods that wait have a node. */
const editFor = (environment: Environment, scenario: Scenario): Edit =>
  tooLarge(environment, scenario) ??
  moreNodes(environment, (edited) => fitsAll(edited, scenario)) ??
  nodesForFirst(environment, scenario) ??
  fewerPods(environment, scenario);

/** A pod for which no node is large enough: nothing but a smaller request or larger nodes will do. */
function tooLarge(environment: Environment, scenario: Scenario): Edit | undefined {
  const nodes = fleetOf(environment, mostOf(environment.cluster.nodeGroups), scenario.lostZone);
  const lost = kindsOf(environment, scenario.podsOf).find((kind) => !fitsSomewhere(kind, nodes));
  const workload = environment.workloads.find(({ key }) => key === lost?.name);
  if (!workload) return undefined;
  const { cpu, memory } = requestOf(workload);
  const asks = `${cpu}m CPU and ${Math.ceil(memory / 2 ** 20)}Mi`;
  return {
    path: ['workloads', workload.key, 'resources', 'requests'],
    advice: `no node has room for a pod of ${workload.key}, which asks for ${asks}. Ask for less.`,
    applyTo: without(workload),
  };
}

/** What else there is to mend is told beside it. */
const without =
  ({ key }: Workload) =>
  (environment: Environment): Environment => ({
    ...environment,
    workloads: environment.workloads.filter((one) => one.key !== key),
  });

function nodesForFirst(environment: Environment, scenario: Scenario): Edit | undefined {
  const [first] = waitingAtMost(environment, scenario).keys();
  if (first === undefined) return undefined;
  return moreNodes(environment, (edited) => !waitingAtMost(edited, scenario).has(first));
}

/** Finds the group that needs the fewest nodes more. */
function moreNodes(environment: Environment, suffices: (edited: Environment) => boolean): Edit | undefined {
  const { nodeGroups } = environment.cluster;
  const found = nodeGroups.flatMap(({ name, max }, index) => {
    const more = fewest(mostNodesOfGroup - max, (count) => suffices(withMost(environment, name, max + count)));
    return more === undefined ? [] : [{ index, name, more, max: max + more }];
  });
  const [least] = found.toSorted((a, b) => a.more - b.more);
  if (!least) return undefined;
  const { index, name, max } = least;
  return {
    path: ['cluster', 'nodeGroups', index, 'max'],
    advice: `with max ${max} of ${name} they have a node.`,
    applyTo: (edited) => withMost(edited, name, max),
  };
}

/** Finds a number from 1 on that suffices while the one before it doesn't. */
function fewest(most: number, suffices: (count: number) => boolean): number | undefined {
  let tooFew = 0;
  let enough = Math.min(1, most);
  while (!suffices(enough)) {
    if (enough >= most) return undefined;
    tooFew = enough;
    enough = Math.min(2 * enough, most);
  }
  while (enough - tooFew > 1) {
    const between = Math.floor((tooFew + enough) / 2);
    if (suffices(between)) enough = between;
    else tooFew = between;
  }
  return enough;
}

/** What else there is to say: pods of a workload that are too many, or of an add-on that no node bears. */
function fewerPods(environment: Environment, scenario: Scenario): Edit {
  const { workloads: placed, addOns } = resultOf(environment, scenario);
  const short = placed.find((one) => one.placed < one.wanted);
  const workload = environment.workloads.find(({ key }) => key === short?.name);
  if (short && workload) {
    const advice = `${short.wanted - short.placed} of ${workload.key} have no node. Allow fewer.`;
    const path = ['workloads', workload.key, 'replicas', 'max'];
    return { path, advice, applyTo: without(workload) };
  }
  const names = addOns.map(({ name }) => name).join(', ');
  const advice = `those of ${names} need a group without taints, with larger nodes or more.`;
  return { path: ['cluster', 'nodeGroups'], advice, applyTo: (edited) => edited };
}
