import { namesOf } from '../environment/names.js';
import type { Environment } from '../environment/resolve.js';
import type { Check } from '../report/check.js';
import { addonVersions } from './questions/addon-versions.js';
import { instanceTypes } from './questions/instance-types.js';
import { leftovers } from './questions/leftovers.js';
import { principals } from './questions/principals.js';
import { type Question, settingsIn } from './questions/question.js';
import { quotas } from './questions/quotas.js';
import { zones } from './questions/zones.js';

const questions: readonly Question[] = [principals, zones, instanceTypes, addonVersions, leftovers, quotas];

/**
 * Asks AWS what only AWS knows, all questions at once: a question that has no answer, for want of rights or of a way,
 * is a note, and the others are asked all the same.
 */
export async function askAWS(environment: Environment): Promise<Check[]> {
  const settings = settingsIn(environment.aws.region, namesOf(environment).dnsSuffix);
  const answers = await Promise.all(
    questions.map(async ({ name, ask }): Promise<Check[]> => {
      const checks: Check[] = [];
      try {
        for await (const finding of ask(environment, settings)) checks.push({ name, ...finding });
      } catch (cause) {
        return [...checks, { name, status: 'note', message: `not known: ${reasonOf(cause)}` }];
      }
      return checks.length > 0 ? checks : [{ name, status: 'ok', message: 'as the environment needs' }];
    }),
  );
  return answers.flat();
}

/** The first line: some services say more than a terminal takes. */
function reasonOf(cause: unknown): string {
  const { name = 'Error', message = '', code } = cause as Error & { code?: string };
  return `${code ?? name}: ${message.split('\n')[0]}`.slice(0, 300);
}
