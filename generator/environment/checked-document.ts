import type * as z from 'zod';
import { explain } from './explain.js';
import { type Problem, pathText } from './problem.js';
import { locator, parseSource, type SourceText } from './source.js';

/** Reads a YAML file against its schema. The value is undefined where there is a problem. */
export function checkedDocument<Schema extends z.ZodType>(
  source: SourceText,
  schema: Schema,
): { readonly value: z.infer<Schema> | undefined; readonly problems: readonly Problem[] } {
  const parsed = parseSource(source);
  if (!parsed.isReadable) return { value: undefined, problems: parsed.problems };
  const { data, error } = schema.safeParse(parsed.value);
  const find = locator(source);
  const problems = (error?.issues ?? []).flatMap((issue) => {
    const value = parsed.value[String(issue.path[0])];
    return explain(issue, value, schema).map(({ severity, rule, path, message, atKey }): Problem => {
      const { file, line, column } = find(path, atKey);
      return { severity, rule, path: pathText(path), message, file, line, column };
    });
  });
  return {
    value: parsed.problems.length === 0 ? data : undefined,
    problems: [...parsed.problems, ...problems],
  };
}
