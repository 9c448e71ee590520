/** A file as it should be: where it goes, seen from the repository's root and with forward slashes, and what it holds. */
export interface RenderedFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}
