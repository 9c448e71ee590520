/** Tells whether Argo CD reads a text as a pattern in an AppProject: it then admits more than what is written. */
export const isPattern = (text: string): boolean => /[*?[\]{}]|^!/.test(text);
