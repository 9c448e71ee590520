import test from 'ava';
import { ask } from './harness/prometheus.js';
import { until } from './harness/until.js';
import { names, namespace } from './harness/world.js';

/**
 * Of a service that turns requests away. The others have the same cause, and take longer to be sure: what it doesn't
 * turn away waits, on a busy machine for longer than the objective.
 */
const wanted = 'MLInferenceAvailabilityBudgetBurnsFast';
const allowed = [
  wanted,
  'MLInferenceAvailabilityBudgetBurnsSlow',
  'MLInferenceLatencyBudgetBurnsFast',
  'MLInferenceLatencyBudgetBurnsSlow',
  'MLInferenceRejectsRequests',
];

test.serial('9. The seeded fault fires its alert, and none that is of something else', async (t) => {
  const firing = await until(
    'the alert fires',
    async () => {
      const alerts = await ask('ALERTS{alertstate="firing"}');
      return alerts.some(({ metric }) => metric['alertname'] === wanted) && alerts;
    },
    { seconds: 360 },
  );
  const found = firing.filter(({ metric }) => !allowed.includes(metric['alertname'] ?? ''));
  t.deepEqual(found, []);
  for (const { metric } of firing) t.like(metric, { namespace, service: names.service });
});
