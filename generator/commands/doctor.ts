import { guardAccount, hasAccess, WrongAccount } from '../aws/guard.js';
import type { Identity } from '../aws/identity.js';
import { today } from '../base/today.js';
import { advisoryFindings } from '../environment/advisories.js';
import { namesOf } from '../environment/names.js';
import { placeholderFindings } from '../environment/placeholders.js';
import { type Finding, pathText } from '../environment/problem.js';
import type { Environment } from '../environment/resolve.js';
import { supportFindings } from '../environment/support.js';
import { readRepository } from '../input/repository.js';
import { oneEnvironment } from '../input/selection.js';
import { checkRepository } from '../operator/readiness.js';
import { checkTools } from '../operator/tools.js';
import { type Check, checksText, exitCodeOf } from '../report/check.js';
import type { Command, Outcome } from '../report/command.js';
import { printable } from '../report/problems.js';
import { UserError } from '../report/user-error.js';

export const doctor: Command = {
  summary: "Tells whether the AWS account is the environment's, and tools, repository and rendered/ are ready.",
  usage: '<env>',
  switches: {},
  async run({ root, environments }) {
    const environment = oneEnvironment(readRepository(root), environments, 'doctor');
    const { identity, check, isWrong } = await checkAccount(environment);
    // The wrong account ends it: whatever else is in order would only invite to go on.
    if (isWrong) return outcome(environment, [check]);
    return outcome(environment, [
      check,
      ...(identity ? [checkPrincipal(identity, environment), ...(await questionsOf(environment))] : []),
      checkRegion(environment),
      ...noted('support', supportFindings(environment, today())),
      ...noted('advisory', advisoryFindings(environment)),
      ...checkPlaceholders(environment),
      ...(await checkTools(environment)),
      ...(await checkRepository(root, environment)),
    ]);
  },
};

/** Loaded only where they are asked: clients of six services, which the bundle has and no installation. */
const questionsOf = async (environment: Environment): Promise<Check[]> =>
  (await import('../aws/questions.js')).askAWS(environment);

interface AccountCheck {
  readonly check: Check;
  /** Undefined where AWS doesn't tell who this is. */
  readonly identity?: Identity;
  readonly isWrong?: boolean;
}

async function checkAccount(environment: Environment): Promise<AccountCheck> {
  const name = 'account';
  try {
    const identity = await guardAccount(environment, namesOf(environment));
    return { identity, check: { name, status: 'ok', message: `${identity.account}, as ${identity.arn}` } };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { check: { name, status: 'error', message: error.message }, isWrong: error instanceof WrongAccount };
  }
}

function checkPrincipal(identity: Identity, environment: Environment): Check {
  const name = 'principal';
  if (identity.arn.endsWith(':root')) {
    return { name, status: 'note', message: 'This is the root user of the account: work as a role instead.' };
  }
  if (environment.cluster.existing) {
    return { name, status: 'note', message: 'who may use the cluster, its owner says: kubectl auth whoami tells' };
  }
  if (hasAccess(identity, environment)) return { name, status: 'ok', message: 'named in cluster.accessEntries' };
  const message = 'not named in cluster.accessEntries: AWS commands work, kubectl and helm will be refused';
  return { name, status: 'note', message };
}

function checkRegion({ aws }: Environment): Check {
  const name = 'region';
  const own = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? aws.region;
  return own === aws.region
    ? { name, status: 'ok', message: aws.region }
    : { name, status: 'note', message: `${aws.region}; your shell says ${own}: commands that name no region go there` };
}

const noted = (name: string, findings: readonly Finding[]): Check[] =>
  findings.map(({ message }) => ({ name, status: 'note', message }));

const checkPlaceholders = (environment: Environment): Check[] =>
  placeholderFindings(environment).map(({ path, message }) => ({
    name: 'placeholder',
    status: 'error',
    message: `${pathText(path)}: ${message}`,
  }));

function outcome({ name, aws }: Environment, checks: readonly Check[]): Outcome {
  const exitCode = exitCodeOf(checks);
  const complaints = checks.filter(({ status }) => status === 'error' || status === 'difference');
  const text = printable(checksText(checks));
  return {
    exitCode,
    text: complaints.length === checks.length ? '' : text,
    notes: complaints.length === checks.length ? text : '',
    json: { environment: name, accountId: aws.accountId, region: aws.region, ready: exitCode === 0, checks },
  };
}
