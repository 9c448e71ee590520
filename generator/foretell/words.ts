import type { CostDelta } from '../cost/delta.js';
import { deltaHeadlines, deltaLines } from '../cost/words.js';
import { byGravity, type Change, consequences } from './change.js';

/** What an edit does, and what it costs. */
export interface Said {
  readonly changes: readonly Change[];
  readonly costs: readonly CostDelta[];
}

/** Says changes for a terminal: by environment, the gravest first, and what they cost. */
export function changesText({ changes, costs }: Said): string {
  return environmentsOf(changes)
    .map((name) => {
      const own = changes.filter(({ environment }) => environment === name);
      const groups = consequences.flatMap((consequence) => {
        const lines = own.filter((change) => change.consequence === consequence).map(lineOf);
        return lines.length === 0 ? [] : [`  ${consequence}\n${lines.map((line) => `    ${line}\n`).join('')}`];
      });
      const ofCosts = costs.filter(({ environment }) => environment === name).flatMap(deltaLines);
      return `${name}\n${groups.join('')}${ofCosts.map((line) => `  ${line}\n`).join('')}`;
    })
    .join('\n');
}

/** One change on one line, such as `Deployment a/b spec.replicas: 2 → 3 (environments/prod.yaml:12:7)`. */
export function lineOf({ object, field, from, to, note, cause }: Change): string {
  const what = field === '' ? object : `${object} ${field}: ${said(from)} → ${said(to)}`;
  const why = cause ? ` (${cause.file}:${cause.line}:${cause.column})` : '';
  return `${what}${note === '' ? '' : `. ${note}`}${why}`;
}

const longest = 120;

function said(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** GitHub takes 65,536 characters of a comment; the rest is for the words around. */
const mostCharacters = 60_000;

/** Says changes as Markdown: how many of each consequence first, the lines of each environment folded. */
export function changesMarkdown({ changes, costs }: Said): string {
  if (changes.length === 0) return 'Nothing.\n';
  const counts = consequences.flatMap((consequence) => {
    const own = changes.filter((change) => change.consequence === consequence);
    return own.length === 0 ? [] : [`| ${consequence} | ${own.length} | ${environmentsOf(own).join(', ')} |`];
  });
  const head = `| what happens | how often | where |\n| --- | --- | --- |\n${counts.join('\n')}\n`;
  const parts = environmentsOf(changes).map((name) => folded(name, changes));
  const ofCosts = costs
    .flatMap((delta) => deltaHeadlines(delta).map((line) => `\n${escaped(`${delta.environment} ${line}`)}\n`))
    .join('');
  return withinLimit(head + ofCosts, parts);
}

const environmentsOf = (changes: readonly Change[]): string[] => [
  ...new Set(changes.map(({ environment }) => environment)),
];

function folded(name: string, changes: readonly Change[]): string {
  const own = byGravity(changes.filter(({ environment }) => environment === name));
  const lines = own.map((change) => `- **${change.consequence}** ${escaped(lineOf(change))}`);
  return `\n<details><summary>${name}: ${own.length}</summary>\n\n${lines.join('\n')}\n\n</details>\n`;
}

/** What users write is text here, whatever it looks like. */
const escaped = (text: string): string =>
  text.replace(/[\\`*_{}[\]<>#|~!&@]/g, (sign) =>
    sign === '<' ? '&lt;' : sign === '&' ? '&amp;' : sign === '@' ? '&#64;' : `\\${sign}`,
  );

function withinLimit(head: string, parts: readonly string[]): string {
  let text = head;
  for (const [index, part] of parts.entries()) {
    if (text.length + part.length > mostCharacters) {
      const left = parts.length - index;
      return `${text}\nThere is more, in ${left} further environments: run \`inference-gitops diff\`.\n`;
    }
    text += part;
  }
  return text;
}
