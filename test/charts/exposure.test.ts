import test from 'ava';
import { render, type Values } from './helm.js';
import { ofKind, only } from './objects.js';

const certificateArn = 'arn:aws:acm:ap-southeast-2:111122223333:certificate/0f0e0d0c-1111-2222-3333-444455556666';
const loadBalancer = async (values: Values = {}) =>
  only(await render({ loadBalancer: values }), 'Service', 'ml-inference-lb');
const ingress = async (values: Values = {}) =>
  only(await render({ ingress: { enabled: true, certificateArn, ...values } }), 'Ingress');
const nlb = 'service.beta.kubernetes.io/aws-load-balancer-';
const alb = 'alb.ingress.kubernetes.io/';

test('the network load balancer sends to pods, not to nodes', async (t) => {
  const { metadata, spec } = await loadBalancer();
  t.is(spec?.loadBalancerClass, 'service.k8s.aws/nlb');
  t.is(spec?.allocateLoadBalancerNodePorts, false);
  t.is(metadata?.annotations?.[`${nlb}nlb-target-type`], 'ip');
});

test('the network load balancer asks pods whether they are ready', async (t) => {
  t.like((await loadBalancer()).metadata?.annotations, {
    [`${nlb}healthcheck-protocol`]: 'http',
    [`${nlb}healthcheck-path`]: '/readyz',
    [`${nlb}healthcheck-port`]: 'traffic-port',
  });
});

test('the network load balancer hides clients’ addresses, which the NetworkPolicy counts on', async (t) => {
  const attributes = (await loadBalancer()).metadata?.annotations?.[`${nlb}target-group-attributes`];
  t.true(attributes?.includes('preserve_client_ip.enabled=false'));
});

test('every annotation is text', async (t) => {
  for (const object of [await loadBalancer(), await ingress()]) {
    for (const [key, value] of Object.entries(object.metadata?.annotations ?? {})) t.is(typeof value, 'string', key);
  }
});

test('who may connect, and from where, is the load balancer’s', async (t) => {
  const { metadata, spec } = await loadBalancer({ scheme: 'internal', sourceRanges: ['10.0.0.0/8'], port: 8080 });
  t.is(metadata?.annotations?.[`${nlb}scheme`], 'internal');
  t.deepEqual(spec?.loadBalancerSourceRanges, ['10.0.0.0/8']);
  t.is(spec?.ports?.[0]?.port, 8080);
});

test('without the load balancer there is no Service for it', async (t) => {
  const services = ofKind(await render({ loadBalancer: { enabled: false } }), 'Service');
  t.deepEqual(
    services.map(({ metadata }) => metadata?.name),
    ['ml-inference-service'],
  );
});

test('an ingress is off by default', async (t) => t.deepEqual(ofKind(await render(), 'Ingress'), []));

test('the ingress serves TLS with the certificate and redirects everything else there', async (t) => {
  const { metadata, spec } = await ingress();
  t.like(metadata?.annotations, {
    [`${alb}certificate-arn`]: certificateArn,
    [`${alb}listen-ports`]: '[{"HTTP":80},{"HTTPS":443}]',
    [`${alb}ssl-redirect`]: '443',
    [`${alb}ssl-policy`]: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
  });
  t.deepEqual(spec?.tls, [{ hosts: ['api.example.com'] }]);
});

test('the ingress leads its host to the service', async (t) => {
  const { spec } = await ingress({ host: 'predict.example.com' });
  t.is(spec?.ingressClassName, 'alb');
  t.deepEqual(spec?.rules, [
    {
      host: 'predict.example.com',
      http: {
        paths: [
          {
            path: '/',
            pathType: 'Prefix',
            backend: { service: { name: 'ml-inference-service', port: { name: 'http' } } },
          },
        ],
      },
    },
  ]);
});

test('the ingress sends to pods that say they are ready', async (t) => {
  t.like((await ingress()).metadata?.annotations, {
    [`${alb}target-type`]: 'ip',
    [`${alb}healthcheck-path`]: '/readyz',
    [`${alb}success-codes`]: '200',
  });
});

test('who may connect to the ingress', async (t) => {
  const { metadata } = await ingress({ scheme: 'internal', sourceRanges: ['10.0.0.0/8', '192.168.0.0/16'] });
  t.is(metadata?.annotations?.[`${alb}scheme`], 'internal');
  t.is(metadata?.annotations?.[`${alb}inbound-cidrs`], '10.0.0.0/8,192.168.0.0/16');
});

const added = { annotations: { 'example.com/team': 'inference' } };
for (const [kind, annotated] of Object.entries({
  'load balancer': () => loadBalancer(added),
  ingress: () => ingress(added),
  service: async () => only(await render({ service: added }), 'Service', 'ml-inference-service'),
})) {
  test(`annotations can be added to the ${kind}`, async (t) => {
    t.is((await annotated()).metadata?.annotations?.['example.com/team'], 'inference');
  });
}

test('with a certificate the network load balancer speaks TLS on its port', async (t) => {
  const { metadata, spec } = await loadBalancer({ certificateArn, port: 443 });
  t.like(metadata?.annotations, { [`${nlb}ssl-cert`]: certificateArn, [`${nlb}ssl-ports`]: '443' });
  t.deepEqual(
    spec?.ports?.map(({ name, port }) => [name, port]),
    [['https', 443]],
  );
  t.false(Object.keys((await loadBalancer()).metadata?.annotations ?? {}).some((key) => key.includes('ssl')));
});

test('an annotation of the user’s replaces the chart’s, and one more attribute joins them', async (t) => {
  const attributes = `${alb}load-balancer-attributes`;
  const annotations = { [attributes]: 'access_logs.s3.enabled=true', [`${alb}healthcheck-path`]: '/livez' };
  t.like((await ingress({ annotations })).metadata?.annotations, {
    [attributes]: 'access_logs.s3.enabled=true,routing.http.drop_invalid_header_fields.enabled=true',
    [`${alb}healthcheck-path`]: '/livez',
  });
  const crossZone = { [`${nlb}attributes`]: 'load_balancing.cross_zone.enabled=false' };
  t.is(
    (await loadBalancer({ annotations: crossZone })).metadata?.annotations?.[`${nlb}attributes`],
    'load_balancing.cross_zone.enabled=false',
  );
});
