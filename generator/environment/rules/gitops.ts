import { isInCluster, runsArgoCD } from '../argocd.js';
import { isPattern } from '../patterns.js';
import { mistakesInWindow } from '../sync-window.js';
import { type Rule, repeated } from './rule.js';

export const gitopsRules: readonly Rule[] = [
  {
    name: 'repository-url',
    *check({ gitops: { repoURL } }) {
      if (!isPattern(repoURL)) return;
      const message =
        "Argo CD reads * ? [ ] { } and a leading ! as a pattern, which admits strangers' repositories: " +
        'write the URL without them.';
      yield { path: ['gitops', 'repoURL'], message };
    },
  },
  {
    name: 'target-revision',
    *check({ gitops: { targetRevision } }) {
      const path = ['gitops', 'targetRevision'];
      if (targetRevision === 'HEAD') {
        const message = 'HEAD is whatever the default branch is: name the branch, a tag (refs/tags/…) or a commit.';
        yield { severity: 'warning', path, message };
      } else if (/(^|\.)x(\.|$)/i.test(targetRevision)) {
        const message = `Argo CD reads ${targetRevision} as a range of versions: name the branch, a tag or a commit.`;
        yield { severity: 'warning', path, message };
      }
    },
  },
  {
    name: 'notification-services',
    *check({ gitops, addons }) {
      const { notifications } = gitops;
      const argocd = addons['argo-cd'];
      // The Argo CD of a hub or of somebody else is configured where it lives.
      if (!runsArgoCD(gitops) || !argocd?.enabled) return;
      const { notifiers } = (argocd.values['notifications'] ?? {}) as { readonly notifiers?: object };
      for (const [index, { service }] of notifications.entries()) {
        if (notifiers && Object.hasOwn(notifiers, `service.${service}`)) continue;
        const message =
          `Argo CD has no service ${service}, so nobody would be told: configure it in ` +
          `addons.argo-cd.values.notifications.notifiers, as service.${service}.`;
        yield { path: ['gitops', 'notifications', index, 'service'], message };
      }
    },
  },
  {
    name: 'guest',
    *check({ gitops: { existing, syncWindows } }) {
      if (!existing || syncWindows.length === 0) return;
      const message = `Windows belong to the project ${existing.project}: ask its admins, and leave them out here.`;
      yield { path: ['gitops', 'syncWindows'], message };
    },
  },
  {
    name: 'hub-role',
    *check({ cluster, gitops }) {
      const { hubRoleArn } = gitops;
      const path = ['gitops', 'hubRoleArn'];
      if (hubRoleArn === undefined) return;
      if (isInCluster(gitops)) {
        const message = 'The cluster runs its own Argo CD: name the cluster in destinationCluster, or leave this out.';
        yield { path, message };
      }
      if (cluster.existing)
        yield { path, message: "The cluster's owner gives the hub's role its access entry: leave this out." };
      if (cluster.accessEntries.some(({ principalArn }) => principalArn === hubRoleArn)) {
        yield { path, message: 'This role is in cluster.accessEntries as well: keep one.' };
      }
    },
  },
  {
    name: 'sync-windows',
    *check({ gitops: { syncWindows } }) {
      const path = ['gitops', 'syncWindows'];
      for (const [index, window] of syncWindows.entries()) {
        for (const mistake of mistakesInWindow(window)) {
          yield { path: [...path, index, ...mistake.path], message: mistake.message };
        }
      }
      const identity = ({ kind, schedule, duration, timeZone }: (typeof syncWindows)[number]) =>
        JSON.stringify([kind, schedule, duration, timeZone]);
      for (const { index } of repeated(syncWindows, identity)) {
        yield { path: [...path, index], message: 'This window is listed twice: keep one.' };
      }
    },
  },
];
