import type { Problem } from '../environment/problem.js';
import type { RenderedManifest } from '../render/argocd.js';
import { type Rule, type Scene, sceneOf } from './model.js';
import { placed } from './position.js';
import { destination } from './rules/destination.js';
import { finalizer } from './rules/finalizer.js';
import { identity, identityOf } from './rules/identity.js';
import { ignoreDifferences } from './rules/ignore-differences.js';
import { namespace } from './rules/namespace.js';
import { path } from './rules/path.js';
import { project } from './rules/project.js';
import { projectLimits } from './rules/project-limits.js';
import { revision } from './rules/revision.js';
import { serverSide } from './rules/server-side.js';
import { source } from './rules/source.js';
import { syncOptions } from './rules/sync-options.js';
import { syncWave } from './rules/sync-wave.js';
import { syncWindows } from './rules/sync-windows.js';

const rules: readonly Rule[] = [
  identity,
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
  finalizer,
];

export interface Linted {
  /** Every problem of what Argo CD would read of one environment. */
  readonly problems: readonly Problem[];
  /** What another environment must not claim as well. */
  readonly claims: readonly Claim[];
}

export function lintArgoCD(files: readonly RenderedManifest[], repository: Pick<Scene, 'repoURL' | 'hasPath'>): Linted {
  const scene = sceneOf(files, repository);
  const findings = rules.flatMap((rule) => rule(scene));
  return { problems: findings.length === 0 ? [] : placed(findings, files), claims: claimsOf(scene) };
}

/** An Application or an AppProject of one environment; in a hub those of all environments live in one namespace. */
export interface Claim {
  readonly identity: string;
  readonly file: string;
}

const claimsOf = ({ applications, projects }: Scene): Claim[] =>
  [...applications, ...projects].map((manifest) => ({ identity: identityOf(manifest), file: manifest.file }));

/** Names that two environments would both give to an object of Argo CD. */
export function lintClaims(claims: Iterable<Claim>): Problem[] {
  const first = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { identity: name, file } of claims) {
    const other = first.get(name);
    if (other === undefined) first.set(name, file);
    else problems.push(collision(name, file, other));
  }
  return problems;
}

const collision = (name: string, file: string, other: string): Problem => ({
  severity: 'error',
  rule: 'name-collision',
  path: 'metadata.name',
  message: `${name} is in ${other} as well: one of the two environments needs another name.`,
  file,
  line: 1,
  column: 1,
});
