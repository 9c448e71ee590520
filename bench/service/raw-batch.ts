import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The part of onnxruntime-node that is used here. It is the service's dependency and not the root's. */
interface Runtime {
  readonly InferenceSession: {
    create(path: string, options: object): Promise<{ run(feeds: object): Promise<unknown> }>;
  };
  readonly Tensor: new (type: string, data: Float32Array, dims: readonly number[]) => object;
}

const ofService = createRequire(new URL('../../../service/package.json', import.meta.url));
const { InferenceSession, Tensor } = ofService('onnxruntime-node') as Runtime;

/** Measures the CPU microseconds of JSON parsing and one run of all rows of a body. Arguments: model, body. */
const [modelPath = '', bodyPath = ''] = process.argv.slice(2);
const SECONDS = 3;
const body = readFileSync(bodyPath);
const session = await InferenceSession.create(modelPath, { intraOpNumThreads: 1, interOpNumThreads: 1 });

async function once(): Promise<void> {
  const { instances } = JSON.parse(body.toString()) as { instances: number[][] };
  const width = instances[0]?.length ?? 0;
  await session.run({
    features: new Tensor('float32', Float32Array.from(instances.flat()), [instances.length, width]),
  });
}

for (let warmUp = 0; warmUp < 300; warmUp++) await once();
const before = process.cpuUsage();
const until = performance.now() + SECONDS * 1000;
let runs = 0;
for (; performance.now() < until; runs++) await once();
const { user, system } = process.cpuUsage(before);
process.stdout.write(String((user + system) / runs));
