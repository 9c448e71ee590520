// Runs inside the assembled image: starts the service as the image does and holds it to what the Dockerfile promises.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

const service = 'http://127.0.0.1:5000';
const features = Array.from({ length: 20 }, (_, index) => index / 20);

assert.equal(process.getuid(), 10001, 'runs as user 10001');
await assert.rejects(writeFile('/app/service/build/main.js', ''), { code: 'EROFS' }, 'the root is read-only');

const started = performance.now();
const child = spawn('node', ['build/main.js'], {
  env: { ...process.env, MODEL_DEFAULT: 'allowed' },
  stdio: ['ignore', 'ignore', 'pipe'],
});
const complaints = text(child.stderr);
const ended = once(child, 'exit');
await ready();
const prediction = await predict();
const milliseconds = Math.round(performance.now() - started);
assert.ok('prediction' in prediction || 'label' in prediction, `predicts: ${JSON.stringify(prediction)}`);

child.kill('SIGTERM');
assert.deepEqual(await ended, [0, null], 'SIGTERM ends it in order');
assert.equal(
  await complaints,
  '',
  'says nothing on stderr: neither its own trouble nor that ONNX Runtime reports home',
);
process.stdout.write(
  `Node ${process.versions.node}, user 10001, read-only root: first prediction after ${milliseconds} ms, ` +
    'SIGTERM obeyed.\n',
);

async function ready() {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (child.exitCode !== null) break;
    const response = await fetch(`${service}/health`).catch(() => undefined);
    if (response?.ok) return;
    await sleep(50);
  }
  throw new Error('The service did not become healthy.');
}

async function predict() {
  const response = await fetch(`${service}/predict-single`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ features }),
  });
  assert.equal(response.status, 200, await response.clone().text());
  return response.json();
}
