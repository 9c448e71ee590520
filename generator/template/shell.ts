/** Read as themselves by sh, bash and zsh wherever they stand in a word; a leading `=` or `~` is not. */
const bareWord = /^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*$/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to spell by their code
const invisible = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

/**
 * One word of a shell command that holds exactly this text. What would break a line or can't be seen is spelled by its bytes, so that a
 * word never holds a line break; that form (`$'…'`) is bash's and zsh's.
 *
 * @throws RangeError for NUL, which no word can hold
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
  // Three octal digits each: a hexadecimal escape would swallow digits that follow it.
  return [...Buffer.from(character)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}

/** A list is several words. */
export function shellWords(value: unknown): string {
  return Array.isArray(value) ? value.map((word) => shellWord(String(word))).join(' ') : shellWord(String(value));
}

/** Whether the end of this line of a command is inside quotes, where a word is not a word. Inside `"$(…)"` it is one again. */
export function isInsideQuotes(line: string): boolean {
  const open: string[] = [];
  for (const [sign] of line.matchAll(/\\.|\$?[('"]|\)/g)) {
    const inside = open.at(-1) ?? '';
    if (closes(sign, inside)) open.pop();
    else if (opens(sign, inside)) open.push(sign === '$"' ? '"' : sign);
  }
  return /['"]$/.test(open.at(-1) ?? '');
}

/** A backslash means nothing inside plain single quotes; what precedes a closing quote is text. */
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
