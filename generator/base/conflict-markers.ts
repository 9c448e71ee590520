/** A merge conflict that nobody has resolved. */
export interface Conflict {
  /** Of the first marker, from the text's start. */
  readonly offset: number;
  readonly firstLine: number;
  readonly lastLine: number;
}

const start = /^<{7}( .*)?\r?$/;
const end = /^>{7}( .*)?\r?$/;

/** Finds what git leaves of a merge conflict: everything from a line of seven < to one of seven >. */
export function conflictsIn(text: string): Conflict[] {
  if (!text.includes('<<<<<<<')) return [];
  const conflicts: Conflict[] = [];
  let offset = 0;
  let open: Conflict | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const number = index + 1;
    if (start.test(line)) open ??= { offset, firstLine: number, lastLine: number };
    if (open && end.test(line)) {
      conflicts.push({ ...open, lastLine: number });
      open = undefined;
    }
    offset += line.length + 1;
  }
  return conflicts;
}

export const conflictSentence = ({ firstLine, lastLine }: Conflict): string =>
  `Lines ${firstLine} to ${lastLine} are an unresolved merge conflict: keep what is right, and delete the markers.`;
