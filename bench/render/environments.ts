import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What makes one generated environment differ from another. */
export interface Particulars {
  readonly name: string;
  readonly account: string;
  /** The VPC's range is 10.<network>.0/20, each subnet a /24 of it. */
  readonly cidr: string;
  readonly publicSubnets: readonly string[];
  readonly privateSubnets: readonly string[];
}

/** The n-th of up to 4,096 environments, none of which overlaps with another. */
export function particulars(index: number): Particulars {
  const [second, third] = [Math.floor(index / 16), (index % 16) * 16];
  const subnet = (offset: number) => `10.${second}.${third + offset}.0/24`;
  return {
    name: `env-${String(index).padStart(4, '0')}`,
    account: String(100_000_000_000 + index),
    cidr: `10.${second}.${third}.0/20`,
    publicSubnets: [subnet(0), subnet(1)],
    privateSubnets: [subnet(2), subnet(3)],
  };
}

function environmentText({ name, account, cidr, publicSubnets, privateSubnets }: Particulars): string {
  return `# yaml-language-server: $schema=./schema.json
apiVersion: inference-gitops/v2
name: ${name}

aws:
  accountId: "${account}"

network:
  cidr: ${cidr}
  publicSubnets: [${publicSubnets.join(', ')}]
  privateSubnets: [${privateSubnets.join(', ')}]

cluster:
  name: ml-inference-${name}-cluster
  publicAccessCidrs: [203.0.113.0/24] # the office
  accessEntries:
    - { principalArn: "arn:aws:iam::${account}:role/platform-admin", access: admin }

workloads:
  ml-inference: { replicas: { max: 4 } }
`;
}

/** Writes a repository with `count` environments and this repository's defaults; templates come with the package. */
export function writeRepository(root: string, count: number): void {
  const folder = join(root, 'environments');
  mkdirSync(folder, { recursive: true });
  for (const name of ['defaults.yaml', 'schema.json']) {
    writeFileSync(join(folder, name), readFileSync(join('environments', name)));
  }
  for (let index = 0; index < count; index += 1) {
    const one = particulars(index);
    writeFileSync(join(folder, `${one.name}.yaml`), environmentText(one));
  }
}
