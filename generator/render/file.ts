/** Text, or the bytes of a file that is copied as it is. Text stays text until it is written: a thousand environments are a lot of bytes. */
export type Content = string | Uint8Array;

/** A file as it should be: where it goes, seen from the repository's root and with forward slashes, and what it holds. */
export interface RenderedFile {
  readonly path: string;
  readonly content: Content;
}
