import { writeFileSync } from 'node:fs';
import { editorSchema } from '../generator/environment/editor-schema.js';

/** Writes environments/schema.json: `npm run schema`, after a change to generator/environment/schema. */
writeFileSync('environments/schema.json', `${JSON.stringify(editorSchema(), null, 2)}\n`);
