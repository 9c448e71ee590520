import { nearestOf } from '../../base/nearest.js';
import { listAt, type Rule, type RuleFinding, type ScannedObject, textAt } from '../scene.js';

/**
 * The sync options of Argo CD 3.6 with their values (docs/user-guide/sync-options.md). Argo CD ignores any other
 * without reporting it.
 */
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

export const syncOptions: Rule = {
  name: 'sync-option',
  *check({ objects, applications }) {
    for (const application of applications) yield* inApplication(application);
    for (const scanned of objects) yield* inAnnotation(scanned);
  },
};

function* inApplication(application: ScannedObject): Iterable<RuleFinding> {
  const path = ['spec', 'syncPolicy', 'syncOptions'];
  for (const [position, option] of listAt(application.object, ...path).entries()) {
    const message = mistakeIn(String(option));
    if (message) yield { in: application, path: [...path, position], message };
  }
}

function* inAnnotation(scanned: ScannedObject): Iterable<RuleFinding> {
  const path = ['metadata', 'annotations', annotation];
  const options = textAt(scanned.object, ...path);
  for (const option of options === '' ? [] : options.split(',')) {
    const message = mistakeIn(option.trim());
    if (message) yield { in: scanned, path, message };
  }
}

function mistakeIn(option: string): string | undefined {
  const [name = '', value = ''] = option.split('=');
  const allowed = Object.hasOwn(values, name) ? values[name] : undefined;
  if (allowed?.includes(value)) return undefined;
  const nearest = nearestOf(name, Object.keys(values));
  const advice = allowed
    ? `${name} is one of ${allowed.join(', ')}`
    : nearest
      ? `did you mean ${nearest}?`
      : `known are ${Object.keys(values).join(', ')}`;
  return `Argo CD knows no sync option "${option}"; ${advice}.`;
}
