import { z } from 'zod';
import { StartError } from '../errors.js';
import type { Baseline } from './types.js';

const MAX_FEATURES = 200;

const cell = z.union([z.number(), z.string(), z.boolean()]);
const feature = z
  .strictObject({
    name: z.string().min(1).max(100),
    edges: z.array(z.number()).max(99),
    shares: z.array(z.number().min(0)).max(100),
  })
  .refine(({ edges, shares }) => shares.length === edges.length + 1, 'shares must be one more than edges')
  .refine(
    ({ edges }) => edges.every((edge, index) => index === 0 || edge > (edges[index - 1] as number)),
    'edges must ascend',
  )
  .refine(
    ({ shares }) => Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 0.01,
    'shares must add up to 1',
  );
const golden = z
  .strictObject({
    features: z.array(cell),
    prediction: cell.optional(),
    probabilities: z.array(z.number()).optional(),
  })
  .transform(({ features: row, ...answer }) => ({ row, ...answer }));
const schema = z.strictObject({
  features: z.array(feature).max(MAX_FEATURES).default([]),
  golden: z.array(golden).max(100).default([]),
});

/**
 * Reads a baseline file.
 * @throws StartError listing every problem of the file
 */
export function parseBaseline(text: string, path: string): Baseline {
  const result = schema.safeParse(parseJson(text, path));
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `  ${issue.path.join('.') || 'the file'}: ${issue.message}`);
  throw new StartError(`${path} is not a baseline:\n${problems.join('\n')}`);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StartError(`${path} is not JSON: ${(error as Error).message}`);
  }
}
