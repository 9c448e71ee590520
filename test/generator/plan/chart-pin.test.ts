import test from 'ava';
import { type ChartContent, type ChartHashes, decideChart } from '../../../generator/plan/chart-pin.js';
import { inOrder } from '../../helpers/in-order.js';

const hashes = (entries: Record<string, string>): ChartHashes => new Map(Object.entries(entries));
const values = 'values.environment.yaml';

const one: ChartContent = { version: '0.1.0', hashes: hashes({ 'Chart.yaml': 'c1', 'templates/a.yaml': 'a1' }) };
const two: ChartContent = { version: '0.2.0', hashes: hashes({ 'Chart.yaml': 'c2', 'templates/a.yaml': 'a2' }) };
const copyOf = ({ version, hashes: files }: ChartContent, more: Record<string, string> = {}): ChartContent => ({
  version,
  hashes: new Map([...files, [values, 'v1'], ...Object.entries(more)]),
});

interface Case {
  readonly title: string;
  readonly pin: string;
  readonly source: ChartContent;
  readonly copy?: ChartContent;
  /** Hashes of the files that were written: by default those of the copy. */
  readonly recorded?: ChartHashes;
  readonly gives: 'source' | 'copy' | RegExp;
}

const cases: readonly Case[] = [
  { title: 'the first render copies the chart that the environment names', pin: '0.1.0', source: one, gives: 'source' },
  {
    title: 'the chart that runs, unchanged, stays the chart in charts/',
    pin: '0.1.0',
    source: one,
    copy: copyOf(one),
    gives: 'source',
  },
  {
    title: 'a new version reaches the environment that names it',
    pin: '0.2.0',
    source: two,
    copy: copyOf(one),
    gives: 'source',
  },
  {
    title: 'an environment that names the old version keeps its copy',
    pin: '0.1.0',
    source: two,
    copy: copyOf(one),
    gives: 'copy',
  },
  {
    title: "somebody's own file beside the copy is no edit of the chart",
    pin: '0.1.0',
    source: two,
    copy: copyOf(one, { 'notes.txt': 'n' }),
    recorded: copyOf(one).hashes,
    gives: 'copy',
  },
  {
    title: 'other values of the environment are no edit of the chart',
    pin: '0.1.0',
    source: two,
    copy: copyOf(one, { [values]: 'v2' }),
    recorded: copyOf(one).hashes,
    gives: 'copy',
  },
  {
    title: 'a template that changes without a new version is refused',
    pin: '0.1.0',
    source: { ...two, version: '0.1.0' },
    copy: copyOf(one),
    gives: inOrder(
      /^charts\/ml-inference has changed \(Chart\.yaml, templates\/a\.yaml\)/,
      / and still calls itself 0\.1\.0: give it a new version/,
    ),
  },
  {
    title: 'a template that is new without a new version is refused',
    pin: '0.1.0',
    source: { ...one, hashes: new Map([...one.hashes, ['templates/b.yaml', 'b1']]) },
    copy: copyOf(one),
    gives: /has changed \(templates\/b\.yaml\)/,
  },
  {
    title: 'a template that is gone without a new version is refused',
    pin: '0.1.0',
    source: { ...one, hashes: hashes({ 'Chart.yaml': 'c1' }) },
    copy: copyOf(one),
    gives: /has changed \(templates\/a\.yaml\)/,
  },
  {
    title: 'a version that exists nowhere is refused, with those that do',
    pin: '0.3.0',
    source: two,
    copy: copyOf(one),
    gives: /^There is no chart 0\.3\.0: charts\/ml-inference is 0\.2\.0, and this environment's copy is 0\.1\.0\./,
  },
  {
    title: 'an old version is refused where there is no copy of it',
    pin: '0.1.0',
    source: two,
    gives: /^There is no chart 0\.1\.0: charts\/ml-inference is 0\.2\.0, and this environment has no copy yet\./,
  },
  {
    title: 'an old copy that was edited by hand is refused',
    pin: '0.1.0',
    source: two,
    copy: copyOf(one, { 'templates/a.yaml': 'mine' }),
    recorded: copyOf(one).hashes,
    gives: /^The copy of chart 0\.1\.0 was edited by hand \(templates\/a\.yaml\): restore it with git/,
  },
  {
    title: 'an old copy that lacks a file is refused',
    pin: '0.1.0',
    source: two,
    copy: { version: '0.1.0', hashes: hashes({ 'Chart.yaml': 'c1' }) },
    recorded: copyOf(one).hashes,
    gives: /edited by hand \(templates\/a\.yaml\)/,
  },
  {
    title: 'an old copy that nobody recorded is refused',
    pin: '0.1.0',
    source: two,
    copy: copyOf(one),
    recorded: hashes({ [values]: 'v1' }),
    gives: /^The copy of chart 0\.1\.0 isn't on record/,
  },
  {
    title: 'a chart in charts/ that is unreadable is refused, not taken for any version',
    pin: '0.1.0',
    source: { version: undefined, hashes: hashes({}) },
    gives: /^There is no chart 0\.1\.0: charts\/ml-inference is unreadable/,
  },
];

for (const { title, pin, source, copy, recorded, gives } of cases) {
  test(title, (t) => {
    const decision = decideChart({ version: pin, source, copy, recorded: recorded ?? copy?.hashes ?? hashes({}) });
    if (gives instanceof RegExp) {
      t.is(decision.use, 'none');
      t.is(decision.findings.length, 1);
      t.regex(decision.findings[0]?.message ?? '', gives);
      t.deepEqual(decision.findings[0]?.path, ['chartVersion']);
    } else {
      t.deepEqual(decision, { use: gives, findings: [] });
    }
  });
}
