import { hasAlertmanager } from './addons.js';
import type { Finding } from './problem.js';
import { areAlertsHeard } from './receivers.js';
import type { Environment } from './resolve.js';

/** Warns where a critical alert would reach nobody. */
export function unheardFindings(environment: Environment): Finding[] {
  const { addons, observability } = environment;
  const isOwn = Object.hasOwn(Object(addons['kube-prometheus-stack']?.values['alertmanager']), 'config');
  if (!hasAlertmanager(environment) || isOwn || areAlertsHeard(environment)) return [];
  const hasTopic = observability.receivers.some(({ severity, sns }) => severity !== 'warning' && sns);
  const message = hasTopic
    ? "Critical alerts reach nobody: no address is subscribed to the alarms' topic."
    : 'Critical alerts reach nobody: name who is told in receivers, such as { sns: {} }, which mails alarmEmails.';
  const path = ['observability', hasTopic ? 'alarmEmails' : 'receivers'];
  return [{ severity: 'warning', rule: 'unheard-alerts', path, message }];
}
