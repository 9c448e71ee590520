import test from 'ava';
import { program } from '../../../generator/base/package.js';
import { repositoryRoot } from '../../../tools/folders.js';
import { execute } from '../../helpers/cli.js';
import { folderWith } from '../../helpers/repository.js';
import { smallRepository } from '../../helpers/small-repository.js';

interface Loaded {
  readonly file: string;
  readonly rejected: boolean | undefined;
}

/** Runs the program, which exports its scripts, and says which of them it came to need. */
async function loadedBy(args: readonly string[]): Promise<readonly Loaded[]> {
  const code = `
    process.argv = [process.execPath, ${JSON.stringify(program)}, ...${JSON.stringify(args)}];
    const scripts = require(${JSON.stringify(program)});
    process.on('exit', () => {
      const loaded = [...scripts].map(([file, { cachedDataRejected }]) => ({ file, rejected: cachedDataRejected }));
      process.stderr.write(JSON.stringify(loaded));
    });
  `;
  const { stderr } = await execute([process.execPath, '--eval', code]);
  return JSON.parse(stderr);
}

const isCompiler = ({ file }: Loaded): boolean => /handlebars/.test(file);

test('the program starts from compiled code, and without a compiler for the templates that ship', async (t) => {
  const loaded = await loadedBy(['check', '--root', repositoryRoot]);
  t.false(loaded.some(isCompiler));
  t.deepEqual(
    loaded.filter(({ rejected }) => rejected === true),
    [],
  );
  t.is(loaded.find(({ file }) => file.endsWith('main.js'))?.rejected, false);
});

test('templates of the repository’s own are compiled when they are needed', async (t) => {
  const root = folderWith(t, smallRepository(['dev']));
  t.true((await loadedBy(['check', '--root', root])).some(isCompiler));
});
