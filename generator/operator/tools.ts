import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { minorOf } from '../environment/cluster.js';
import type { Environment } from '../environment/resolve.js';
import type { Check } from '../report/check.js';

const run = promisify(execFile);

interface Tool {
  readonly name: string;
  readonly versionArguments: readonly string[];
  /** Why this version won't do; undefined when it will. */
  readonly complaint: (version: Version, environment: Environment) => string | undefined;
  /** What speaks for a newer one, though this will do. */
  readonly advice?: (version: Version) => string | undefined;
  readonly install: string;
  /** What can't be done without it, when everything else can. */
  readonly optionalFor?: string;
}

type Version = readonly [major: number, minor: number];

const atLeast =
  (major: number, minor: number) =>
  ([foundMajor, foundMinor]: Version): string | undefined =>
    foundMajor > major || (foundMajor === major && foundMinor >= minor)
      ? undefined
      : `${major}.${minor} or newer is needed`;

/** kubectl works with clusters one minor version away on either side. */
function kubectlSkew([, minor]: Version, { cluster }: Environment): string | undefined {
  const wanted = minorOf(cluster.version);
  return Math.abs(minor - wanted) <= 1
    ? undefined
    : `the cluster is ${cluster.version}: 1.${wanted - 1} to 1.${wanted + 1} work with it`;
}

const tools: readonly Tool[] = [
  { name: 'git', versionArguments: ['--version'], complaint: atLeast(2, 25), install: 'https://git-scm.com/downloads' },
  {
    name: 'terraform',
    versionArguments: ['version'],
    complaint: atLeast(1, 11),
    advice: (version) => atLeast(1, 14)(version) && 'faults of 1.13 and older are no longer mended',
    install: 'https://developer.hashicorp.com/terraform/install',
  },
  {
    name: 'aws',
    versionArguments: ['--version'],
    complaint: () => undefined,
    install: 'https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html',
  },
  {
    name: 'kubectl',
    versionArguments: ['version', '--client'],
    complaint: kubectlSkew,
    install: 'https://kubernetes.io/docs/tasks/tools/',
  },
  {
    name: 'helm',
    versionArguments: ['version', '--template', '{{.Version}}'],
    complaint: atLeast(3, 18),
    install: 'https://helm.sh/docs/intro/install/',
  },
  {
    name: 'docker',
    versionArguments: ['--version'],
    complaint: () => undefined,
    install: 'https://docs.docker.com/engine/install/',
    optionalFor: 'building an image here',
  },
];

/** Which of the tools that the runbook's commands use are there, and new enough. */
export const checkTools = (environment: Environment): Promise<Check[]> =>
  Promise.all(tools.map((tool) => checkTool(tool, environment)));

async function checkTool(tool: Tool, environment: Environment): Promise<Check> {
  const { name, complaint, advice, install, optionalFor } = tool;
  const failing = optionalFor === undefined ? 'error' : 'note';
  const output = await versionOutput(tool);
  if (output === undefined) {
    const use = optionalFor ? `; it is needed for ${optionalFor}` : '';
    return { name, status: failing, message: `not installed, or not on PATH${use}: ${install}` };
  }
  const found = /v?([0-9]+)\.([0-9]+)(\.[0-9]+)?/.exec(output);
  if (!found) return { name, status: failing, message: `doesn't tell its version: ${install}` };
  const numbers: Version = [Number(found[1]), Number(found[2])];
  const version = found[0].replace(/^v/, '');
  const why = complaint(numbers, environment);
  if (why) return { name, status: failing, message: `${version}: ${why}: ${install}` };
  const better = advice?.(numbers);
  return better
    ? { name, status: 'note', message: `${version}: ${better}: ${install}` }
    : { name, status: 'ok', message: version };
}

async function versionOutput({ name, versionArguments }: Tool): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await run(name, versionArguments, { timeout: 20_000 });
    return stdout + stderr;
  } catch (error) {
    // There, and failing on something else: what it printed may still tell.
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
      ? undefined
      : String((error as { stdout?: string }).stdout ?? '');
  }
}
