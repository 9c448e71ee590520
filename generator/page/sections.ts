import type { CapacityEstimate } from '../capacity/estimate.js';
import { barsOf, sentenceOf, verdictText } from '../capacity/words.js';
import { amountText, monthlyText } from '../cost/words.js';
import { shortened } from '../environment/release-of.js';
import type { FieldDifference } from '../foretell/fields.js';
import { type Html, html, table } from './html.js';
import { overviewHead, overviewRow } from './overview.js';
import type { PageInput } from './told.js';
import { drawing } from './waves.js';

const colours: Readonly<Record<string, string>> = { yes: 'good', no: 'bad' };

export const overview = ({ environments }: PageInput): Html =>
  table(
    'Where each is, and what it amounts to',
    overviewHead,
    environments.map((told) =>
      overviewRow(told).map((text) => html`<span class="${colours[text] ?? ''}">${text}</span>`),
    ),
  );

export function releases({ environments }: PageInput): Html {
  return table(
    'What each workload runs',
    ['Workload', 'Environment', 'Image', 'Digest', 'Model', 'Model digest', 'Chart', 'Replicas'],
    environments.flatMap(({ releases: own }) =>
      own.map(({ workload, environment, image, digest, model, modelSha256, chart, replicas }) => [
        workload,
        environment,
        html`<code>${image}</code>`,
        html`<code>${shortened(digest)}</code>`,
        model ?? 'built in',
        html`<code>${shortened(modelSha256)}</code>`,
        chart,
        `${replicas.min}–${replicas.max}`,
      ]),
    ),
  );
}

export const capacities = ({ environments }: PageInput): Html =>
  html`${environments.map(
    ({ name, capacity }) => html`<h3>${name}: ${verdictText(capacity.fits)}</h3>
${table(`What is taken of each limit in ${name}`, ['Limit', 'Taken', 'Amount', 'Left'], capacity.limits.map(limitRow))}
<details><summary>Each moment in the life of ${name}</summary>
${table(`Whether pods of ${name} have nodes`, ['Moment', 'Verdict', 'On'], capacity.scenarios.map(sentenceOf))}
</details>
${capacity.leftOut.length > 0 ? html`<p class="quiet">Not counted: ${capacity.leftOut.join('; ')}.</p>` : html``}`,
  )}`;

function limitRow(limit: CapacityEstimate['limits'][number]) {
  const [what, , taken, headroom] = barsOf(limit);
  const most = Math.max(limit.of, limit.used, 1);
  return [
    what,
    html`<meter min="0" max="${most}" value="${limit.used}" aria-label="${`${what}: ${taken}`}"></meter>`,
    taken,
    limit.used > limit.of ? html`<span class="bad">${headroom}</span>` : headroom,
  ];
}

export const costs = ({ environments }: PageInput): Html =>
  html`${environments.map(
    ({ name, cost }) => html`<h3>${name}: ${monthlyText(cost)}</h3>
${table(
  `What ${name} is billed for, at list prices`,
  ['Item', 'How many', 'USD a month'],
  cost.lines.map(({ what, quantity: { min, max }, monthly }) => [
    what,
    min === max ? String(max) : `${min}–${max}`,
    monthly ? amountText(monthly) : 'no price known',
  ]),
)}
<p class="quiet">Not counted: ${cost.leftOut.join('; ')}.</p>`,
  )}`;

export const differences = ({ compared }: PageInput): Html =>
  compared.length === 0
    ? html`<p>There is one environment.</p>`
    : html`${compared.map(({ one, other, differences: all }) => {
        const [expected, others] = [true, false].map((kind) => all.filter((each) => each.expected === kind));
        return html`<h3>${one} and ${other}</h3>
${fieldTable(`Fields in which ${one} and ${other} differ`, [one, other], others ?? [])}
<details><summary>${expected?.length ?? 0} that are expected to differ</summary>
${fieldTable(`Fields that make ${one} and ${other} themselves`, [one, other], expected ?? [])}</details>`;
      })}`;

const fieldTable = (caption: string, names: readonly string[], fields: readonly FieldDifference[]): Html =>
  fields.length === 0
    ? html`<p>${caption}: none.</p>`
    : table(
        caption,
        ['Field', ...names],
        fields.map(({ path, one, other }) => [html`<code>${path}</code>`, said(one), said(other)]),
      );

const said = (value: unknown): Html =>
  value === null ? html`<span class="quiet">nothing</span>` : html`<code class="value">${JSON.stringify(value)}</code>`;

export const waves = ({
  environments,
}: PageInput): Html => html`<p>Argo CD waits until a wave is healthy before the next.</p>
${environments.map(
  ({ name, waves: own }) => html`<h3>${name}</h3>
${drawing(own, `Waves of ${name}`)}`,
)}`;

export function support({ environments }: PageInput): Html {
  return table(
    'What ends, and when',
    ['Environment', 'Kubernetes', 'Standard support until', 'Said of it'],
    environments.map(({ name, kubernetes, supportedUntil, warnings }) => [
      name,
      kubernetes,
      supportedUntil ?? 'not known',
      warnings.length === 0 ? 'nothing within a quarter' : warnings.map((text) => html`<p class="bad">${text}</p>`),
    ]),
  );
}
