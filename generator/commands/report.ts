import { version } from '../base/package.js';
import { today } from '../base/today.js';
import { capacityOf } from '../capacity/estimate.js';
import { estimate } from '../cost/estimate.js';
import { advisoryFindings } from '../environment/advisories.js';
import { standardSupportUntil } from '../environment/data/kubernetes.js';
import { namesOf } from '../environment/names.js';
import { releaseOf } from '../environment/release-of.js';
import type { Environment } from '../environment/resolve.js';
import { supportFindings } from '../environment/support.js';
import { fieldDifferences } from '../foretell/fields.js';
import { readPrices } from '../input/prices-file.js';
import { type RenderableRepository, readValidRepository } from '../input/repository.js';
import { selectEnvironments } from '../input/selection.js';
import { overviewHead, overviewRow } from '../page/overview.js';
import { pageText } from '../page/page.js';
import type { Compared, PageInput, Told } from '../page/told.js';
import { wavesOf } from '../page/waves.js';
import { renderArgoCD } from '../render/argocd.js';
import type { Command } from '../report/command.js';
import { table } from '../report/table.js';

export const report: Command = {
  summary:
    'Shows environments side by side; with --html on one page: releases, capacity, cost, differences, waves, support.',
  usage: '[env…]',
  switches: { html: 'all of it, as HTML that needs nothing else: report --html >report.html' },
  async run({ root, environments: asked, switches, progress }) {
    const repository = await readValidRepository(root, undefined, progress);
    const environments = selectEnvironments(repository.environments, asked);
    const day = today();
    const pricesOf = readPrices(root);
    const told: Omit<PageInput, 'version'> = {
      environments: environments.map((environment) => toldOf(repository, environment, { day, pricesOf })),
      compared: compared(environments),
      day: day.toISOString().slice(0, 10),
    };
    return {
      exitCode: 0,
      text: switches.has('html') ? pageText({ ...told, version }) : overviewText(told),
      json: told,
    };
  },
};

interface Circumstances {
  readonly day: Date;
  readonly pricesOf: ReturnType<typeof readPrices>;
}

function toldOf({ templates }: RenderableRepository, environment: Environment, { day, pricesOf }: Circumstances): Told {
  const { name, aws, cluster, workloads } = environment;
  const names = namesOf(environment);
  const { manifests } = renderArgoCD(templates.argocd, environment, names);
  return {
    name,
    account: aws.accountId,
    region: aws.region,
    cluster: cluster.name,
    kubernetes: cluster.version,
    supportedUntil: standardSupportUntil[cluster.version] ?? null,
    warnings: [...supportFindings(environment, day), ...advisoryFindings(environment)].map(({ message }) => message),
    releases: workloads.map((workload) => releaseOf(environment, workload)),
    capacity: capacityOf(environment).estimate,
    cost: estimate(environment, pricesOf(environment)),
    waves: wavesOf(
      manifests.flatMap(({ objects }) => objects),
      { root: names.argocd.root, prefix: names.argocd.addOns },
    ),
  };
}

/** Compares each environment with the next: in the order of promotion where there is one. */
function compared(environments: readonly Environment[]): Compared[] {
  const order = environments[0]?.promotion?.order ?? [];
  const place = ({ name }: Environment) => (order.includes(name) ? order.indexOf(name) : order.length);
  const sorted = environments.toSorted((a, b) => place(a) - place(b));
  return sorted.slice(1).map((right, index) => {
    const left = sorted[index] as Environment;
    return { one: left.name, other: right.name, differences: fieldDifferences(left, right) };
  });
}

const overviewText = ({ environments }: Pick<PageInput, 'environments'>): string =>
  table([overviewHead, ...environments.map(overviewRow)])
    .map((line) => `${line}\n`)
    .join('');
