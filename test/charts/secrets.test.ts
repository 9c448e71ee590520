import test from 'ava';
import { render, type Values } from './helm.js';
import { ofKind, only } from './objects.js';

const variables = [{ variable: 'API_KEYS', remoteKey: 'prod/api-keys' }];
const withSecrets = (values: Values) => render({ secrets: values });

test('each secret is fetched from its name in Secrets Manager', async (t) => {
  const objects = await withSecrets({ variables });
  const { spec } = only(objects, 'ExternalSecret');
  t.deepEqual(spec.secretStoreRef, { kind: 'ClusterSecretStore', name: 'aws-secrets-manager' });
  t.like(spec.target, { name: 'ml-inference-api-secrets' });
  t.like(spec.data[0], { secretKey: 'API_KEYS', remoteRef: { key: 'prod/api-keys' } });
});

test('a variable may be a part of a secret that is JSON', async (t) => {
  const parts = [{ variable: 'PGPASSWORD', remoteKey: 'prod/database', property: 'password' }, ...variables];
  const { spec } = only(await withSecrets({ variables: parts }), 'ExternalSecret');
  t.deepEqual(
    spec.data.map(({ remoteRef }) => remoteRef['property']),
    ['password', undefined],
  );
});

test('what the API server would add is spelled out, or Argo CD would see a difference for ever', async (t) => {
  const { spec } = only(await withSecrets({ variables }), 'ExternalSecret');
  t.like(spec.data[0]?.remoteRef, { conversionStrategy: 'Default', decodingStrategy: 'None', metadataPolicy: 'None' });
  t.like(spec.target, { creationPolicy: 'Owner', deletionPolicy: 'Retain' });
});

for (const [mode, values] of Object.entries({
  'external-secrets': { variables },
  plain: { mode: 'plain', variables, values: { API_KEYS: 'key' } },
  existing: { mode: 'existing', variables },
})) {
  test(`with ${mode} secrets arrive as files, read-only and never as environment variables`, async (t) => {
    const { spec } = only(await withSecrets(values), 'Deployment');
    const pod = spec?.template.spec;
    const [container] = pod?.containers ?? [];
    t.deepEqual(pod?.volumes?.find(({ name }) => name === 'secrets')?.secret, {
      secretName: 'ml-inference-api-secrets',
      defaultMode: 0o440,
    });
    t.deepEqual(
      container?.volumeMounts?.find(({ name }) => name === 'secrets'),
      {
        name: 'secrets',
        mountPath: '/etc/ml-inference/secrets',
        readOnly: true,
      },
    );
    const file = container?.env?.find(({ name }) => name === 'API_KEYS_FILE');
    t.is(file?.value, '/etc/ml-inference/secrets/API_KEYS');
    t.false(container?.env?.some(({ valueFrom }) => valueFrom?.secretKeyRef) ?? false);
    t.false(container?.envFrom?.some(({ secretRef }) => secretRef) ?? false);
  });
}

test('a plain Secret holds exactly what was given, and a change replaces the pods', async (t) => {
  const objects = await withSecrets({
    mode: 'plain',
    variables,
    values: { API_KEYS: 'a"b\n{{ .Values }}', OTHER: 'x' },
  });
  t.deepEqual(only(objects, 'Secret').stringData, { API_KEYS: 'a"b\n{{ .Values }}' });
  const before = only(objects, 'Deployment').spec?.template;
  const after = only(await withSecrets({ mode: 'plain', variables, values: { API_KEYS: 'c' } }), 'Deployment');
  t.notDeepEqual(after.spec?.template, before);
});

test('an existing Secret is only named', async (t) => {
  const objects = await withSecrets({ mode: 'existing', name: 'ours', variables });
  t.deepEqual([...ofKind(objects, 'Secret'), ...ofKind(objects, 'ExternalSecret')], []);
  t.is(only(objects, 'Deployment').spec?.template.spec?.volumes?.at(-1)?.secret?.secretName, 'ours');
});

test('a secret may come from a store of its own', async (t) => {
  const variables = [
    { variable: 'A', remoteKey: '/a', store: { name: 'parameters' } },
    { variable: 'B', remoteKey: 'b' },
  ];
  const { spec } = only(await withSecrets({ variables, store: { kind: 'SecretStore' } }), 'ExternalSecret');
  t.deepEqual(
    spec.data.map(({ sourceRef }) => sourceRef),
    [{ storeRef: { kind: 'SecretStore', name: 'parameters' } }, undefined],
  );
});

test('without secrets nothing of them is left', async (t) => {
  const objects = await withSecrets({ variables: [] });
  t.deepEqual(ofKind(objects, 'ExternalSecret'), []);
  t.deepEqual(
    only(objects, 'Deployment').spec?.template.spec?.volumes?.map(({ name }) => name),
    ['tmp'],
  );
});
