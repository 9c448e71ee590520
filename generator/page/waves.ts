import { isPlainObject } from '../base/merge.js';
import { type Html, html } from './html.js';

/** What Argo CD applies together: it waits until that is healthy before it goes on. */
export interface Wave {
  readonly number: number;
  /** Names of Applications. */
  readonly applications: readonly string[];
}

const annotation = 'argocd.argoproj.io/sync-wave';

/**
 * Reads the waves of the Applications that the root applies.
 * @param prefix of the names of an environment's add-ons, which is left out
 */
export function wavesOf(objects: readonly unknown[], { root, prefix }: { root: string; prefix: string }): Wave[] {
  const waves = new Map<number, string[]>();
  for (const object of objects) {
    if (!isPlainObject(object) || object['kind'] !== 'Application' || !isPlainObject(object['metadata'])) continue;
    const { name, annotations } = object['metadata'];
    if (name === root) continue;
    const number = Number(isPlainObject(annotations) ? (annotations[annotation] ?? 0) : 0);
    const own = String(name);
    const short = own.startsWith(`${prefix}-`) ? own.slice(prefix.length + 1) : own;
    waves.set(number, [...(waves.get(number) ?? []), short]);
  }
  return [...waves].sort(([a], [b]) => a - b).map(([number, names]) => ({ number, applications: names.sort() }));
}

const [width, gap, row, head] = [230, 40, 34, 28];

/** Draws the waves from left to right, and says the same in words for who doesn't see it. */
export function drawing(waves: readonly Wave[], title: string): Html {
  const rows = Math.max(1, ...waves.map(({ applications }) => applications.length));
  const [full, high] = [waves.length * (width + gap), head + rows * row + 8];
  return html`<div class="scroll" role="region" aria-label="${title}" tabindex="0">
<svg role="img" aria-label="${`${title}: ${wordsOf(waves)}`}" width="${full}" height="${high}"
viewBox="0 0 ${full} ${high}">
${waves.map((wave, index) => column(wave, index * (width + gap), index < waves.length - 1))}</svg></div>
<p class="quiet">${wordsOf(waves)}.</p>`;
}

const column = ({ number, applications }: Wave, x: number, hasNext: boolean): Html => html`<g>
<text x="${x + 4}" y="18">wave ${number}</text>
${applications.map(
  (name, index) => html`<rect x="${x}" y="${head + index * row}" width="${width}" height="26" rx="5"/>
<text x="${x + 8}" y="${head + index * row + 18}">${shortened(name)}</text>
`,
)}${hasNext ? arrow(x + width + 6) : html``}</g>
`;

const arrow = (x: number): Html =>
  html`<path d="M${x} ${head + 13} h${gap - 12} m-6 -5 l6 5 l-6 5" stroke-width="1.5"/>`;

/** A name that is longer than its box is whole in the words below. */
const shortened = (name: string): string => (name.length > 32 ? `${name.slice(0, 31)}…` : name);

const wordsOf = (waves: readonly Wave[]): string =>
  waves.map(({ number, applications }) => `wave ${number}: ${applications.join(', ')}`).join('; then ');
