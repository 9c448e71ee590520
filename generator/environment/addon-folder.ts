import type { Identity } from './identity.js';
import type { Path } from './problem.js';
import type { SourceText } from './source.js';

/** A file below argocd/. */
export interface AddOnFile {
  /** Seen from argocd/, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** What a folder in argocd/addons/ holds. */
export interface AddOnFolder {
  readonly name: string;
  /** Template of what is particular to its Application. */
  readonly application: AddOnFile | undefined;
  /** Says whose role it is. An add-on that doesn't call AWS has none. */
  readonly identity: (SourceText & { readonly value: Identity | undefined }) | undefined;
  /** Inline policies of its role by name, in Terraform's language of templates. */
  readonly policies: ReadonlyMap<string, AddOnFile>;
  /** What no add-on can have. */
  readonly others: readonly AddOnFile[];
}

/** What is wrong with a folder: in which file, and where in that file when it holds YAML. */
export interface FolderFinding {
  /** Seen from argocd/. */
  readonly file: string;
  readonly path?: Path;
  readonly message: string;
}
