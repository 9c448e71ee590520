import { flowCommand } from '../operator/flow-command.js';

export const bootstrap = flowCommand({
  flow: 'bootstrap',
  summary: 'Prints the steps from an empty account to a running service; --run executes them.',
  refusal: () => undefined,
  farewell: ({ name }) => `${name} is up. Ask it for a prediction: «Verify» in rendered/${name}/RUNBOOK.md.\n`,
});
