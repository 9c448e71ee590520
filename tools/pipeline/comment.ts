/** What a comment starts with, so that the next run finds the one to update. */
export const commentMarker = '<!-- rendered diff -->';

/** GitHub takes 65,536 characters; the rest is for the words around the diff. */
const maxDiffLength = 60_000;

/**
 * The rendered diff as the text of a pull request's comment, in Markdown.
 *
 * @param diff what `inference-gitops diff` printed: a unified diff, empty when nothing changes
 */
export function diffComment(diff: string): string {
  const changes = diff.trim() === '' ? 'Nothing.' : details(diff);
  return `${commentMarker}\n### What this changes in \`rendered/\`\n\n${changes}\n`;
}

function details(diff: string): string {
  const lines = diff.split('\n');
  const files = lines.filter((line) => line.startsWith('+++ ')).length;
  const added = lines.filter((line) => line.startsWith('+') && !line.startsWith('+++ ')).length;
  const removed = lines.filter((line) => line.startsWith('-') && !line.startsWith('--- ')).length;
  const shown = cutAtLine(diff, maxDiffLength);
  const fence = '`'.repeat(longestRunOfBackticks(shown) + 1);
  const summary = `${files} ${files === 1 ? 'file' : 'files'}, ${added} lines added, ${removed} removed`;
  const cut = shown.length < diff.length ? `\n\nThe diff goes on: this is the first ${shown.length} characters.` : '';
  return `<details><summary>${summary}</summary>\n\n${fence}diff\n${shown}\n${fence}\n\n</details>${cut}`;
}

function cutAtLine(text: string, length: number): string {
  if (text.length <= length) return text;
  const lineEnd = text.lastIndexOf('\n', length);
  return text.slice(0, lineEnd === -1 ? length : lineEnd);
}

/** A fence has to be longer than any run inside it, and at least three. */
function longestRunOfBackticks(text: string): number {
  return Math.max(2, ...(text.match(/`{3,}/g) ?? []).map((run) => run.length));
}
