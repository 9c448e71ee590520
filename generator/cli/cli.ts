import type { Command, Outcome } from '../report/command.js';
import { processTerminal } from '../report/terminal.js';
import { parseArguments } from './arguments.js';

/** Loaded when they are asked for: starting is most of what a small repository waits for. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  render: async () => (await import('../commands/render.js')).render,
  check: async () => (await import('../commands/check.js')).check,
  diff: async () => (await import('../commands/diff.js')).diff,
  validate: async () => (await import('../commands/validate.js')).validate,
  doctor: async () => (await import('../commands/doctor.js')).doctor,
  bootstrap: async () => (await import('../commands/bootstrap.js')).bootstrap,
  teardown: async () => (await import('../commands/teardown.js')).teardown,
  hooks: async () => (await import('../commands/hooks.js')).hooks,
  upgrade: async () => (await import('../commands/upgrade.js')).upgrade,
};

async function main([name = '', ...args]: readonly string[]): Promise<void> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) return print(await answerWithoutCommand(name), false);
  const command = await load();
  let root = '.';
  let asJson = args.includes('--json');
  try {
    const { help, json, ...input } = parseArguments(name, command, args);
    root = input.root;
    asJson = json && !help;
    const terminal = processTerminal(asJson ? 2 : 1);
    print(help ? await helpFor(name, command) : await command.run({ ...input, color: showsColor(), terminal }), asJson);
  } catch (error) {
    const { failure } = await import('../report/failure.js');
    print(failure(error, root), asJson);
  }
}

async function answerWithoutCommand(name: string): Promise<Outcome> {
  const { overview } = await import('./help.js');
  const loaded = Object.entries(commands).map(async ([known, load]) => [known, await load()] as const);
  const text = overview(await Promise.all(loaded));
  if (['help', '--help', '-h'].includes(name)) return { exitCode: 0, text, json: null };
  const { nearestOf } = await import('../base/nearest.js');
  const nearest = nearestOf(name, Object.keys(commands));
  const complaint = name === '' ? 'Say which command.' : `There is no command ${JSON.stringify(name)}.`;
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

/** https://no-color.org: set and not empty means no. */
const showsColor = (): boolean =>
  process.stdout.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';

function print({ exitCode, text, notes = '', json }: Outcome, asJson: boolean): void {
  process.exitCode = exitCode;
  if (asJson) process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
  else {
    process.stderr.write(notes);
    process.stdout.write(text);
  }
}

/** Who reads our output may stop reading, as head does: that is no error. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

void main(process.argv.slice(2));
