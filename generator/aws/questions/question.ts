import type { Environment } from '../../environment/resolve.js';
import type { Check } from '../../report/check.js';
import { clientSettings, endpointOf } from '../client-settings.js';

/** Makes the settings of the client of a service, in the environment's region. */
export type SettingsOf = (service: string) => ReturnType<typeof clientSettings>;

/** Something that only AWS knows of what an environment names. */
export interface Question {
  readonly name: string;
  /** Yields what is wrong or good to know; nothing where all is well. */
  ask(environment: Environment, settings: SettingsOf): AsyncIterable<Finding>;
}

export type Finding = Pick<Check, 'status' | 'message'>;

export const settingsIn =
  (region: string, dnsSuffix: string): SettingsOf =>
  (service) =>
    clientSettings(region, endpointOf(service, region, dnsSuffix));

export const error = (message: string): Finding => ({ status: 'error', message });
export const note = (message: string): Finding => ({ status: 'note', message });

/** Tells an error of AWS by its name. */
export const isNamed = (cause: unknown, ...names: readonly string[]): boolean =>
  names.includes((cause as Error | undefined)?.name ?? '');
