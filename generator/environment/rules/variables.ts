import { closestMatch } from 'leven';
import { serviceSettings } from '../schema/service-settings.js';
import type { WorkloadRule } from './rule.js';

/** Variables that only the service's default model reads. */
const defaultModelVariables = ['RANDOM_STATE', 'N_ESTIMATORS'] as const;

/** The letters of a name for each that may be wrong. */
const lettersPerMistake = 4;

/** Tells that a variable is nearly a setting of the service: the service would ignore it. */
function misspelling(name: string): string | undefined {
  if (serviceSettings.some((setting) => name === setting || name === `${setting}_FILE`)) return undefined;
  const maxDistance = Math.floor(name.length / lettersPerMistake);
  const setting = closestMatch(name.toUpperCase(), serviceSettings, { maxDistance });
  return setting && `${name} is no setting of the service, which would ignore it: is it ${setting}?`;
}

export const variableRules: readonly WorkloadRule[] = [
  {
    name: 'misspelt-variables',
    *check({ config, secrets }) {
      for (const name of Object.keys(config)) {
        const message = misspelling(name);
        if (message !== undefined) yield { path: ['config', name], atKey: true, message };
      }
      for (const [index, { variable }] of secrets.entries()) {
        const message = misspelling(variable);
        if (message !== undefined) yield { path: ['secrets', index, 'variable'], message };
      }
    },
  },
  {
    name: 'variables-without-effect',
    *check({ config, model }) {
      const idle = model === undefined ? [] : defaultModelVariables.filter((name) => Object.hasOwn(config, name));
      if (idle[0] === undefined) return;
      const message = `Beside a model this has no effect: ${idle.join(', ')} (of the service's default model).`;
      yield { severity: 'warning', path: ['config', idle[0]], atKey: true, message };
    },
  },
];
