import test from 'ava';
import { runbookURL } from '../../../generator/render/runbook-url.js';

for (const [repoURL, revision, expected] of [
  ['https://github.com/example/ops.git', 'main', 'https://github.com/example/ops/blob/main/ALERTS.md'],
  ['git@github.com:example/ops.git', 'main', 'https://github.com/example/ops/blob/main/ALERTS.md'],
  ['ssh://git@github.com:22/example/ops', 'main', 'https://github.com/example/ops/blob/main/ALERTS.md'],
  ['https://gitlab.com/a/b/ops.git', 'refs/tags/v1', 'https://gitlab.com/a/b/ops/-/blob/v1/ALERTS.md'],
  ['git@bitbucket.org:example/ops.git', 'main', 'https://bitbucket.org/example/ops/src/main/ALERTS.md'],
  ['https://git.example.com:8443/ops.git/', 'release/1', 'https://git.example.com:8443/ops/blob/release/1/ALERTS.md'],
  ['https://github.com/example/ops.git?x#y', 'main', 'https://github.com/example/ops/blob/main/ALERTS.md'],
  ['file:///srv/ops.git', 'main', 'file:///srv/ops/ALERTS.md'],
] as const) {
  test(`the runbook of ${repoURL} at ${revision}`, (t) => {
    t.is(runbookURL(repoURL, revision, 'ALERTS.md'), expected);
  });
}
