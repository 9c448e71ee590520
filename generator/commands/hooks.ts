import { program } from '../base/package.js';
import { type Installed, installHooks, uninstallHooks } from '../hooks/install.js';
import { renderStaged } from '../hooks/render-staged.js';
import { workTreeOf } from '../hooks/work-tree.js';
import type { Command, Outcome } from '../report/command.js';
import { printable } from '../report/problems.js';
import { UserError } from '../report/user-error.js';

const actions: Readonly<Record<string, (root: string) => Outcome | Promise<Outcome>>> = { install, uninstall, run };

export const hooks: Command = {
  summary: 'Hooks that render and stage what the staged or merged environments imply; run is what they call.',
  usage: 'install|uninstall|run',
  switches: {},
  async run({ root, environments: [name = '', ...more] }) {
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!action || more.length > 0) throw new UserError('Say what to do: hooks install, hooks uninstall or hooks run.');
    return action(root);
  },
};

function install(root: string): Outcome {
  const installed = installHooks(root, program);
  const line = ({ file, earlier }: Installed) =>
    `Installed: ${file}\n${earlier ? `The hook that was there goes first: ${earlier}\n` : ''}`;
  return {
    exitCode: 0,
    text: installed.map(line).join(''),
    json: { installed: true, hooks: installed.map(({ file, earlier }) => ({ file, earlier: earlier ?? null })) },
  };
}

function uninstall(root: string): Outcome {
  const taken = uninstallHooks(root);
  const line = ({ file, earlier }: Installed) =>
    earlier ? `Taken away: ${file} is again the hook that was there before.\n` : `Taken away: ${file}\n`;
  return {
    exitCode: 0,
    text: taken.map(line).join('') || 'They were not installed.\n',
    json: { installed: false, hooks: taken.map(({ file, earlier }) => ({ file, restored: earlier ?? null })) },
  };
}

async function run(root: string): Promise<Outcome> {
  const result = await renderStaged(root, workTreeOf(root));
  if ('refused' in result) {
    const notes = `${printable(result.refused)}Nothing was committed.\n`;
    return { exitCode: 1, text: '', notes, json: { refused: result.refused } };
  }
  const { files, deletions, overruled, leftAlone } = result;
  const count = files.size + deletions.length;
  const notes = [
    ...(count > 0 ? [`Rendered and staged: ${count} ${count === 1 ? 'file' : 'files'}.`] : []),
    ...overruled.map((path) => `${path} was staged with changes by hand: the commit has what the environments imply.`),
    ...leftAlone.map(
      (path) => `${path} has changes that are not staged: the commit has what is staged, your file stays as it is.`,
    ),
  ];
  return {
    exitCode: 0,
    text: '',
    // Git shows what a hook says wherever it says it; standard error keeps it out of pipes.
    notes: notes.map((line) => `${printable(line)}\n`).join(''),
    json: { staged: [...files.keys()], deleted: deletions, overruled, leftAlone },
  };
}
