import { RequestError } from '../errors.js';

/** The refusal of a large body while others hold all the memory for bodies. */
export const NO_ROOM = new RequestError(503, 'too many large bodies are being read; try again', {
  headers: { 'retry-after': '1' },
});
