import type { Finding, Problem } from '../environment/problem.js';
import type { RenderedManifest } from '../render/argocd.js';
import { locate } from './locate.js';
import { destination } from './rules/destination.js';
import { finalizer } from './rules/finalizer.js';
import { identity, identityOf, nameCollision } from './rules/identity.js';
import { ignoreDifferences } from './rules/ignore-differences.js';
import { namespace } from './rules/namespace.js';
import { path } from './rules/path.js';
import { project } from './rules/project.js';
import { projectLimits } from './rules/project-limits.js';
import { revision } from './rules/revision.js';
import { serverSide } from './rules/server-side.js';
import { source } from './rules/source.js';
import { syncOptions } from './rules/sync-options.js';
import { syncWave, textOnly } from './rules/sync-wave.js';
import { syncWindows } from './rules/sync-windows.js';
import { type Facts, type Rule, type Scene, sceneOf } from './scene.js';

/** The rules that ship, in the order in which they are told. */
export const rules: readonly Rule[] = [
  identity,
  nameCollision,
  project,
  projectLimits,
  syncWindows,
  source,
  path,
  revision,
  destination,
  namespace,
  ignoreDifferences,
  syncOptions,
  serverSide,
  syncWave,
  textOnly,
  finalizer,
];

export interface Linted {
  /** What templates give that Argo CD would refuse or misread. */
  readonly problems: readonly Problem[];
  /** What fields of the environment give that it would. */
  readonly findings: readonly Finding[];
  /** Names of objects that no other environment may give: `Application.argoproj.io argocd/ml-inference-prod`. */
  readonly claims: readonly string[];
}

/** Checks what Argo CD would read of one environment. */
export function lintArgoCD(files: readonly RenderedManifest[], facts: Facts): Linted {
  const scene = sceneOf(files, facts);
  const found = rules.flatMap(({ name, check }) => [...check(scene)].map((finding) => ({ ...finding, rule: name })));
  const ofTemplates = found.filter(({ field }) => field === undefined);
  return {
    problems: ofTemplates.length === 0 ? [] : locate(ofTemplates, files),
    findings: found.flatMap(({ field, severity, rule, message }) =>
      field ? [{ severity: severity ?? 'error', rule, path: field, message }] : [],
    ),
    claims: claimsOf(scene),
  };
}

/** Lists the Applications and AppProjects of one environment; in a hub those of all environments live in one namespace. */
const claimsOf = ({ applications, projects }: Scene): string[] => [...applications, ...projects].map(identityOf);

/** Finds names that two environments would both give to an object of Argo CD. @param claims by environment */
export function lintClaims(
  claims: ReadonlyMap<string, readonly string[]>,
): { environment: string; finding: Finding }[] {
  const first = new Map<string, string>();
  const collisions = [];
  for (const [environment, identities] of claims) {
    const taken = identities.find((identity) => first.has(identity));
    for (const identity of identities) if (!first.has(identity)) first.set(identity, environment);
    if (taken === undefined) continue;
    const message = `${taken} would be that of ${first.get(taken)} as well: give one of the two environments another name.`;
    const finding: Finding = { severity: 'error', rule: 'name-collision', path: ['name'], message };
    collisions.push({ environment, finding });
  }
  return collisions;
}
