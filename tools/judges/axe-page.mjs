// Writes a page together with axe-core, which leaves what it finds in the page: axe-page.mjs PAGE. The page itself
// allows no script, so that its policy is left out.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const page = readFileSync(process.argv[2], 'utf8').replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
const read = `
document.querySelectorAll('details').forEach((details) => { details.open = true; });
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
axe.run(document, { runOnly: tags }).then(({ violations, passes }) => {
  const start = ({ html }) => html.slice(0, 200);
  const found = violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map(start) }));
  const result = document.createElement('script');
  result.type = 'application/json';
  result.id = 'axe-result';
  result.textContent = JSON.stringify({ violations: found, passes: passes.length }).replaceAll('<', '\\\\u003c');
  document.body.append(result);
});`;
// A replacement that is text would read $ as its own.
process.stdout.write(page.replace('</body>', () => `<script>${axe}</script><script>${read}</script></body>`));
