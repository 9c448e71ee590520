import { writeFileSync } from 'node:fs';
import { referencePage } from './environment-reference.js';

/** Writes docs/environment.md: `npm run reference`, after a change to the schema or to what follows from a field. */
writeFileSync('docs/environment.md', referencePage());
