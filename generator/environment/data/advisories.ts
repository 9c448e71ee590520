/** The day on which the list was looked through. */
export const advisoriesKnownOn = '2026-11-25';

/** A fault that was published, of an application that an add-on's chart installs. */
export interface Advisory {
  readonly addon: string;
  /** The first version without it, of each minor version that was mended. */
  readonly fixedIn: readonly string[];
  readonly what: string;
  readonly source: string;
}

export const advisories: readonly Advisory[] = [
  {
    addon: 'argo-cd',
    fixedIn: ['3.3.15', '3.4.10', '3.5.4', '3.6.0'],
    what: 'commands in the repo-server, by the proxy of an SSH repository (CVSS 8.8)',
    source: 'osv.dev, 2026-11-11',
  },
];
