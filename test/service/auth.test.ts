import test from 'ava';
import { get, post, ROW, startService } from './support/service.js';

const KEYS = 'first-key-0123456789,\n second-key-0123456789';

const ACCEPTED: readonly (readonly [string, Record<string, string>])[] = [
  ['a bearer token', { authorization: 'Bearer first-key-0123456789' }],
  ['X-API-Key', { 'x-api-key': 'first-key-0123456789' }],
  ['the second key, during a rotation', { authorization: 'bearer second-key-0123456789' }],
];

for (const [title, headers] of ACCEPTED) {
  test(`${title} is accepted`, async (t) => {
    const { url } = await startService(t, { API_KEYS: KEYS });
    t.is((await post(`${url}/predict-single`, { features: ROW }, headers)).status, 200);
  });
}

const REFUSED: readonly (readonly [string, Record<string, string>])[] = [
  ['no key', {}],
  ['an empty key', { 'x-api-key': '' }],
  ['a wrong key', { 'x-api-key': 'third-key-0123456789' }],
  ['a beginning of a key', { 'x-api-key': 'first-key' }],
  ['all keys at once', { 'x-api-key': 'first-key-0123456789,second-key-0123456789' }],
  ['basic authentication', { authorization: 'Basic first-key-0123456789' }],
];

for (const [title, headers] of REFUSED) {
  test(`${title} is refused on every way in`, async (t) => {
    const { url } = await startService(t, { API_KEYS: KEYS });
    const paths = ['/predict-single', '/predict-single?x', '/predict', '/v2/models/random-forest/infer'];
    for (const path of paths) {
      const { status, headers: given } = await post(`${url}${path}`, { features: ROW }, headers);
      t.is(status, 401, path);
      t.is(given.get('www-authenticate'), 'Bearer');
    }
    t.is((await get(`${url}/model`, headers)).status, 401);
    t.regex((await get(`${url}/metrics`)).body, /inference_rejected_total\{reason="unauthorized"\} 5/);
  });
}

test('health, metrics and the description need no key', async (t) => {
  const { url } = await startService(t, { API_KEYS: KEYS });
  for (const path of ['/health', '/livez', '/readyz', '/metrics', '/v2/health/ready', '/openapi.json', '/docs']) {
    t.is((await get(`${url}${path}`)).status, 200, path);
  }
});

test('API_KEYS that is set but empty is an error: the service would be open', async (t) => {
  for (const value of ['', ' , \n']) {
    await t.throwsAsync(startService(t, { API_KEYS: value }), { message: /API_KEYS is set but holds no key/ });
  }
});
