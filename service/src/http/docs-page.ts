import { createHash } from 'node:crypto';
import type { Handler } from './exchange.js';

const STYLE = `
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
code,textarea,pre{font:14px/1.45 ui-monospace,monospace}
details{border:1px solid #d0d7de;border-radius:6px;margin:.5rem 0;padding:.4rem .8rem}
summary{cursor:pointer}summary b{display:inline-block;width:4rem}
textarea{width:100%;min-height:6rem;box-sizing:border-box}pre{white-space:pre-wrap;overflow-wrap:anywhere}`;

/** Builds the page from /openapi.json. Texts go in by textContent only, so nothing in a model's name becomes markup. */
const SCRIPT = `
const make = (tag, text, parent) => {
  const element = document.createElement(tag);
  element.textContent = text;
  parent.append(element);
  return element;
};
const sample = (schema, all) => {
  if (schema.$ref) return sample(all[schema.$ref.split('/').pop()], all);
  if (schema.anyOf) return sample(schema.anyOf[0], all);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (schema.enum) return schema.enum[0];
  if (type === 'object') {
    return Object.fromEntries((schema.required || []).map((key) => [key, sample(schema.properties[key], all)]));
  }
  if (type === 'array') return Array.from({ length: schema.minItems || 1 }, () => sample(schema.items, all));
  return { string: '', boolean: true, number: 0.5, integer: 1 }[type] ?? null;
};
const show = async () => {
  const api = await (await fetch('openapi.json')).json();
  document.title = api.info.title;
  const main = document.querySelector('main');
  make('h1', api.info.title, main);
  make('p', api.info.description, main);
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));
  for (const { path, method, operation } of operations) {
    const box = make('details', '', main);
    const head = make('summary', '', box);
    make('b', method.toUpperCase(), head);
    make('code', path, head);
    make('span', ' ' + operation.summary, head);
    const body = operation.requestBody && make('textarea', '', box);
    if (body) {
      const { schema } = operation.requestBody.content['application/json'];
      body.value = JSON.stringify(sample(schema, api.components.schemas));
    }
    const button = make('button', 'Send', box);
    const answer = make('pre', '', box);
    button.onclick = async () => {
      const headers = { 'content-type': 'application/json' };
      const key = document.querySelector('#key').value;
      if (key) headers['x-api-key'] = key;
      const options = { method: method.toUpperCase(), headers, ...(body ? { body: body.value } : {}) };
      const response = await fetch('.' + path, options);
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
