import { runInThisContext } from 'node:vm';
import Handlebars from 'handlebars';
import { helpers } from './helpers.js';
import { rewrite } from './rewrite.js';
import { TemplateError, withTemplateErrors } from './template-error.js';

/**
 * Compiles a template to its specification: a JavaScript expression from which Handlebars' runtime makes a function.
 * @throws TemplateError for a syntax error, an unknown helper or an unescaped expression
 */
export function specificationCode(path: string, source: string): string {
  return withTemplateErrors(path, () => {
    if (source.includes('\0')) throw new TemplateError(path, 'A template must not hold NUL characters.');
    const names = Object.keys(helpers);
    const known = Object.fromEntries([...names, 'defined'].map((name) => [name, true]));
    const options = { knownHelpersOnly: true, knownHelpers: known };
    return String(Handlebars.precompile(rewrite(Handlebars.parse(source), names), options));
  });
}

/** Compiles a template and evaluates its specification. */
export const specificationOf = (path: string, source: string): unknown =>
  runInThisContext(`(${specificationCode(path, source)})`);
