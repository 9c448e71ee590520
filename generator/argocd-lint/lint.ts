import type { Finding, Problem } from '../environment/problem.js';
import type { RenderedManifest } from '../render/argocd.js';
import { locate } from './locate.js';
import { destination } from './rules/destination.js';
import { finalizer } from './rules/finalizer.js';
import { identity, identityOf, nameCollision } from './rules/identity.js';
import { ignoreDifferences } from './rules/ignore-differences.js';
import { namespace } from './rules/namespace.js';
import { sourcePath } from './rules/path.js';
import { project } from './rules/project.js';
import { projectLimits } from './rules/project-limits.js';
import { revision } from './rules/revision.js';
import { serverSide } from './rules/server-side.js';
import { source } from './rules/source.js';
import { syncOptions } from './rules/sync-options.js';
import { syncWave, textOnly } from './rules/sync-wave.js';
import { syncWindows } from './rules/sync-windows.js';
import { valuesKinds } from './rules/values-kinds.js';
import { type Facts, type Rule, type Scene, sceneOf } from './scene.js';

/** All rules, in the order of their findings. */
export const rules: readonly Rule[] = [
  identity,
  nameCollision,
  project,
  projectLimits,
  valuesKinds,
  syncWindows,
  source,
  sourcePath,
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
  /** Mistakes of templates, which Argo CD would refuse or misread. */
  readonly problems: readonly Problem[];
  /** Mistakes in fields of the environment, which Argo CD would refuse or misread. */
  readonly findings: readonly Finding[];
  /** Objects that no other environment may have as well: `Application.argoproj.io argocd/ml-inference-prod`. */
  readonly claims: readonly string[];
}

/** Checks the files of one environment that Argo CD would read. */
export function lintArgoCD(files: readonly RenderedManifest[], facts: Facts): Linted {
  const scene = sceneOf(files, facts);
  const found = rules.flatMap(({ name, check }) => [...check(scene)].map((finding) => ({ ...finding, rule: name })));
  const ofTemplates = found.filter(({ field }) => field === undefined);
  return {
    problems: ofTemplates.length === 0 ? [] : locate(ofTemplates, files),
    findings: found.flatMap(({ field, severity, rule, message }) =>
      field ? [{ severity: severity ?? 'error', rule, path: field, message }] : [],
    ),
    claims: claimsOf(scene, files),
  };
}

/** Lists the Applications and AppProjects of one environment. In a hub, those of all environments share a namespace. */
function claimsOf({ applications, projects }: Scene, files: readonly RenderedManifest[]): string[] {
  const forAdmins = new Set(files.filter(({ isForAdmins }) => isForAdmins).map(({ path }) => path));
  return [...applications, ...projects].filter(({ file }) => !forAdmins.has(file)).map(identityOf);
}

/**
 * Finds Applications and AppProjects that two environments would both make.
 * @param claims `Linted.claims` of each environment, by the environment's name
 */
export function lintClaims(
  claims: ReadonlyMap<string, readonly string[]>,
): { environment: string; finding: Finding }[] {
  const first = new Map<string, string>();
  const collisions = [];
  for (const [environment, identities] of claims) {
    const taken = identities.find((identity) => first.has(identity));
    for (const identity of identities) if (!first.has(identity)) first.set(identity, environment);
    if (taken === undefined) continue;
    const owner = first.get(taken);
    const message = `${taken} would be that of ${owner} as well: give one of the two environments another name.`;
    const finding: Finding = { severity: 'error', rule: 'name-collision', path: ['name'], message };
    collisions.push({ environment, finding });
  }
  return collisions;
}
