import { standardSupportUntil, versionsKnownOn } from './data/kubernetes.js';
import type { Finding } from './problem.js';
import type { Environment } from './resolve.js';

const day = 24 * 60 * 60 * 1000;
/** A quarter: an upgrade is planned, tried in dev and carried to prod in that time. */
const ahead = 91 * day;
/** Older data says little of what AWS supports. */
const stale = 183 * day;

/**
 * Warns of what time does to an environment: of a Kubernetes version whose standard support ends within a quarter, or
 * has ended, and of data that is too old to tell. What renders or checks files never asks for the day.
 */
export function supportFindings({ cluster }: Pick<Environment, 'cluster'>, today: Date): Finding[] {
  const { existing } = cluster;
  const isUnknown = existing !== undefined && existing.version === undefined;
  return [...(isUnknown ? [] : endOfSupport(cluster.version, today)), ...oldData(today)].map((message) => ({
    severity: 'warning',
    rule: 'end-of-support',
    path: existing ? ['cluster', 'existing', 'version'] : ['cluster', 'version'],
    message,
  }));
}

function endOfSupport(version: string, today: Date): string[] {
  const end = standardSupportUntil[version];
  if (end === undefined) return [];
  const left = Date.parse(end) - today.getTime();
  if (left > ahead) return [];
  const after = 'After that AWS upgrades the cluster by itself, or asks more for it: plan the upgrade.';
  return left > 0
    ? [`Standard support of Kubernetes ${version} on EKS ends on ${end}. ${after}`]
    : [`Standard support of Kubernetes ${version} on EKS ended on ${end}. ${after}`];
}

const oldData = (today: Date): string[] =>
  today.getTime() - Date.parse(versionsKnownOn) > stale
    ? [`What is known here of Kubernetes on EKS is of ${versionsKnownOn}: a newer inference-gitops knows more.`]
    : [];
