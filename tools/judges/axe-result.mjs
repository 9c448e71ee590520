// Tells what axe-core has left in a page: axe-result.mjs DOM TITLE. Ends with 1 for a violation, or where nothing was
// read.
import { readFileSync } from 'node:fs';

const [file, title] = process.argv.slice(2);
const [, text] =
  /<script type="application\/json" id="axe-result">([\s\S]*?)<\/script>/.exec(readFileSync(file, 'utf8')) ?? [];
const { violations, passes } = JSON.parse(
  text ?? '{"violations":[{"id":"none","help":"axe did not run","at":[]}],"passes":0}',
);
for (const { id, help, at } of violations)
  process.stderr.write(`${title}: ${id}: ${help}\n  ${at.slice(0, 3).join('\n  ')}\n`);
process.exitCode = violations.length === 0 && passes > 10 ? 0 : 1;
