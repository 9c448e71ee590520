/** Source: https://endoflife.date/amazon-eks, and AWS What's New of 2026-10-02 for the newest that EKS has. */
export const versionsKnownOn = '2026-11-25';

/** Kubernetes versions that EKS supports, with the day on which standard support ends. */
export const standardSupportUntil: Readonly<Record<string, string>> = {
  '1.34': '2026-12-02',
  '1.35': '2027-03-27',
  '1.36': '2027-08-02',
};

export const newestVersion = Object.keys(standardSupportUntil).at(-1) as string;
