import type { RequestListener } from 'node:http';

/** What an account has, as far as doctor asks for it. */
export interface Account {
  /** Names of IAM roles and users. */
  readonly principals: readonly string[];
  /** Ids of zones by their names. */
  readonly zones: Readonly<Record<string, string>>;
  /** Zones in which each instance type is offered. */
  readonly offered: Readonly<Record<string, readonly string[]>>;
  readonly addonVersions: readonly string[];
  readonly clusters: readonly string[];
  readonly logGroups: readonly string[];
  /** Names of secrets that wait for their deletion. */
  readonly deletedSecrets: readonly string[];
  readonly addresses: number;
  /** By their codes; 1,000 of every other. */
  readonly quotas: Readonly<Record<string, number>>;
  /** Calls that are refused, such as DescribeAddresses. */
  readonly refused: readonly string[];
}

/** One call, whichever protocol it came by. */
interface Call {
  readonly action: string;
  readonly parameter: (name: string) => string;
}
interface Reply {
  readonly status?: number;
  readonly body: string | object;
}

/** Answers as EC2, IAM, EKS, CloudWatch Logs, Secrets Manager and Service Quotas would of this account. */
export const fakeAWS =
  (account: Account): RequestListener =>
  async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const call = callOf(request, Buffer.concat(chunks).toString());
    const answer = answers[call.action];
    const { status = 200, body } = account.refused.includes(call.action)
      ? refusalOf(call)
      : (answer?.(account, call) ?? { status: 400, body: {} });
    const isText = typeof body === 'string';
    response.writeHead(status, { 'content-type': isText ? 'text/xml' : 'application/x-amz-json-1.1' });
    response.end(isText ? body : JSON.stringify(body));
  };

function callOf({ url = '', headers }: Parameters<RequestListener>[0], body: string): Call {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const input = JSON.parse(body) as Readonly<Record<string, unknown>>;
    return { action: target.split('.')[1] ?? '', parameter: (name) => String(input[name] ?? '') };
  }
  const form = new URLSearchParams(body);
  const action = form.get('Action');
  if (action !== null) return { action, parameter: (name) => form.get(name) ?? '' };
  const { pathname } = new URL(url, 'http://localhost');
  const cluster = /^\/clusters\/(.+)$/.exec(pathname)?.[1];
  return { action: cluster ? 'DescribeCluster' : 'DescribeAddonVersions', parameter: () => cluster ?? '' };
}

const list = (name: string, items: readonly string[]): string =>
  `<${name}>${items.map((item) => `<item>${item}</item>`).join('')}</${name}>`;
const ofEC2 = (action: string, body: string): Reply => ({
  body: `<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">${body}</${action}Response>`,
});
const principal = (kind: 'Role' | 'User') => (account: Account, call: Call) => {
  const name = call.parameter(`${kind}Name`);
  if (!account.principals.includes(name)) {
    const error = '<Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>It is not found.</Message></Error>';
    return {
      status: 404,
      body: `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">${error}</ErrorResponse>`,
    };
  }
  const result = `<Get${kind}Result><${kind}><${kind}Name>${name}</${kind}Name></${kind}></Get${kind}Result>`;
  return {
    body: `<Get${kind}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/">${result}</Get${kind}Response>`,
  };
};

const answers: Readonly<Record<string, (account: Account, call: Call) => Reply>> = {
  GetRole: principal('Role'),
  GetUser: principal('User'),
  DescribeAvailabilityZones: ({ zones }, { action }) =>
    ofEC2(
      action,
      list(
        'availabilityZoneInfo',
        Object.entries(zones).map(([name, id]) => `<zoneName>${name}</zoneName><zoneId>${id}</zoneId>`),
      ),
    ),
  DescribeInstanceTypeOfferings: ({ offered }, { action }) =>
    ofEC2(
      action,
      list(
        'instanceTypeOfferingSet',
        Object.entries(offered).flatMap(([type, zones]) =>
          zones.map((zone) => `<instanceType>${type}</instanceType><location>${zone}</location>`),
        ),
      ),
    ),
  DescribeAddresses: ({ addresses }, { action }) =>
    ofEC2(
      action,
      list(
        'addressesSet',
        Array.from({ length: addresses }, (_, index) => `<publicIp>192.0.2.${index}</publicIp>`),
      ),
    ),
  DescribeAddonVersions: ({ addonVersions }) => ({
    body: { addons: [{ addonVersions: addonVersions.map((addonVersion) => ({ addonVersion })) }] },
  }),
  DescribeCluster: ({ clusters }, { parameter }) =>
    clusters.includes(parameter('name'))
      ? { body: { cluster: { name: parameter('name') } } }
      : { status: 404, body: { __type: 'ResourceNotFoundException', message: 'No cluster found.' } },
  DescribeLogGroups: ({ logGroups }) => ({ body: { logGroups: logGroups.map((logGroupName) => ({ logGroupName })) } }),
  ListSecrets: ({ deletedSecrets }) => ({
    body: { SecretList: deletedSecrets.map((Name) => ({ Name, DeletedDate: 1_764_000_000 })) },
  }),
  GetServiceQuota: ({ quotas }, { parameter }) => ({
    body: { Quota: { QuotaCode: parameter('QuotaCode'), Value: quotas[parameter('QuotaCode')] ?? 1000 } },
  }),
};

const refusalOf = ({ action }: Call): Reply =>
  action.startsWith('Describe') && action !== 'DescribeCluster'
    ? {
        status: 403,
        body:
          '<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>Denied.</Message></Error></Errors>' +
          '</Response>',
      }
    : { status: 400, body: { __type: 'AccessDeniedException', message: 'You may not.' } };
