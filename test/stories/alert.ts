import test from 'ava';
import { ask } from './harness/prometheus.js';
import { until } from './harness/until.js';
import { names, namespace } from './harness/world.js';

test('9. The seeded fault fires its alert, and no other', async (t) => {
  const firing = await until(
    'an alert fires',
    async () => {
      const alerts = await ask('ALERTS{alertstate="firing"}');
      return alerts.length > 0 && alerts;
    },
    { seconds: 360 },
  );
  t.deepEqual(
    firing.map(({ metric }) => metric['alertname']),
    ['MLInferenceAvailabilityBudgetBurnsFast'],
  );
  t.like(firing[0]?.metric, { severity: 'critical', namespace, service: names.service });
});
