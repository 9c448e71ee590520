import { hasAddOn, hasAlertmanager } from '../addons.js';
import { secretOf } from '../receivers.js';
import type { Rule } from './rule.js';

const list = ['observability', 'receivers'];

/** Who is told of alerts. */
export const receiverRules: readonly Rule[] = [
  {
    name: 'one-channel',
    *check({ observability: { receivers } }) {
      for (const [index, { sns, slack, pagerDuty }] of receivers.entries()) {
        const path = [...list, index];
        const channels = [sns, slack, pagerDuty].filter((channel) => channel !== undefined).length;
        if (channels !== 1)
          yield { path, message: 'A receiver is one of sns, slack and pagerDuty: write another entry for each.' };
        if (sns?.topic !== undefined && sns.arn !== undefined)
          yield { path: [...path, 'sns'], message: 'topic and arn name the same thing: keep one.' };
      }
    },
  },
  {
    name: 'receiver-secrets',
    *check(environment) {
      if (!hasAlertmanager(environment) || hasAddOn(environment, 'external-secrets')) return;
      for (const [index, receiver] of environment.observability.receivers.entries()) {
        if (secretOf(receiver) === undefined) continue;
        const message = 'This needs addons.external-secrets, which copies the value: enable it, or say existing: true.';
        yield { path: [...list, index], message };
      }
    },
  },
  {
    name: 'receiver-way',
    *check(environment) {
      const { network, observability } = environment;
      if (!hasAlertmanager(environment) || network.existing || network.natGateways !== 'none') return;
      for (const [index, receiver] of observability.receivers.entries()) {
        if (secretOf(receiver) === undefined) continue;
        yield {
          path: [...list, index],
          message: 'Without NAT there is no way there: use sns, which is reached privately.',
        };
      }
    },
  },
];
