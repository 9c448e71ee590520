import type { Problem } from '../environment/problem.js';

/**
 * Writes problems in the form that GitHub shows beside the lines of a pull request:
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 *
 * @param folder of the project in its git repository, such as `platform/ml/`
 */
export const annotations = (problems: readonly Problem[], folder: string): string =>
  problems
    .map(({ severity, file, line, column, rule, path, message }) => {
      const place = { file: `${folder}${file}`, line: String(line), col: String(column), title: rule };
      const properties = Object.entries(place).map(([name, value]) => `${name}=${escaped(value, /[%\r\n:,]/g)}`);
      const text = path === '' ? message : `${path}: ${message}`;
      return `::${severity} ${properties.join(',')}::${escaped(text, /[%\r\n]/g)}\n`;
    })
    .join('');

const escaped = (text: string, characters: RegExp): string =>
  text.replace(characters, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
