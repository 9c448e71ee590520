// image-target.js ENVIRONMENT >>"$GITHUB_OUTPUT"
import { loadEnvironments } from '../../generator/environment/load.js';
import { readEnvironmentSources } from '../../generator/input/environments.js';
import { imageTarget } from './target.js';

const [name] = process.argv.slice(2);
const { environments } = loadEnvironments(readEnvironmentSources('.', []));
const environment = environments.find((each) => each.name === name);
if (environment === undefined) {
  throw new Error(`There is no valid environment ${name}: npm run validate tells more.`);
}
const target = imageTarget(environment);
// GitHub shows it on the run: an image that nobody may push is scanned, and goes nowhere.
if (target === undefined)
  process.stderr.write(`::notice::environments/${name}.yaml has no pipeline: nothing is pushed.\n`);
for (const [key, value] of Object.entries(target ?? {})) process.stdout.write(`${key}=${value}\n`);
