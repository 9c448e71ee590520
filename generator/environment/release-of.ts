import type { Environment, Workload } from './resolve.js';

/** What a workload runs, in the words of `list` and `report`. */
export const releaseOf = ({ name }: Environment, { key, image, model, chartVersion, replicas }: Workload) => ({
  environment: name,
  workload: key,
  image: `${image.repository}:${image.tag}`,
  digest: image.digest ?? null,
  model: model ? `s3://${model.bucket}/${model.key}` : null,
  modelSha256: model?.sha256 ?? null,
  chart: chartVersion,
  replicas: { min: replicas.min, max: replicas.max },
});

export type Release = ReturnType<typeof releaseOf>;

/** The first of a digest's digits, as people compare them. */
export const shortened = (digest: string | null | undefined): string =>
  digest?.replace(/^sha256:/, '').slice(0, 12) ?? '-';
