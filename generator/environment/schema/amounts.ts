import * as z from 'zod';
import { quantity } from './common.js';

const cpu = quantity('250m').describe('CPU, in cores or thousandths (250m).');
const memory = quantity('512Mi').describe('Memory.');
const ephemeralStorage = quantity('256Mi').describe('Scratch disk. Left out, it follows from the model.');

/** What one container, or a namespace, asks for or may use. */
export const amounts = z.strictObject({ cpu, memory, ephemeralStorage });
