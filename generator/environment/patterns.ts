/** Checks whether Argo CD reads a text in an AppProject as a pattern, which admits more than that text. */
export const isPattern = (text: string): boolean => /[*?[\]{}]|^!/.test(text);
