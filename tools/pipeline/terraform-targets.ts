// terraform-targets.js plan|apply [ENVIRONMENT] <changed-files >>"$GITHUB_OUTPUT"
import { readFileSync } from 'node:fs';
import { readEnvironments } from './read-environment.js';
import { terraformTargets } from './terraform-target.js';

const [use, name] = process.argv.slice(2);
if (use !== 'plan' && use !== 'apply') throw new Error('usage: terraform-targets.js plan|apply [ENVIRONMENT]');
const changed = readFileSync(0, 'utf8').split('\n');
const targets = terraformTargets(readEnvironments(), use, name ? { name } : { changed });
process.stdout.write(`targets=${JSON.stringify(targets)}\n`);
