/** Words that need no quotes in sh, bash and zsh. A leading `=` or `~` has a meaning there. */
const bareWord = /^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*$/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to spell by their code
const invisible = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

/**
 * Quotes text as one word of a shell command. Line breaks and invisible characters are written as escapes, so that a
 * word never contains a line break; that form (`$'…'`) works in bash and zsh only.
 *
 * @throws RangeError for NUL, which no word can contain
 */
export function shellWord(text: string): string {
  if (text.includes('\0')) throw new RangeError('A word of a shell command can not hold NUL.');
  if (bareWord.test(text)) return text;
  if (!invisible.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  return `$'${[...text].map(ansiC).join('')}'`;
}

function ansiC(character: string): string {
  if (character === '\\' || character === "'") return `\\${character}`;
  if (!invisible.test(character)) return character;
  // Octal escapes have exactly three digits; hexadecimal digits that follow would become part of a \x escape.
  return [...Buffer.from(character)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}

/** Quotes a value as one word, and a list as several. */
export function shellWords(value: unknown): string {
  return Array.isArray(value) ? value.map((word) => shellWord(String(word))).join(' ') : shellWord(String(value));
}

/**
 * Checks whether a line of a command ends inside quotes, where a quoted word would not be a word of its own. The inside
 * of `"$(…)"` doesn't count: words are split there again.
 */
export function isInsideQuotes(line: string): boolean {
  const open: string[] = [];
  for (const [sign] of line.matchAll(/\\.|\$?[('"]|\)/g)) {
    const inside = open.at(-1) ?? '';
    if (closes(sign, inside)) open.pop();
    else if (opens(sign, inside)) open.push(sign === '$"' ? '"' : sign);
  }
  return /['"]$/.test(open.at(-1) ?? '');
}

/** Checks whether a sign closes what is open. Inside plain single quotes a backslash is text, even before the quote. */
function closes(sign: string, inside: string): boolean {
  if (inside === "'") return sign.endsWith("'");
  if (inside === "$'") return sign.endsWith("'") && !sign.startsWith('\\');
  if (inside === '"') return sign.endsWith('"') && !sign.startsWith('\\');
  return sign === ')' && inside.endsWith('(');
}

function opens(sign: string, inside: string): boolean {
  if (inside.endsWith("'") || sign === ')' || sign.startsWith('\\')) return false;
  return inside === '"' ? sign === '$(' : true;
}
