import test from 'ava';
import { loadEnvironments } from '../../../generator/environment/load.js';
import { readEnvironmentSources } from '../../../generator/input/environments.js';
import { repositoryRoot } from '../../../tools/folders.js';
import { imageTarget } from '../../../tools/pipeline/target.js';

const { environments } = loadEnvironments(readEnvironmentSources(repositoryRoot, []));
const dev = environments.find(({ name }) => name === 'dev');
if (dev === undefined) throw new Error('There is no environment dev.');

test("the target is the environment's own account, region, registry and role", (t) => {
  const pipeline = { githubRepository: 'example/inference-gitops', branch: 'main', createOidcProvider: true };
  t.deepEqual(imageTarget({ ...dev, pipeline }), {
    account: '777788889999',
    region: 'ap-southeast-2',
    repository: '777788889999.dkr.ecr.ap-southeast-2.amazonaws.com/ml-inference-service',
    role: 'arn:aws:iam::777788889999:role/ml-inference-dev-cluster-image-push',
  });
});

test('an environment without a pipeline has nowhere to push to', (t) => {
  const { pipeline: _, ...without } = dev;
  t.is(imageTarget(without), undefined);
});
