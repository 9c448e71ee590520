import { closestMatch } from 'leven';
import { type Config, settingNames } from './config.js';
import { StartError } from './errors.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables of the programs that run beside the service in its pod, and of the platform. */
const FOREIGN =
  /^(MODEL_S3_URI|MODEL_MAX_BYTES|MODEL_FETCH_SECONDS|MODEL_FETCH_IDLE_SECONDS|(OTEL|AWS|NODE|KUBERNETES|FETCH)_.*)$/;
/** Settings of the embedded model. */
const EMBEDDED_ONLY = ['RANDOM_STATE', 'N_ESTIMATORS'];
/** The letters of a name for each that may be wrong. */
const LETTERS_PER_MISTAKE = 4;

/**
 * Finds variables that have no effect: those with nearly the name of a setting, and settings of another model.
 * @returns a sentence on each
 * @throws StartError when the embedded model would be served where a variable seems to mean a model of the user's
 */
export function ineffectiveVariables(environment: Environment, config: Config): string[] {
  const misspelt = misspeltVariables(environment);
  const meant = misspelt.find(({ setting }) => setting.startsWith('MODEL_'));
  if (meant !== undefined && config.MODEL_PATH === undefined) throw new StartError(describe(meant));
  return [...misspelt.map(describe), ...withoutEffect(environment, config)];
}

interface Misspelt {
  readonly variable: string;
  readonly setting: string;
}

const describe = ({ variable, setting }: Misspelt): string =>
  `the variable ${variable} has no effect: there is no such setting; the nearest is ${setting}`;

function misspeltVariables(environment: Environment): Misspelt[] {
  const known = settingNames.flatMap((name) => [name, `${name}_FILE`]);
  const unknown = Object.keys(environment).filter((name) => !known.includes(name) && !FOREIGN.test(name));
  return unknown.flatMap((variable) => {
    const maxDistance = Math.floor(variable.length / LETTERS_PER_MISTAKE);
    const setting = closestMatch(variable.toUpperCase(), known, { maxDistance });
    return setting === undefined ? [] : [{ variable, setting }];
  });
}

function withoutEffect(environment: Environment, { MODEL_PATH }: Config): string[] {
  const names = MODEL_PATH === undefined ? ['MODEL_BASELINE_PATH', 'FEATURE_COUNT', 'AXIS_SIZES'] : EMBEDDED_ONLY;
  const reason = MODEL_PATH === undefined ? 'it is for a model of MODEL_PATH' : 'it is for the embedded model';
  return names.filter((name) => environment[name]).map((name) => `${name} has no effect: ${reason}`);
}
