import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RenderableRepository } from '../input/repository.js';
import { parseRecord, recordName, recordText } from '../tree/record.js';
import { sourceChart } from './pinned-chart.js';

/** A workload, and the files that the environment had: path from the repository's root → text. */
export interface Earlier {
  readonly name: string;
  readonly key: string;
  readonly before: ReadonlyMap<string, string>;
}

/**
 * Puts the copy of a chart back that charts/ no longer has, so that the workload runs it again. The record of then goes
 * along for its files: render keeps a copy only where the record proves that it is unchanged.
 */
export function restoreChart({ root, templates }: RenderableRepository, { name, key, before }: Earlier): void {
  const folder = `rendered/${name}/`;
  const chart = `workloads/${key}/chart/`;
  const version = /^version: (\S+)$/m.exec(before.get(`${folder}${chart}Chart.yaml`) ?? '')?.[1];
  if (version === undefined || version === sourceChart(templates.chart).version) return;
  const isCopy = (path: string) => path.startsWith(chart);
  const now = parseRecord(readFileSync(join(root, folder, recordName), 'utf8'));
  const then = parseRecord(before.get(folder + recordName) ?? '');
  const files = [
    ...[...now.files].filter(([path]) => !isCopy(path)),
    ...[...then.files].filter(([path]) => isCopy(path)),
  ];
  const record = recordText(`environments/${name}.yaml`, { files: new Map(files), identities: now.identities });
  rmSync(join(root, folder, chart), { recursive: true, force: true });
  for (const path of [...then.files.keys()].filter(isCopy))
    write(join(root, folder, path), before.get(folder + path) ?? '');
  write(join(root, folder, recordName), record);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
