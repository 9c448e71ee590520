import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));
const MAX_COLUMNS = 120;

/** Folders whose lines are short. The formatter leaves comments and texts as they are. */
const ROOTS = ['service/src', 'test/service', 'test/structure', 'bench/service'];

for (const root of ROOTS) {
  test(`no source line of ${root} has more than ${MAX_COLUMNS} columns`, (t) => {
    const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', root], { cwd: REPOSITORY });
    const files = String(listed)
      .split('\n')
      .filter((file) => file.endsWith('.ts'));
    t.true(files.length > 1);
    const long = files.flatMap((file) =>
      readFileSync(join(REPOSITORY, file), 'utf8')
        .split('\n')
        .flatMap((line, index) => (line.length > MAX_COLUMNS ? [`${file}:${index + 1}`] : [])),
    );
    t.deepEqual(long, []);
  });
}
