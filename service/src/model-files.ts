import { z } from 'zod';

/** Files that hold a model's weights, by their path below the model's folder: the SHA-256 that each must have. */
export type ModelFiles = ReadonlyMap<string, string>;

const line = /^([0-9a-f]{64}) [ *](\S.*)$/;

/** Reads what `sha256sum` writes: a line a file, digest and path. Paths lead into the model's folder only. */
export const modelFiles = z
  .string()
  .transform((text) => text.split('\n').filter((one) => one.trim() !== ''))
  .refine((lines) => lines.every((one) => isInside(line.exec(one)?.[2])), {
    message: "must be lines of sha256sum: 64 hexadecimal digits, two spaces, a path below the model's folder",
  })
  .transform(
    (lines): ModelFiles => new Map(lines.map((one) => line.exec(one)?.slice(1).reverse() as [string, string])),
  );

const isInside = (path: string | undefined): boolean =>
  path !== undefined && !path.startsWith('/') && path.split('/').every((part) => !['', '.', '..'].includes(part));
