import test from 'ava';
import { annotations } from '../../../generator/report/annotations.js';

test('a problem is an annotation of its line, seen from the top of the repository', (t) => {
  const prod = 'file=platform/ml/environments/prod.yaml,line=3,col=7';
  const problem = {
    severity: 'error',
    rule: 'a,b:c',
    file: 'environments/prod.yaml',
    line: 3,
    column: 7,
    path: 'a',
    message: '100 %\n::warning::not a command',
  } as const;
  t.is(
    annotations([problem, { ...problem, severity: 'warning', rule: 'r', message: 'Why?' }], 'platform/ml/'),
    `::error ${prod},title=a%2Cb%3Ac::a: 100 %25%0A::warning::not a command\n` + `::warning ${prod},title=r::a: Why?\n`,
  );
});
