import { createHash } from 'node:crypto';
import type { Handler } from './exchange.js';

const STYLE = `
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
code,textarea,pre{font:14px/1.45 ui-monospace,monospace}
details{border:1px solid #d0d7de;border-radius:6px;margin:.5rem 0;padding:.4rem .8rem}
summary{cursor:pointer}summary b{display:inline-block;width:4rem}
textarea{width:100%;min-height:6rem;box-sizing:border-box}pre{white-space:pre-wrap;overflow-wrap:anywhere}`;

/** Builds the page from /openapi.json; text goes in by textContent only, so nothing in a model's name becomes markup. */
const SCRIPT = `
const make = (tag, text, parent) => { const e = document.createElement(tag); e.textContent = text; parent.append(e); return e; };
const sample = (schema, all) => {
  if (schema.$ref) return sample(all[schema.$ref.split('/').pop()], all);
  if (schema.anyOf) return sample(schema.anyOf[0], all);
  if (schema.type === 'object') return Object.fromEntries((schema.required || []).map((k) => [k, sample(schema.properties[k], all)]));
  if (schema.type === 'array') return Array.from({ length: schema.minItems || 1 }, () => sample(schema.items, all));
  return { string: '', boolean: true, number: 0.5, integer: 1 }[schema.type] ?? null;
};
const show = async () => {
  const api = await (await fetch('openapi.json')).json();
  document.title = api.info.title;
  const main = document.querySelector('main');
  make('h1', api.info.title, main);
  make('p', api.info.description, main);
  for (const [path, methods] of Object.entries(api.paths)) for (const [method, operation] of Object.entries(methods)) {
    const box = make('details', '', main);
    const head = make('summary', '', box);
    make('b', method.toUpperCase(), head);
    make('code', path, head);
    make('span', ' ' + operation.summary, head);
    const body = operation.requestBody && make('textarea', '', box);
    if (body) body.value = JSON.stringify(sample(operation.requestBody.content['application/json'].schema, api.components.schemas));
    const button = make('button', 'Send', box);
    const answer = make('pre', '', box);
    button.onclick = async () => {
      const headers = { 'content-type': 'application/json' };
      const key = document.querySelector('#key').value;
      if (key) headers['x-api-key'] = key;
      const response = await fetch('.' + path, { method: method.toUpperCase(), headers, ...(body ? { body: body.value } : {}) });
      answer.textContent = response.status + '\\n' + await response.text();
    };
  }
};
show();`;

const PAGE = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Inference API</title><style>${STYLE}</style>
<main><label>API key, if this server wants one: <input id="key" type="password" autocomplete="off"></label></main>
<script>${SCRIPT}</script></html>
`;

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const POLICY = [
  "default-src 'none'",
  "connect-src 'self'",
  `style-src ${hash(STYLE)}`,
  `script-src ${hash(SCRIPT)}`,
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** GET /docs: the API to read and try, in one page that loads nothing from elsewhere. */
export const docsPage: Handler = () => ({
  status: 200,
  body: PAGE,
  contentType: 'text/html; charset=utf-8',
  headers: { 'content-security-policy': POLICY },
});
