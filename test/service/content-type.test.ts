import { execFileSync } from 'node:child_process';
import test from 'ava';
import { execute } from '../helpers/cli.js';
import { ROW, startService } from './support/service.js';

const TENSOR = { name: 'features', shape: [1, 20], datatype: 'FP32', data: ROW };
const BODIES: Readonly<Record<string, unknown>> = {
  '/predict-single': { features: ROW },
  '/v2/models/random-forest/infer': { inputs: [TENSOR] },
};

const TYPES: readonly (string | undefined)[] = [
  undefined,
  'application/json; charset=utf-8',
  'application/json;charset="UTF8"',
  'application/vnd.api+json',
  'application/x-www-form-urlencoded',
  'application/octet-stream',
  'text/plain; charset=us-ascii',
  'nonsense',
];

for (const [path, body] of Object.entries(BODIES)) {
  for (const type of TYPES) {
    test(`${path} takes JSON with the content type ${type ?? 'left out'}`, async (t) => {
      const { url } = await startService(t);
      const bytes = Buffer.from(JSON.stringify(body));
      const headers = type === undefined ? {} : { 'content-type': type };
      t.is((await fetch(url + path, { method: 'POST', body: bytes, headers })).status, 200);
    });
  }
}

test('curl -d needs no content type', async (t) => {
  const { url } = await startService(t);
  const path = '/predict-single';
  if (process.env['CI'] === undefined && !hasCurl()) {
    t.log('curl was not tried: it is not installed.');
    t.pass();
    return;
  }
  const { stdout, stderr } = await execute(['curl', '-sS', '-d', JSON.stringify(BODIES[path]), url + path]);
  t.regex(stdout, /^\{"prediction":/, stderr);
});

function hasCurl(): boolean {
  try {
    execFileSync('curl', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
