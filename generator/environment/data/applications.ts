/** The day on which the list was looked through. */
export const applicationsKnownOn = '2026-11-27';

/** An application that an add-on's chart installs. */
export interface Application {
  readonly addon: string;
  readonly name: string;
  /** Where values of the chart name its version. */
  readonly version: readonly string[];
  /** The version that the add-on's template names. */
  readonly installed: string;
  /** Its minor versions, with the day from which nobody mends them any more. */
  readonly supportedUntil: Readonly<Record<string, string>>;
  readonly source: string;
}

export const applications: readonly Application[] = [
  {
    addon: 'argo-cd',
    name: 'Argo CD',
    version: ['global', 'image', 'tag'],
    installed: 'v3.4.13',
    // Three minor versions are mended; a new one comes on the first Tuesday of February, May, August and November.
    supportedUntil: { '3.3': '2026-11-03', '3.4': '2027-02-02', '3.5': '2027-05-04', '3.6': '2027-08-03' },
    source: "Argo CD's release calendar, and the notice of v3.3.19",
  },
];
