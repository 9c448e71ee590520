import { Html, html } from './html.js';
import { capacities, costs, differences, overview, releases, support, waves } from './sections.js';
import { style } from './style.js';
import type { PageInput } from './told.js';

const sections: readonly (readonly [id: string, title: string, (input: PageInput) => Html])[] = [
  ['environments', 'Environments', overview],
  ['releases', 'Releases', releases],
  ['capacity', 'Capacity', capacities],
  ['cost', 'Cost', costs],
  ['differences', 'Differences', differences],
  ['waves', 'Order of Argo CD', waves],
  ['support', 'Ends of support', support],
];

/** Writes one page that needs nothing else: no script, no font, no picture from elsewhere. */
export const pageText = (input: PageInput): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Environments of ${input.day}</title>
<style>${new Html(style)}</style>
</head>
<body>
<a class="skip" href="#main">To the content</a>
<header>
<h1>Environments</h1>
<p class="quiet">${input.environments.map(({ name }) => name).join(', ')} · as written on ${input.day}</p>
<nav aria-label="Sections"><ul>${sections.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
</header>
<main id="main">
${sections.map(
  ([id, title, write]) => html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${write(input)}</section>
`,
)}</main>
<footer>Written by inference-gitops ${input.version}, from files alone: what runs may differ from what is
committed.</footer>
</body>
</html>
`.text;
