import { nearestOf } from '../../base/nearest.js';
import type { Path } from '../../environment/problem.js';
import { finding, listAt, type Manifest, type ManifestFinding, type Rule, valueAt } from '../model.js';

/** Every sync option that Argo CD 3.6 acts on (docs/user-guide/sync-options.md); it ignores any other without a word. */
const values: Readonly<Record<string, readonly string[]>> = {
  ApplyOutOfSyncOnly: ['true', 'false'],
  ClientSideApplyMigration: ['true', 'false'],
  CreateNamespace: ['true', 'false'],
  Delete: ['true', 'false', 'confirm'],
  FailOnSharedResource: ['true', 'false'],
  Force: ['true', 'false'],
  Prune: ['true', 'false', 'confirm'],
  PruneLast: ['true', 'false'],
  PrunePropagationPolicy: ['foreground', 'background', 'orphan'],
  Replace: ['true', 'false'],
  RespectIgnoreDifferences: ['true', 'false'],
  ServerSideApply: ['true', 'false'],
  SkipDryRunOnMissingResource: ['true', 'false'],
  Validate: ['true', 'false'],
};

const annotation = 'argocd.argoproj.io/sync-options';

export const syncOptions: Rule = ({ manifests, applications }) => [
  ...applications.flatMap(inApplication),
  ...manifests.flatMap(inAnnotation),
];

function inApplication(application: Manifest): ManifestFinding[] {
  const path = ['spec', 'syncPolicy', 'syncOptions'];
  return listAt(application.object, ...path).flatMap((option, position) =>
    check(application, [...path, position], String(option)),
  );
}

function inAnnotation(manifest: Manifest): ManifestFinding[] {
  const options = valueAt(manifest.object, 'metadata', 'annotations', annotation);
  if (typeof options !== 'string') return [];
  return options
    .split(',')
    .flatMap((option) => check(manifest, ['metadata', 'annotations', annotation], option.trim()));
}

function check(manifest: Manifest, path: Path, option: string): ManifestFinding[] {
  const [name = '', value = ''] = option.split('=');
  const allowed = Object.hasOwn(values, name) ? values[name] : undefined;
  if (allowed?.includes(value)) return [];
  const nearest = nearestOf(name, Object.keys(values));
  const advice = allowed
    ? `${name} is one of ${allowed.join(', ')}`
    : nearest
      ? `did you mean ${nearest}?`
      : `known are ${Object.keys(values).join(', ')}`;
  return [finding(manifest, 'sync-option', path, `Argo CD knows no sync option "${option}"; ${advice}.`)];
}
