import { existsSync, readdirSync, readFileSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import test from 'ava';
import { program } from '../../../generator/base/package.js';
import { cli, execute } from '../../helpers/cli.js';
import { contents, folderWith } from '../../helpers/repository.js';
import { smallRepository } from '../../helpers/small-repository.js';

/** Runs the program, and lists the modules that it came to load. */
async function loadedBy(args: readonly string[], log: string): Promise<readonly string[]> {
  const hooks = `import fs from 'node:fs';
    export async function load(url, context, next) {
      fs.appendFileSync(${JSON.stringify(log)}, url + '\\n');
      return next(url, context);
    }`;
  const preload = `import { register } from 'node:module'; register(${JSON.stringify(dataUrl(hooks))});`;
  const { exitCode, stderr } = await execute([process.execPath, '--import', dataUrl(preload), program, ...args]);
  if (exitCode === 1) throw new Error(stderr);
  return readFileSync(log, 'utf8').trim().split('\n');
}

const dataUrl = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`;

const isCompiler = (url: string): boolean => /\/handlebars-\w+\.js$/.test(url);

test('the program starts without a compiler for the templates that ship', async (t) => {
  const loaded = await loadedBy(['check'], join(folderWith(t), 'log'));
  t.true(loaded.length > 5);
  t.false(loaded.some(isCompiler));
});

test('templates of the repository’s own are compiled when they are needed', async (t) => {
  const root = folderWith(t, smallRepository(['dev']));
  t.true((await loadedBy(['check', '--root', root], join(folderWith(t), 'log'))).some(isCompiler));
});

/** Each system has a variable of its own for the user's cache. */
const cacheAt = (folder: string) => ({ XDG_CACHE_HOME: folder, LOCALAPPDATA: folder });

test('compiled code is kept in the user’s cache folder and not in the repository, where Node can do it', async (t) => {
  const root = folderWith(t, smallRepository(['dev']));
  const before = contents(root);
  const cache = folderWith(t);
  t.is((await cli(['validate', '--root', root], { cwd: root, env: cacheAt(cache) })).exitCode, 0);
  t.is(existsSync(join(cache, 'inference-gitops/compiled')), 'enableCompileCache' in module);
  t.deepEqual(contents(root), before);
});

test('a relative XDG_CACHE_HOME, which would lie in the repository, is ignored', async (t) => {
  const root = folderWith(t, smallRepository(['dev']));
  const home = folderWith(t);
  const env = { ...cacheAt('.'), HOME: home, USERPROFILE: home };
  t.is((await cli(['validate', '--root', root], { cwd: root, env })).exitCode, 0);
  t.false(readdirSync(root).includes('inference-gitops'));
  t.is(existsSync(join(home, '.cache/inference-gitops/compiled')), 'enableCompileCache' in module);
});

test('where nothing can be kept, the program starts all the same and says nothing of it', async (t) => {
  const root = folderWith(t, smallRepository(['dev'], { file: '' }));
  const env = cacheAt(join(root, 'file'));
  t.like(await cli(['list', '--root', root], { env }), { exitCode: 0, stderr: '' });
});

test('the stack trace of a bug names files of generator/, not of the bundle', async (t) => {
  const root = folderWith(t, smallRepository(['dev']));
  const breaking = `import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    fs.readdirSync = () => { throw new TypeError('broken on purpose'); };
    syncBuiltinESMExports();`;
  const command = [process.execPath, '--import', dataUrl(breaking), program, 'validate', '--root', root];
  const { exitCode, stderr } = await execute(command);
  t.is(exitCode, 1);
  t.regex(
    stderr,
    /^This is a bug of inference-gitops\. Nothing was changed\. Please report it.*\nTypeError: broken on/,
  );
  t.regex(stderr, / at .*\(generator\/tree\/disk\.ts:\d+:\d+\)\n/);
  t.regex(stderr, /generator\/commands\/validate\.ts:\d+:\d+/);
  t.notRegex(stderr, /chunk-/);
});
