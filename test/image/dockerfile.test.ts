import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { repositoryRoot } from '../../tools/folders.js';

const read = (path: string) => readFileSync(join(repositoryRoot, path), 'utf8');
const dockerfile = read('Dockerfile');
const instructions = dockerfile
  .replaceAll(/^#.*\n/gm, '')
  .split('\n')
  .filter(Boolean);
const lastStage = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')));

test('every base is an argument whose default is pinned by digest', (t) => {
  const pinned = instructions.filter((line) => /^ARG \w+_IMAGE=[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$/.test(line));
  const bases = instructions.filter((line) => line.startsWith('FROM '));
  t.is(pinned.length, 2);
  t.true(bases.every((line) => /^FROM (--platform=\$BUILDPLATFORM )?\$\{\w+_IMAGE\}( AS \w+)?$/.test(line)));
});

test('the last stage runs nothing, so that any platform can be built on any other', (t) => {
  t.deepEqual(
    lastStage.filter((line) => line.startsWith('RUN')),
    [],
  );
});

test('the image runs as user 10001', (t) => {
  t.is(
    lastStage.findLast((line) => line.startsWith('USER')),
    'USER 10001:10001',
  );
});

test('node is started without a shell, so that SIGTERM reaches it', (t) => {
  t.is(
    lastStage.find((line) => line.startsWith('ENTRYPOINT')),
    'ENTRYPOINT ["node", "build/main.js"]',
  );
  t.is(
    lastStage.find((line) => line.startsWith('CMD')),
    undefined,
  );
});

test('ONNX Runtime does not report to its maker', (t) => {
  t.true(lastStage.some((line) => line.startsWith('ENV') && line.includes('ORT_DISABLE_TELEMETRY=1')));
});

test('the builder gets what the Dockerfile copies, and nothing else', (t) => {
  const copied = instructions
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from'))
    .flatMap((line) => line.split(' ').slice(1, -1));
  const admitted = read('.dockerignore').match(/^!.*$/gm) ?? [];
  t.deepEqual(new Set(admitted.map((line) => line.slice(1))), new Set(copied));
  t.regex(read('.dockerignore'), /^\*$/m);
});

test('an architecture that ONNX Runtime has no library for is refused by name', (t) => {
  const { status, stderr } = spawnSync('sh', [join(repositoryRoot, 'tools/image/assemble.sh'), 'riscv64', '/nowhere'], {
    encoding: 'utf8',
  });
  t.is(status, 1);
  t.is(stderr, 'assemble.sh: no ONNX Runtime for riscv64; there are amd64 and arm64.\n');
});
