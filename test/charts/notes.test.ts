import test from 'ava';
import { chartFolder, helm, type Values } from './helm.js';

async function notes(values: Values = {}): Promise<string> {
  const install = ['install', 'ml-inference', chartFolder, '--namespace', 'ml-inference', '--dry-run=client'];
  const { exitCode, stdout, stderr } = await helm(install, values);
  if (exitCode !== 0) throw new Error(stderr);
  return stdout.split('NOTES:\n')[1] ?? '';
}

const certificateArn = 'arn:aws:acm:ap-southeast-2:111122223333:certificate/0f0e0d0c-1111-2222-3333-444455556666';

for (const [where, values, address] of [
  ['through the load balancer', {}, /BASE=http:\/\/\$\(kubectl .* get service ml-inference-lb .*\):80$/m],
  ['through the ingress', { ingress: { enabled: true, certificateArn } }, /BASE=https:\/\/api\.example\.com$/m],
  ['through a forwarded port', { loadBalancer: { enabled: false } }, /port-forward service\/ml-inference-service 5000/],
] as const) {
  test(`the notes say how to ask for a prediction ${where}`, async (t) => {
    const text = await notes(values);
    t.regex(text, address);
    t.regex(text, /"features":\[(?:[0-9.]+,){19}[0-9.]+\]/);
  });
}

test('the notes send a key where one is needed', async (t) => {
  t.true((await notes()).includes('-H "x-api-key: $API_KEY"'));
  t.false((await notes({ secrets: { variables: [] } })).includes('x-api-key'));
});

test('the notes say what the pods wait for', async (t) => {
  t.regex(await notes(), /get externalsecret ml-inference-api$/m);
  const existing = await notes({ secrets: { mode: 'existing', name: 'ours' } });
  t.regex(existing, /create secret generic ours --from-file=DATABASE_URL --from-file=API_KEYS$/m);
  t.notRegex(await notes({ secrets: { variables: [] } }), /wait/);
});

test('the notes say how to test, when there is a test', async (t) => {
  t.regex(await notes(), /helm -n ml-inference test ml-inference$/m);
  t.notRegex(await notes({ tests: { enabled: false } }), /helm .* test/);
});
