/** Makes a pattern of parts that follow each other, with any text between them. */
export const inOrder = (...parts: readonly RegExp[]): RegExp =>
  new RegExp(parts.map(({ source }) => source).join('.*'));
