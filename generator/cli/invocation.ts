/** What the words on the command line ask for, before a command has read its own options. */
export interface Invocation {
  /** The command's name; empty where none is given. */
  readonly name: string;
  /** Everything else, in its order. */
  readonly args: readonly string[];
}

/** Options whose value is a word of its own, and no command. */
const withValue = new Set(['--root']);

/** Finds the command: the first word that is no option and no option's value. Options may come before it. */
export function invocationOf(words: readonly string[]): Invocation {
  const at = words.findIndex((word, index) => !word.startsWith('-') && !withValue.has(words[index - 1] ?? ''));
  if (at < 0) return { name: '', args: words };
  return { name: words[at] as string, args: words.filter((_, index) => index !== at) };
}

/** With slashes of either kind: shells of Windows complete with backslashes. */
const ofEnvironment = /^(?:.*[\\/])?environments[\\/]([^\\/]+)\.yaml$|^(?:.*[\\/])?rendered[\\/]([^\\/]+)(?:[\\/].*)?$/;

/** Takes the file of an environment, or its rendered folder, for its name: a shell completes paths. */
export function environmentNamed(word: string): string {
  // What is assigned is no environment, whatever path it is.
  const [, file, folder] = word.includes('=') ? [] : (ofEnvironment.exec(word) ?? []);
  return file ?? folder ?? word;
}
