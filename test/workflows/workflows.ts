import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { repositoryRoot } from '../../tools/folders.js';

export interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

export interface Job {
  /** `<file> <job>`, for titles of tests. */
  readonly id: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly strategy?: Readonly<Record<string, unknown>>;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly file: string;
  readonly text: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly jobs: readonly Job[];
}

/** Reads all workflows in .github/workflows. */
export function readWorkflows(): Workflow[] {
  const folder = join(repositoryRoot, '.github/workflows');
  return readdirSync(folder).map((file) => parseWorkflow(file, readFileSync(join(folder, file), 'utf8')));
}

export function parseWorkflow(file: string, text: string): Workflow {
  const { jobs, ...workflow } = parse(text) as Omit<Workflow, 'jobs'> & { jobs: Record<string, Job> };
  return {
    ...workflow,
    file,
    text,
    jobs: Object.entries(jobs).map(([name, job]) => ({ ...job, id: `${file} ${name}` })),
  };
}
