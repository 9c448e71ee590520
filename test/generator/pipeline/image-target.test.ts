import test from 'ava';
import { imageTarget, workloadsToEdit } from '../../../generator/pipeline/image-target.js';
import { environmentOf } from '../../argocd/rendering.js';

const dev = environmentOf('dev');

const pipeline = { githubRepository: 'example/inference-gitops', branch: 'main', createOidcProvider: true };
const several = environmentOf('dev', {
  pipeline,
  workloads: {
    fraud: { image: { repository: 'fraud' } },
    churn: { image: { repository: 'fraud' } },
  },
});

test("the target is the environment's own account, region, registry and role", (t) => {
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

test('it is the registry that environments share, and a role with its path', (t) => {
  const shared = environmentOf('dev', {
    pipeline,
    aws: { rolePath: '/team/' },
    registry: { accountId: '777788889999', region: 'ap-southeast-2' },
  });
  t.deepEqual(imageTarget(shared), {
    account: '777788889999',
    region: 'ap-southeast-2',
    repository: '777788889999.dkr.ecr.ap-southeast-2.amazonaws.com/ml-inference-service',
    role: 'arn:aws:iam::777788889999:role/team/ml-inference-dev-cluster-image-push',
  });
});

test('an environment whose repositories another makes has nowhere to push to', (t) => {
  const registry = { accountId: '777788889999', region: 'us-east-1' };
  const terraform = { planPolicies: [], applyPolicies: [] };
  t.is(imageTarget(environmentOf('dev', { pipeline: { ...pipeline, terraform }, registry })), undefined);
});

test('of several repositories one has to be named, and all workloads that use it get the image', (t) => {
  t.throws(() => imageTarget(several), {
    message: /several images, and this builds one: set REPOSITORY in .* to one of fraud, ml-inference-service\.$/,
  });
  t.throws(() => imageTarget(several, 'other'), { message: /^No workload of dev uses other: set REPOSITORY/ });
  t.is(imageTarget(several, 'fraud')?.['repository'], '777788889999.dkr.ecr.ap-southeast-2.amazonaws.com/fraud');
  t.deepEqual(
    workloadsToEdit(several, 'fraud').map(({ key }) => key),
    ['churn', 'fraud'],
  );
});

test('one repository needn’t be named, whoever uses it: an empty name is none', (t) => {
  const two = environmentOf('dev', { workloads: { fraud: {} } });
  for (const repository of [undefined, '', 'ml-inference-service'])
    t.deepEqual(
      workloadsToEdit(two, repository).map(({ key }) => key),
      ['fraud', 'ml-inference'],
    );
});
