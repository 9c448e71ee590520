import { flowCommand } from '../operator/flow-command.js';

export const teardown = flowCommand({
  flow: 'teardown',
  summary: 'Prints the steps back to an empty account, in the order that works; --run executes them.',
  refusal: ({ name, cluster }) =>
    cluster.deletionProtection
      ? `${name} is protected: set cluster.deletionProtection to false in environments/${name}.yaml, ` +
        'render and commit first.'
      : undefined,
  farewell: ({ name }) =>
    `${name} is gone. What its list of leftovers shows is deleted by AWS when its time is over. ` +
    `Remove environments/${name}.yaml when it isn't to come back.\n`,
});
