import test from 'ava';
import { ROW, startService } from './support/service.js';

const PAGE = 'https://app.example.com';
const BODY = JSON.stringify({ features: ROW });

const ask = (url: string, origin: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/predict-single`, { method: 'POST', body: BODY, headers: { origin, ...headers } });

const preflight = (url: string, origin: string, path = '/predict-single'): Promise<Response> =>
  fetch(url + path, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });

const allowed = ({ headers }: Response): string | null => headers.get('access-control-allow-origin');

test('pages of CORS_ORIGINS may read answers, other pages may not', async (t) => {
  const { url } = await startService(t, { CORS_ORIGINS: `http://localhost:3000, ${PAGE}` });
  const answer = await ask(url, PAGE);
  t.is(answer.status, 200);
  t.is(allowed(answer), PAGE);
  t.is(answer.headers.get('vary'), 'origin');
  t.regex(answer.headers.get('access-control-expose-headers') ?? '', /retry-after, x-request-id/);
  for (const origin of ['https://app.example.com.evil.org', 'http://app.example.com', 'null', '*']) {
    const other = await ask(url, origin);
    t.is(other.status, 200);
    t.is(allowed(other), null, origin);
    t.is(other.headers.get('vary'), 'origin');
    t.is(allowed(await preflight(url, origin)), null, origin);
  }
});

test("a browser's question before a request is answered without a key, on every path", async (t) => {
  const { url } = await startService(t, { CORS_ORIGINS: PAGE, API_KEYS: 'k' });
  for (const path of ['/predict-single', '/v2/models/random-forest/infer']) {
    const answer = await preflight(url, PAGE, path);
    t.is(answer.status, 204);
    t.is(allowed(answer), PAGE);
    t.is(answer.headers.get('access-control-allow-methods'), 'GET, HEAD, POST');
    t.regex(answer.headers.get('access-control-allow-headers') ?? '', /authorization.*content-type.*x-api-key/);
    t.is(answer.headers.get('content-length'), null);
  }
  const refused = await ask(url, PAGE);
  t.is(refused.status, 401);
  t.is(allowed(refused), PAGE, 'a page may read why it is refused');
  t.is((await ask(url, PAGE, { 'x-api-key': 'k' })).status, 200);
});

test('* allows every page', async (t) => {
  const { url } = await startService(t, { CORS_ORIGINS: '*' });
  for (const origin of [PAGE, 'null']) t.is(allowed(await ask(url, origin)), '*');
});

test('OPTIONS is no question of a browser without its header', async (t) => {
  const { url } = await startService(t, { CORS_ORIGINS: PAGE });
  const answer = await fetch(`${url}/predict-single`, { method: 'OPTIONS', headers: { origin: PAGE } });
  t.is(answer.status, 405);
});

test('without CORS_ORIGINS nothing is allowed', async (t) => {
  const { url } = await startService(t);
  t.is(allowed(await ask(url, PAGE)), null);
  t.is((await preflight(url, PAGE)).status, 405);
});
