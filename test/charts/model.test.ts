import test from 'ava';
import { render } from './helm.js';
import { only } from './objects.js';

const sha256 = 'a'.repeat(64);
const pod = only(
  await render({ model: { uri: 's3://my-models/churn/3.onnx', sha256, sizeLimit: '300Mi', region: 'eu-west-1' } }),
  'Deployment',
).spec?.template.spec;
const [fetch] = pod?.initContainers ?? [];
const [api] = pod?.containers ?? [];

test('an init container of the same image fetches the model with the pod’s role', (t) => {
  t.is(fetch?.image, api?.image);
  t.deepEqual(fetch?.command, ['node', 'build/fetch-model.js']);
  t.deepEqual(fetch?.env, [
    { name: 'MODEL_S3_URI', value: 's3://my-models/churn/3.onnx' },
    { name: 'AWS_REGION', value: 'eu-west-1' },
    { name: 'MODEL_MAX_BYTES', value: String(300 * 2 ** 20) },
    { name: 'MODEL_FETCH_SECONDS', value: '900' },
    { name: 'MODEL_PATH', value: '/models/model.onnx' },
    { name: 'MODEL_SHA256', value: sha256 },
  ]);
});

test('a model that takes longer at 4 MiB a second is waited for', async (t) => {
  const model = { uri: 's3://my-models/1.onnx', sha256, sizeLimit: '8Gi' };
  const limits = { 'ephemeral-storage': '9Gi' };
  const quota = { hard: { 'limits.ephemeral-storage': '300Gi' } };
  const { spec } = only(await render({ model, resources: { limits }, quota }), 'Deployment');
  const env = spec?.template.spec?.initContainers?.[0]?.env;
  t.is(env?.find(({ name }) => name === 'MODEL_FETCH_SECONDS')?.value, '2048');
});

test('the file lands in a volume of its size, which the service can only read', (t) => {
  t.deepEqual(
    pod?.volumes?.find(({ name }) => name === 'model'),
    { name: 'model', emptyDir: { sizeLimit: '300Mi' } },
  );
  t.deepEqual(
    fetch?.volumeMounts?.find(({ name }) => name === 'model'),
    { name: 'model', mountPath: '/models' },
  );
  t.deepEqual(
    api?.volumeMounts?.find(({ name }) => name === 'model'),
    {
      name: 'model',
      mountPath: '/models',
      readOnly: true,
    },
  );
});

test('the service loads that file and verifies it again', (t) => {
  t.is(api?.env?.find(({ name }) => name === 'MODEL_PATH')?.value, '/models/model.onnx');
  t.is(api?.env?.find(({ name }) => name === 'MODEL_SHA256')?.value, sha256);
});

test('fetching asks for no more than serving, so the quota holds as many pods', (t) => {
  t.deepEqual(fetch?.resources, api?.resources);
});

test('files with weights are named to the fetcher and to the service, as sha256sum writes them', async (t) => {
  const files = ['model.onnx.data', 'parts/1'].map((name, index) => ({ name, sha256: String(index).repeat(64) }));
  const { spec } = only(await render({ model: { uri: 's3://my-models/1.onnx', sha256, files } }), 'Deployment');
  const { initContainers, containers } = spec?.template.spec ?? {};
  for (const container of [initContainers?.[0], containers?.[0]]) {
    const value = container?.env?.find(({ name }) => name === 'MODEL_FILES')?.value;
    t.is(value, `${'0'.repeat(64)}  model.onnx.data\n${'1'.repeat(64)}  parts/1`);
  }
});

test('without a model the service serves its own', async (t) => {
  const { spec } = only(await render(), 'Deployment');
  t.is(spec?.template.spec?.initContainers, undefined);
  t.false(spec?.template.spec?.containers[0]?.env?.some(({ name }) => name.startsWith('MODEL_')) ?? false);
});
