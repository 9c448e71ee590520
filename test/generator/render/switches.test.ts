import test from 'ava';
import { facts, renderingOf } from './switches/facts.js';
import { environmentWith, type On, onWhere, switchNames } from './switches/switches.js';

const combinations: readonly (readonly [title: string, on: On])[] = [
  ['with every switch off', onWhere(() => false)],
  ['with every switch on', onWhere(() => true)],
  ...switchNames.map((name) => [`with ${name} alone`, onWhere((other) => other === name)] as const),
  ...switchNames.map((name) => [`with everything but ${name}`, onWhere((other) => other !== name)] as const),
];

for (const [title, on] of combinations) {
  test(`each layer follows the switches that it should, and no others: ${title}`, (t) => {
    const rendering = renderingOf(environmentWith(on));
    const entries = Object.entries(facts);
    t.deepEqual(
      entries.filter(([, { shows }]) => shows(rendering)).map(([name]) => name),
      entries.filter(([, { follows }]) => follows(on)).map(([name]) => name),
    );
  });
}

test('every switch decides something', (t) => {
  for (const name of switchNames) {
    const decides = Object.values(facts).some(
      ({ follows }) => follows(onWhere(() => true)) !== follows(onWhere((other) => other !== name)),
    );
    t.true(decides, name);
  }
});
