#!/usr/bin/env node
import module from 'node:module';
import { join } from 'node:path';
import { cacheFolder } from '../base/cache-folder.js';

/** Node.js has it from 22.1 on; without it, and where nothing can be written, the program starts more slowly. */
const { enableCompileCache } = module as { enableCompileCache?: (folder: string) => unknown };
const folder = cacheFolder();
if (folder !== undefined) enableCompileCache?.(join(folder, 'compiled'));

// Imported only now: what is loaded before the cache is enabled is not kept in it.
await import('./cli.js');
