import { type Application, applications } from './data/applications.js';
import type { Path } from './problem.js';
import type { Environment } from './resolve.js';
import { valueAtPath } from './value-path.js';

/** An application that an environment installs, in the version that it has there. */
export interface InstalledApplication {
  readonly application: Application;
  readonly version: string;
  /** Where the environment says so; the add-on, where it leaves that to the template. */
  readonly path: Path;
}

/** Lists the applications whose add-on is on, as far as their version is known. */
export function installedApplications({ addons }: Pick<Environment, 'addons'>): InstalledApplication[] {
  return applications.flatMap((application) => {
    const { addon, version: path, installed } = application;
    const settings = addons[addon];
    if (!settings?.enabled) return [];
    const said = valueAtPath(settings.values, path);
    if (said === undefined) return [{ application, version: installed, path: ['addons', addon] }];
    return typeof said === 'string' ? [{ application, version: said, path: ['addons', addon, 'values', ...path] }] : [];
  });
}
