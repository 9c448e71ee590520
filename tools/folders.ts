import { fileURLToPath } from 'node:url';

/** The root of the checkout, seen from where this file is compiled to: build/tools/. */
export const repositoryRoot = fileURLToPath(new URL('../../', import.meta.url));

/** Downloads and built tools; ignored by git, safe to delete at any time. */
export const cacheFolder = fileURLToPath(new URL('../../.cache/', import.meta.url));
