// diff-comment.js <rendered.diff >comment.md
import { text } from 'node:stream/consumers';
import { diffComment } from './comment.js';

process.stdout.write(diffComment(await text(process.stdin)));
