import type { Problem } from '../environment/problem.js';
import { type Command, jsonVersion, type Outcome } from '../report/command.js';
import { progressOn, silent } from '../report/progress.js';
import { processTerminal } from '../report/terminal.js';
import { parseArguments } from './arguments.js';
import { invocationOf } from './invocation.js';

/** Loaded when they are asked for: starting is most of what a small repository waits for. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  init: async () => (await import('../commands/init.js')).init,
  render: async () => (await import('../commands/render.js')).render,
  check: async () => (await import('../commands/check.js')).check,
  diff: async () => (await import('../commands/diff.js')).diff,
  validate: async () => (await import('../commands/validate.js')).validate,
  list: async () => (await import('../commands/list.js')).list,
  cost: async () => (await import('../commands/cost.js')).cost,
  capacity: async () => (await import('../commands/capacity.js')).capacity,
  report: async () => (await import('../commands/report.js')).report,
  get: async () => (await import('../commands/get.js')).get,
  set: async () => (await import('../commands/set.js')).set,
  compare: async () => (await import('../commands/compare.js')).compare,
  promote: async () => (await import('../commands/promote.js')).promote,
  rollback: async () => (await import('../commands/rollback.js')).rollback,
  doctor: async () => (await import('../commands/doctor.js')).doctor,
  bootstrap: async () => (await import('../commands/bootstrap.js')).bootstrap,
  teardown: async () => (await import('../commands/teardown.js')).teardown,
  pipeline: async () => (await import('../commands/pipeline.js')).pipeline,
  hooks: async () => (await import('../commands/hooks.js')).hooks,
  upgrade: async () => (await import('../commands/upgrade.js')).upgrade,
  completion: async () => (await import('./completion.js')).completionFor(() => [...Object.keys(commands), 'help']),
};

async function main(words: readonly string[]): Promise<void> {
  const { name, args } = invocationOf(words);
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) return print(await answerWithoutCommand(name, args), { as: 'text' });
  const command = await load();
  let root = '.';
  let as: Form = args.includes('--json') ? 'json' : 'text';
  let progress = silent;
  try {
    const { help, json, quiet, ...input } = parseArguments(name, command, args);
    root = input.root;
    as = help ? 'text' : json ? 'json' : quiet ? 'errors' : 'text';
    const terminal = processTerminal(as === 'json' ? 2 : 1);
    if (process.stderr.isTTY && !isDumb() && !quiet) progress = progressOn((line) => process.stderr.write(line));
    const outcome = help
      ? await helpFor(name, command)
      : await command.run({ ...input, color: showsColor(), terminal, progress });
    progress.end();
    print(outcome, { as, marks: await marksFor(outcome, root) });
  } catch (error) {
    progress.end();
    const { failure } = await import('../report/failure.js');
    const outcome = failure(error, root);
    print(outcome, { as, marks: await marksFor(outcome, root) });
  }
}

/** In GitHub Actions: what shows the problems beside the lines of a pull request. */
async function marksFor({ json }: Outcome, root: string): Promise<string> {
  const problems = (json as { readonly problems?: readonly Problem[] } | null)?.problems ?? [];
  if (process.env['GITHUB_ACTIONS'] !== 'true' || problems.length === 0) return '';
  const { annotations } = await import('../report/annotations.js');
  const { folderInGit } = await import('../input/folder-in-git.js');
  return annotations(problems, folderInGit(root));
}

async function answerWithoutCommand(name: string, args: readonly string[]): Promise<Outcome> {
  if (name === 'version' || (name === '' && args.some((word) => word === '--version' || word === '-V'))) {
    const { version } = await import('../base/package.js');
    return { exitCode: 0, text: `${version}\n`, json: null };
  }
  const about = name === 'help' ? (args[0] ?? '') : '';
  const load = Object.hasOwn(commands, about) ? commands[about] : undefined;
  if (load) return helpFor(about, await load());
  const asked = about === '' ? name : about;
  const { overview } = await import('./help.js');
  const loaded = Object.entries(commands).map(async ([known, load]) => [known, await load()] as const);
  const text = overview(await Promise.all(loaded));
  if (asked === 'help' || (name === '' && args.some((word) => word === '--help' || word === '-h')))
    return { exitCode: 0, text, json: null };
  const { nearestOf } = await import('../base/nearest.js');
  const nearest = nearestOf(asked, Object.keys(commands));
  const complaint = asked === '' ? 'Say which command.' : `There is no command ${JSON.stringify(asked)}.`;
  return {
    exitCode: 1,
    text: '',
    notes: `${complaint}${nearest ? ` Did you mean ${nearest}?` : ''}\n\n${text}`,
    json: null,
  };
}

async function helpFor(name: string, command: Command): Promise<Outcome> {
  const { commandHelp } = await import('./help.js');
  return { exitCode: 0, text: commandHelp(name, command), json: null };
}

/** Whether the terminal can neither show colours nor take a line back. */
const isDumb = (): boolean => process.env['TERM'] === 'dumb';

/** https://no-color.org and https://force-color.org: set and not empty counts, and no wins. */
function showsColor(): boolean {
  if (process.env['NO_COLOR'] || isDumb()) return false;
  return Boolean(process.env['FORCE_COLOR']) || process.stdout.isTTY === true;
}

/** Errors alone: what --quiet leaves. */
type Form = 'text' | 'json' | 'errors';

function print({ exitCode, text, notes = '', json }: Outcome, { as, marks = '' }: { as: Form; marks?: string }): void {
  process.exitCode = exitCode;
  if (as === 'json') {
    process.stdout.write(`${JSON.stringify({ version: jsonVersion, ...(json as object) }, null, 2)}\n`);
    return;
  }
  if (as === 'text' || exitCode === 1) process.stderr.write(notes + marks);
  if (as === 'text') process.stdout.write(text);
}

/** Who reads our output may stop reading, as head does: that is no error. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

void main(process.argv.slice(2));
