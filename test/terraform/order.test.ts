import { environmentFrom, rootInput } from './environments.js';
import { initialisedCopy } from './offline-terraform.js';
import { plan, writeInput } from './plan.js';
import { testOffline } from './terraform-tests.js';
import { everything } from './variants.js';

/** Pairs of resources: `before` is created first by apply, and deleted last by destroy. */
const rules: readonly { readonly before: string; readonly after: string; readonly because: string }[] = [
  {
    before: 'module.cluster.aws_cloudwatch_log_group.control_plane',
    after: 'module.cluster.aws_eks_cluster.this',
    because: 'EKS would make the log group itself, without retention and without a key',
  },
  {
    before: 'module.encryption.aws_kms_key.this',
    after: 'module.cluster.aws_eks_cluster.this',
    because: 'the cluster encrypts its Secrets from its first moment',
  },
  {
    before: 'module.cluster.aws_eks_addon.before_nodes',
    after: 'module.cluster.aws_eks_node_group.this',
    because: 'nodes without a network plugin never become ready',
  },
  {
    before: 'module.cluster.module.cni_role.aws_iam_role_policy_attachment.this',
    after: 'module.cluster.aws_eks_addon.before_nodes',
    because: 'a network plugin without rights attaches no interfaces, and detaches none',
  },
  {
    before: 'module.cluster.aws_iam_role_policy_attachment.node',
    after: 'module.cluster.aws_eks_node_group.this',
    because: 'nodes without rights never join',
  },
  {
    before: 'module.network.aws_route.private_internet',
    after: 'module.cluster.aws_eks_node_group.this',
    because: 'nodes without a way out never join, and hang when they are drained',
  },
  {
    before: 'module.network.aws_vpc_endpoint.interface',
    after: 'module.cluster.aws_eks_node_group.this',
    because: 'so do nodes whose way to AWS is an endpoint',
  },
  {
    before: 'module.network.aws_internet_gateway.this',
    after: 'module.network.aws_eip.nat',
    because: 'a mapped address keeps the gateway attached',
  },
  {
    before: 'module.cluster.aws_eks_node_group.this',
    after: 'module.cluster.aws_eks_addon.coredns',
    because: 'CoreDNS is only active on nodes',
  },
  {
    before: 'module.cluster.aws_eks_node_group.this',
    after: 'module.cluster.aws_eks_addon.ebs_csi',
    because: 'so is the volume driver',
  },
  {
    before: 'module.cluster.aws_eks_node_group.this',
    after: 'module.observability.aws_eks_addon.container_insights',
    because: 'so is the CloudWatch agent',
  },
  {
    before: 'module.observability.aws_cloudwatch_log_group.container_insights',
    after: 'module.observability.aws_eks_addon.container_insights',
    because: 'the agent would make the log groups itself',
  },
  {
    before: 'module.network.aws_iam_role_policy.flow_logs',
    after: 'module.network.aws_flow_log.this',
    because: 'flow logs without rights are lost',
  },
  {
    before: 'module.cluster.aws_eks_cluster.this',
    after: 'module.karpenter.aws_ec2_tag.discovery',
    because: "the security group is the cluster's",
  },
];

testOffline('things are made, and go, in the order that works', async (t, terraform) => {
  const root = await initialisedCopy(terraform);
  t.teardown(root.remove);
  const { stdout } = await root.run(['graph']);
  const edges = edgesOf(stdout);
  for (const { before, after, because } of rules) {
    t.true(
      edges.has(before) || [...edges.values()].some((targets) => targets.includes(before)),
      `${before} is in the graph`,
    );
    t.true(reaches(edges, after, before), `${after} must come after ${before}: ${because}`);
    t.false(reaches(edges, before, after), `${before} must not come after ${after}`);
  }
});

testOffline('a role of Karpenter that was made in another module is kept', async (t, terraform) => {
  const root = await initialisedCopy(terraform);
  t.teardown(root.remove);
  await writeInput(root, rootInput(everything.environment));
  const apply = ['apply', '-auto-approve', '-input=false', '-no-color', '-var-file=test.tfvars'];
  t.is((await root.run(apply)).exitCode, 0);
  const earlier = 'module.karpenter[0].module.role';
  t.is((await root.run(['state', 'mv', 'module.controllers.module.role["karpenter"]', earlier])).exitCode, 0);
  const resources = await (await plan(root, rootInput(everything.environment))).resources();
  t.deepEqual(
    resources.filter(({ change }) => change.actions.join() !== 'no-op').map(({ address }) => address),
    [],
  );
  const moved = resources.filter(({ previous_address: previous }) => previous?.startsWith(earlier));
  t.deepEqual(moved.map(({ type }) => type).sort(), ['aws_iam_role', ...Array(3).fill('aws_iam_role_policy')]);
});

testOffline('one edit turns off all that keeps a destroy from finishing', async (t, terraform) => {
  const root = await initialisedCopy(terraform);
  t.teardown(root.remove);
  const { resources: resourcesOf } = await plan(
    root,
    rootInput(environmentFrom('prod', { cluster: { deletionProtection: false } })),
  );
  const resources = await resourcesOf();
  const attributeOf = (type: string, attribute: string) =>
    resources.find((resource) => resource.type === type)?.change.after[attribute];
  t.false(attributeOf('aws_eks_cluster', 'deletion_protection'));
  t.true(attributeOf('aws_ecr_repository', 'force_delete'));
  for (const { address, change } of resources.filter(({ type }) => type === 'aws_iam_role')) {
    t.true(change.after['force_detach_policies'], address);
  }
});

type Edges = ReadonlyMap<string, readonly string[]>;

/** Reads the edges of a graph in Graphviz's language: `"a" -> "b"` means that a comes after b. */
function edgesOf(dot: string): Edges {
  const edges = new Map<string, string[]>();
  for (const [, from, to] of dot.matchAll(/"([^"]+)" -> "([^"]+)"/g)) {
    edges.set(from as string, [...(edges.get(from as string) ?? []), to as string]);
  }
  return edges;
}

function reaches(edges: Edges, from: string, to: string, seen = new Set<string>()): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return (edges.get(from) ?? []).some((next) => reaches(edges, next, to, seen));
}
