import { closestMatch } from 'leven';

/** Finds the candidate that a misspelled word probably stands for; undefined where none is close. */
export function nearestOf(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > 64) return undefined;
  return closestMatch(word, [...candidates], { maxDistance: Math.max(2, Math.floor(word.length / 3)) });
}
