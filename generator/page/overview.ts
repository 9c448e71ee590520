import type { CapacityEstimate } from '../capacity/estimate.js';
import { monthlyText } from '../cost/words.js';
import type { Told } from './told.js';

export const overviewHead = [
  'Environment',
  'Account',
  'Region',
  'Cluster',
  'Kubernetes',
  'Workloads',
  'Every pod has a node',
  'USD a month',
];

/** Where an environment is, and what it amounts to. */
export const overviewRow = ({
  name,
  account,
  region,
  cluster,
  kubernetes,
  releases,
  capacity,
  cost,
}: Told): string[] => [
  name,
  account,
  region,
  cluster,
  kubernetes,
  String(releases.length),
  verdictOf(capacity),
  monthlyText(cost),
];

const verdictOf = ({ fits }: CapacityEstimate): string => (fits === null ? 'not known' : fits ? 'yes' : 'no');
