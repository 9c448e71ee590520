// image-target.js ENVIRONMENT [REPOSITORY] >>"$GITHUB_OUTPUT"
import { readEnvironment } from './read-environment.js';
import { imageTarget } from './target.js';

const [name, repository] = process.argv.slice(2);
const target = imageTarget(readEnvironment(name).environment, repository);
// GitHub shows it on the run: an image that nobody may push is scanned, and goes nowhere.
if (target === undefined)
  process.stderr.write(`::notice::environments/${name}.yaml has no pipeline: nothing is pushed.\n`);
for (const [key, value] of Object.entries(target ?? {})) process.stdout.write(`${key}=${value}\n`);
