import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { execute } from '../../helpers/cli.js';
import { fixturePath } from '../support/fixtures.js';
import { startService } from '../support/service.js';
import { clientFile, pythonFor } from './python.js';

const CASES: Readonly<Record<string, Record<string, string>>> = {
  'the embedded model': {},
  'a model with several inputs': { MODEL_PATH: fixturePath('named-inputs') },
  'a server with keys and all options': {
    MODEL_PATH: fixturePath('tree-bool'),
    API_KEYS: 'correct-horse-battery-staple',
    EXTRA_COLUMNS: 'ignore',
    CORS_ORIGINS: '*',
    GZIP_FROM_BYTES: '1',
    MAX_ROWS: '10',
  },
};

for (const [title, environment] of Object.entries(CASES)) {
  test.serial(`schemathesis finds that ${title} does what its description says`, async (t) => {
    const python = pythonFor(t, 'schemathesis');
    if (python === undefined) return;
    const { url } = await startService(t, environment);
    const options = ['--phases', 'coverage,fuzzing', '-n', '15', '--seed', '1', '--no-color', '--continue-on-failure'];
    const config = ['--config-file', clientFile('schemathesis.toml')];
    const command = [python, '-m', 'schemathesis.cli', ...config, 'run', `${url}/openapi.json`, ...options];
    const { exitCode, stdout, stderr } = await execute(command, {
      cwd: await mkdtemp(join(tmpdir(), 'schemathesis-')),
    });
    t.is(exitCode, 0, stdout + stderr);
    t.regex(stdout, /[1-9]\d\d generated/);
  });
}
