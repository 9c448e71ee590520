/**
 * Reads the literals that the generator writes as variables of Terraform: `name = value` lines with text, numbers,
 * lists and maps.
 * @throws SyntaxError for anything else
 */
export function readVariables(text: string): Record<string, unknown> {
  const tokens = tokensOf(text);
  const variables = readEntries(tokens, undefined);
  return variables;
}

interface Tokens {
  readonly list: readonly string[];
  at: number;
}

const token =
  /\s+|#[^\n]*|"(?:[^"\\]|\\.)*"|[A-Za-z_][A-Za-z0-9_-]*|-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|[{}[\]=,]/y;

function tokensOf(text: string): Tokens {
  const list: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const [found] = token.exec(text) ?? [];
    if (found === undefined) throw new SyntaxError(`No literal of variables at character ${at}.`);
    if (!/^[\s#]/.test(found)) list.push(found);
  }
  return { list, at: 0 };
}

function next(tokens: Tokens, wanted?: string): string {
  const found = tokens.list[tokens.at];
  if (found === undefined || (wanted !== undefined && found !== wanted)) {
    throw new SyntaxError(`${wanted ?? 'A value'} is missing before ${found ?? 'the end'}.`);
  }
  tokens.at += 1;
  return found;
}

function readEntries(tokens: Tokens, end: string | undefined): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  while (tokens.list[tokens.at] !== end) {
    const key = next(tokens);
    next(tokens, '=');
    entries.push([key.startsWith('"') ? textOf(key) : key, readValue(tokens)]);
    if (tokens.list[tokens.at] === ',') tokens.at += 1;
  }
  if (end !== undefined) next(tokens, end);
  return Object.fromEntries(entries);
}

function readValue(tokens: Tokens): unknown {
  const found = next(tokens);
  if (found === '{') return readEntries(tokens, '}');
  if (found === '[') return readList(tokens);
  return found.startsWith('"') ? textOf(found) : (JSON.parse(found) as unknown);
}

function readList(tokens: Tokens): unknown[] {
  const items: unknown[] = [];
  while (tokens.list[tokens.at] !== ']') {
    items.push(readValue(tokens));
    if (tokens.list[tokens.at] === ',') tokens.at += 1;
  }
  next(tokens, ']');
  return items;
}

/** Undoes template/hcl: a doubled sign before a brace is one, and one that is written as an escape is itself. */
const textOf = (quoted: string): string => JSON.parse(quoted.replace(/(\$|%)\1\{/g, '$1{')) as string;
