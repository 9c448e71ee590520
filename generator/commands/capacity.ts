import { type CapacityEstimate, capacityOf } from '../capacity/estimate.js';
import { barsOf, sentenceOf, verdictText } from '../capacity/words.js';
import { instanceTypesKnownOn } from '../environment/data/instance-types.js';
import { placeFindings } from '../environment/placement.js';
import { readSoundRepository } from '../input/repository.js';
import { selectEnvironments } from '../input/selection.js';
import type { Command } from '../report/command.js';
import { problemsText } from '../report/problems.js';
import { table } from '../report/table.js';

export const capacity: Command = {
  summary: 'Tells whether the nodes carry every pod: at the fewest, at the most, in a rollout, with a zone lost.',
  usage: '[env…]',
  switches: {},
  async run({ root, environments: asked }) {
    const { environments, sources } = readSoundRepository(root);
    const computed = selectEnvironments(environments, asked).map(capacityOf);
    const problems = computed.flatMap(({ estimate, findings }) =>
      placeFindings(sources, estimate.environment, findings),
    );
    const estimates = computed.map(({ estimate }) => estimate);
    return {
      exitCode: estimates.some(({ fits }) => fits === false) ? 1 : 0,
      text: `${estimates.map(textOf).join('\n')}\n${sourceOfShapes}`,
      notes: problems.length > 0 ? problemsText(root, problems) : '',
      json: { instanceTypesKnownOn, estimates, problems },
    };
  },
};

/** The modules that it was read from stand in the data's own comment, and in docs/capacity.md. */
const sourceOfShapes = `What instance types have is known as of ${instanceTypesKnownOn}.\n`;

function textOf({ environment, fits, scenarios, limits, leftOut }: CapacityEstimate): string {
  return [
    `${environment}: ${verdictText(fits)}`,
    ...table(scenarios.map(sentenceOf)).map((line) => `  ${line}`),
    ...table(limits.map(barsOf)).map((line) => `  ${line}`),
    ...leftOut.map((what) => `  not counted: ${what}`),
    '',
  ].join('\n');
}
