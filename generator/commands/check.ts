import { hasErrors } from '../environment/problem.js';
import type { CheckedCharts } from '../plan/addon-charts.js';
import { type Differences, findDifferences } from '../plan/differences.js';
import type { Command } from '../report/command.js';
import { countText, problemsText } from '../report/problems.js';
import { afterChange, UserError } from '../report/user-error.js';
import { finishInterrupted, recoveredSentence } from '../tree/workspace.js';

/** What each state means to the person who reads it, and what to do. */
const meanings = {
  missing: 'is missing: run render',
  stale: 'is stale: the input has changed since it was rendered; run render',
  edited: 'is hand-edited: move the change into environments/ or the templates, then run render',
  orphaned: 'is orphaned: nothing in the input asks for it any more; run render',
  unowned: 'is unowned: the generator did not write it; move it out of rendered/',
  altered: 'is not as the version wrote it that toolVersion names: bring it back from git',
  blocked: 'is blocked: something that the generator does not own is in its place; move that away, then run render',
} as const;

export const check: Command = {
  summary:
    'Tells whether rendered/ is exactly what the input gives; exit code 2 when it is not. ' +
    'Changes nothing, but that it finishes a render that was interrupted.',
  usage: '[env…]',
  switches: {
    charts: "render the charts of add-ons as well, and hold what they make against the add-ons' projects: needs Helm",
  },
  async run({ root, environments, switches, progress }) {
    const recovered = await finishInterrupted(root);
    const changed = `${recoveredSentence} Nothing else was changed.`;
    const found = await (recovered
      ? afterChange(changed, () => findDifferences(root, environments, progress))
      : findDifferences(root, environments, progress));
    const files = found.differences.map(({ path, status }) => ({ path, status: status as keyof typeof meanings }));
    const charts = switches.has('charts') ? await checkCharts(found.repository, environments) : undefined;
    const problems = [...found.problems, ...(charts?.problems ?? [])];
    const isClean = files.length === 0;
    const lines = files.map(({ path, status }) => `${path} ${meanings[status]}\n`).join('');
    return {
      exitCode: hasErrors(problems) ? 1 : isClean ? 0 : 2,
      text: (isClean ? 'rendered/ is what the input gives.\n' : lines) + chartsText(charts),
      notes: (recovered ? `${recoveredSentence}\n` : '') + notes(root, { ...found, problems }),
      json: {
        clean: isClean,
        recovered,
        files,
        leftAlone: found.bystanders,
        ...(charts && { charts: charts.rendered }),
        problems,
      },
    };
  },
};

/** @throws UserError where there is no Helm */
async function checkCharts(repository: Differences['repository'], environments: readonly string[]) {
  // Loaded where it is asked for: it parses what charts give.
  const { checkAddOnCharts } = await import('../plan/addon-charts.js');
  const { helmTemplatePublished } = await import('../helm/chart.js');
  return checkAddOnCharts(repository, environments, (release) => {
    const rendering = helmTemplatePublished(release);
    if (rendering) return rendering;
    throw new UserError('check --charts renders charts with Helm, and there is no helm on PATH: install it.');
  });
}

const chartsText = (charts: CheckedCharts | undefined): string =>
  charts && charts.problems.length === 0
    ? charts.rendered === 1
      ? '1 chart of an add-on makes what its project admits.\n'
      : `${charts.rendered} charts of add-ons make what their projects admit.\n`
    : '';

function notes(root: string, { problems, bystanders }: Pick<Differences, 'problems' | 'bystanders'>): string {
  const warnings = problems.length > 0 ? problemsText(root, problems) + countText(problems) : '';
  return warnings + bystanders.map((path) => `${path} is yours and is left alone.\n`).join('');
}
