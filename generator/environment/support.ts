import { type InstalledApplication, installedApplications } from './applications.js';
import { advisoriesKnownOn } from './data/advisories.js';
import { applicationsKnownOn } from './data/applications.js';
import { standardSupportUntil, versionsKnownOn } from './data/kubernetes.js';
import type { Finding } from './problem.js';
import type { Environment } from './resolve.js';

const day = 24 * 60 * 60 * 1000;
/** A quarter: an upgrade is planned, tried in dev and carried to prod in that time. */
const ahead = 91 * day;
/** Older data says little of what AWS supports. */
const stale = 183 * day;

/**
 * Warns of what time does to an environment: of Kubernetes, or an application of an add-on, whose support ends within a
 * quarter or has ended, and of data that is too old to tell. What renders or checks files never asks for the day.
 */
export function supportFindings(environment: Pick<Environment, 'addons' | 'cluster'>, today: Date): Finding[] {
  const { existing, version } = environment.cluster;
  const path = existing ? ['cluster', 'existing', 'version'] : ['cluster', 'version'];
  const isUnknown = existing !== undefined && existing.version === undefined;
  const warning = (message: string, at: Finding['path'] = path): Finding => ({
    severity: 'warning',
    rule: 'end-of-support',
    path: at,
    message,
  });
  return [
    ...(isUnknown ? [] : endOfSupport(version, today)).map((message) => warning(message)),
    ...installedApplications(environment).flatMap((installed) =>
      endOfApplication(installed, today).map((message) => warning(message, installed.path)),
    ),
    ...oldData(today).map((message) => warning(message)),
  ];
}

function endOfApplication({ application, version }: InstalledApplication, today: Date): string[] {
  const [, minor = ''] = /^v?([0-9]+\.[0-9]+)\./.exec(version) ?? [];
  const end = application.supportedUntil[minor];
  if (end === undefined || Date.parse(end) - today.getTime() > ahead) return [];
  const ends = Date.parse(end) > today.getTime() ? 'are no longer mended from' : 'have not been mended since';
  return [
    `${application.name} is ${version} here, and faults of ${minor} ${ends} ${end}: plan the next minor version. ` +
      `Source: ${application.source}; known on ${applicationsKnownOn}.`,
  ];
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

/** What is told here by a day, and when it was known. */
const dated: readonly (readonly [what: string, knownOn: string])[] = [
  ['Kubernetes on EKS', versionsKnownOn],
  ["ends of applications' support", applicationsKnownOn],
  ['advisories', advisoriesKnownOn],
];

function oldData(today: Date): string[] {
  const old = dated.filter(([, knownOn]) => today.getTime() - Date.parse(knownOn) > stale);
  if (old.length === 0) return [];
  const list = old.map(([what, knownOn]) => `${what} of ${knownOn}`).join(', ');
  return [`What is known here is older than half a year: ${list}. A newer inference-gitops knows more.`];
}
