import { readFileSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../base/package.js';

/**
 * The stack of an error, by lines of generator/ instead of the bundle's. The source maps are read only now: Node.js can
 * do the same, but would read them at every start.
 */
export function readableStack(error: unknown): string {
  const stack = (error as Error | undefined)?.stack ?? String(error);
  return stack.replace(
    /(file:\/\/[^\s()]+):(\d+):(\d+)/g,
    (at, url, line, column) => originOf(url, line, column) ?? at,
  );
}

function originOf(url: string, line: string, column: string): string | undefined {
  try {
    const text = readFileSync(fileURLToPath(`${url}.map`), 'utf8');
    const origin = new module.SourceMap(JSON.parse(text)).findOrigin(Number(line), Number(column));
    if (!('fileName' in origin)) return undefined;
    const file = fileURLToPath(new URL(origin.fileName, url));
    const name = file.startsWith(packageRoot) ? file.slice(packageRoot.length).replace(/^[\\/]/, '') : file;
    return `${name.replaceAll('\\', '/')}:${origin.lineNumber}:${origin.columnNumber}`;
  } catch {
    // Not a file of the bundle, or a package without its maps.
    return undefined;
  }
}
