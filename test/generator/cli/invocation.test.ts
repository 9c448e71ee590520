import test from 'ava';
import { environmentNamed, invocationOf } from '../../../generator/cli/invocation.js';

const invocations: readonly (readonly [words: string, name: string, args: string])[] = [
  ['', '', ''],
  ['render prod', 'render', 'prod'],
  ['--root there render prod', 'render', '--root there prod'],
  ['--root=there -q check', 'check', '--root=there -q'],
  ['--json --root there diff --root here', 'diff', '--json --root there --root here'],
  ['--version', '', '--version'],
  ['--root', '', '--root'],
];

for (const [words, name, args] of invocations) {
  test(`«${words}» asks for «${name}» with «${args}»`, (t) => {
    const split = (text: string) => text.split(' ').filter(Boolean);
    t.deepEqual(invocationOf(split(words)), { name, args: split(args) });
  });
}

const names: readonly (readonly [word: string, name: string])[] = [
  ['prod', 'prod'],
  ['environments/prod.yaml', 'prod'],
  ['./environments/prod.yaml', 'prod'],
  ['/there/ml/environments/prod.yaml', 'prod'],
  ['rendered/prod', 'prod'],
  ['rendered/prod/terraform/main.tf', 'prod'],
  ['environments\\prod.yaml', 'prod'],
  ['C:\\ml\\rendered\\prod\\RUNBOOK.md', 'prod'],
  ['../prod', '../prod'],
  ['gitops.repoURL=https://example.com/rendered/prod', 'gitops.repoURL=https://example.com/rendered/prod'],
  ['environments/prod.yml', 'environments/prod.yml'],
  ['environments/sub/prod.yaml', 'environments/sub/prod.yaml'],
];

for (const [word, name] of names) {
  test(`${word} means ${name}`, (t) => {
    t.is(environmentNamed(word), name);
  });
}
