import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import test from 'ava';

/** Reads the environment that the native library finds when it is loaded: child processes get it, not Node's copy. */
function settingSeenBy(environment: NodeJS.ProcessEnv): string {
  const binding = fileURLToPath(import.meta.resolve('@inference-gitops/service/model/onnx-runtime.js'));
  const script = `
    import { execSync } from 'node:child_process';
    const load = process.dlopen;
    process.dlopen = (...given) => {
      if (given[1].includes('onnxruntime')) {
        console.log(execSync('printenv ORT_DISABLE_TELEMETRY || true', { encoding: 'utf8' }).trim());
      }
      return load.apply(process, given);
    };
    await import(${JSON.stringify(binding)});`;
  const env = { ...process.env, ...environment };
  return execFileSync(process.execPath, ['--input-type=module', '--eval', script], { env, encoding: 'utf8' }).trim();
}

test('ONNX Runtime is loaded with its telemetry off', (t) => {
  t.is(settingSeenBy({ ORT_DISABLE_TELEMETRY: undefined }), '1');
});

test('telemetry that the environment asks for stays on', (t) => {
  t.is(settingSeenBy({ ORT_DISABLE_TELEMETRY: '0' }), '0');
});
