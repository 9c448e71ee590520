import type { Workload } from './resolve.js';

type Model = NonNullable<Workload['model']>;

/** Keys in the bucket of the files that hold a model's weights: they are below the folder of the model's key. */
export const weightKeys = ({ key, files = [] }: Pick<Model, 'key' | 'files'>): string[] =>
  files.map(({ name }) => `${key.slice(0, key.lastIndexOf('/') + 1)}${name}`);
