import test from 'ava';
import { pathText } from '../../../generator/environment/problem.js';
import { unheardFindings } from '../../../generator/environment/unheard.js';
import { environmentOf } from '../../argocd/rendering.js';

const receivers = (...list: readonly object[]) => ({ observability: { receivers: list } });
const off = { addons: { 'kube-prometheus-stack': { enabled: false } } };

const cases: readonly [title: string, edit: object, told: readonly string[]][] = [
  ['no receiver', receivers(), ['observability.receivers']],
  ['none of critical alerts', receivers({ severity: 'warning', sns: {} }), ['observability.receivers']],
  ['a topic without an address', { observability: { alarmEmails: [] } }, ['observability.alarmEmails']],
  ['the topic of the alarms', receivers({ severity: 'critical', sns: {} }), []],
  ['a topic of theirs', { observability: { alarmEmails: [], receivers: [{ sns: { topic: 'a' } }] } }, []],
  ['PagerDuty', { observability: { alarmEmails: [], receivers: [{ pagerDuty: { secret: 'a' } }] } }, []],
  [
    'a configuration of their own',
    { ...receivers(), addons: { 'kube-prometheus-stack': { values: { alertmanager: { config: { a: 1 } } } } } },
    [],
  ],
  ['no Alertmanager', { ...receivers(), ...off }, []],
];

for (const [title, edit, told] of cases) {
  test(`whether critical alerts reach somebody: ${title}`, (t) => {
    const found = unheardFindings(environmentOf('prod', edit));
    t.deepEqual(
      found.map(({ path }) => pathText(path)),
      told,
    );
    t.true(found.every(({ severity }) => severity === 'warning'));
  });
}
