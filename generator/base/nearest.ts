import { closestMatch } from 'leven';

/** The candidate that the word was probably meant to be. */
export function nearestOf(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > 64) return undefined;
  return closestMatch(word, [...candidates], { maxDistance: Math.max(2, Math.floor(word.length / 3)) });
}
