import test from 'ava';
import { clearTextFindings } from '../../../generator/environment/clear-text.js';
import { mergeFiles } from '../../../generator/environment/merge-files.js';
import { placeholderFindings } from '../../../generator/environment/placeholders.js';
import { pathText } from '../../../generator/environment/problem.js';
import type { Environment } from '../../../generator/environment/resolve.js';
import { fullEnvironment } from '../../helpers/full-environment.js';
import { resolved } from '../../helpers/resolved.js';

/** An environment of somebody's own, with an edit. */
const own = {
  aws: { accountId: '210987654329' },
  cluster: { publicAccessCidrs: ['8.8.8.0/24'] },
  gitops: { repoURL: 'https://github.com/acme/ops.git' },
  observability: { alarmEmails: ['oncall@acme.io'], budget: { emails: ['costs@acme.io'] } },
  workloads: {
    forecaster: {
      exposure: {
        loadBalancer: { sourceCidrs: ['0.0.0.0/0'] },
        ingress: { host: 'api.acme.io', sourceCidrs: ['10.0.0.0/8'] },
      },
    },
  },
};
const environmentWith = (edit: object): Environment =>
  resolved(mergeFiles(mergeFiles(fullEnvironment, own), edit) as object);
const exposure = (edit: object) => ({ workloads: { forecaster: { exposure: edit } } });

const examples: readonly (readonly [edit: object, path: string | undefined])[] = [
  [{}, undefined],
  [{ aws: { accountId: '111122223333' } }, 'aws.accountId'],
  [{ gitops: { repoURL: 'https://github.com/example/ops.git' } }, 'gitops.repoURL'],
  [{ gitops: { repoURL: 'git@git.example.com:a/b.git' } }, 'gitops.repoURL'],
  [{ gitops: { repoURL: 'https://github.com/acme/example.git' } }, undefined],
  [{ gitops: { repoURL: 'https://github.com/examples/ops.git' } }, undefined],
  [{ cluster: { publicAccessCidrs: ['8.8.8.0/24', '203.0.113.7/32'] } }, 'cluster.publicAccessCidrs[1]'],
  [{ observability: { alarmEmails: ['oncall@example.com'] } }, 'observability.alarmEmails[0]'],
  [{ observability: { alarmEmails: ['oncall@notexample.com'] } }, undefined],
  [{ observability: { budget: { emails: ['a@example.org'] } } }, 'observability.budget.emails[0]'],
  [
    exposure({ loadBalancer: { sourceCidrs: ['198.51.100.0/24'] } }),
    'workloads.forecaster.exposure.loadBalancer.sourceCidrs[0]',
  ],
  [exposure({ ingress: { host: 'api.example.com' } }), 'workloads.forecaster.exposure.ingress.host'],
  [exposure({ ingress: { enabled: false, host: 'api.example.com' } }), undefined],
];

for (const [edit, path] of examples) {
  test(`${JSON.stringify(edit)}: ${path ? `${path} is an example` : 'nothing is an example'}`, (t) => {
    t.deepEqual(
      placeholderFindings(environmentWith(edit)).map((finding) => pathText(finding.path)),
      path === undefined ? [] : [path],
    );
  });
}

test('keys that cross the internet readable are warned of, and not where a certificate or no keys are', (t) => {
  const said = (edit: object) => clearTextFindings(environmentWith(edit)).map(({ message }) => message);
  t.regex(
    said(exposure({ loadBalancer: { certificateArn: null } }))[0] ?? '',
    /^Without a certificate API keys, requests/,
  );
  const withoutKeys = {
    workloads: { forecaster: { secrets: [], exposure: { loadBalancer: { certificateArn: null } } } },
  };
  t.regex(said(withoutKeys)[0] ?? '', /^Without a certificate requests/);
  t.deepEqual(said({}), []);
  t.deepEqual(said(exposure({ loadBalancer: { certificateArn: null, scheme: 'internal' } })), []);
  t.deepEqual(said(exposure({ loadBalancer: { certificateArn: null, enabled: false } })), []);
});
