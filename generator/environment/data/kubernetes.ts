/** Source: https://endoflife.date/amazon-eks, and AWS What's New of 2026-10-02 for the newest that EKS has. */
export const versionsKnownOn = '2026-11-25';

/** Kubernetes versions that EKS supports, with the day on which standard support ends. */
export const standardSupportUntil: Readonly<Record<string, string>> = {
  '1.34': '2026-12-02',
  '1.35': '2027-03-27',
  '1.36': '2027-08-02',
};

export const newestVersion = Object.keys(standardSupportUntil).at(-1) as string;

/**
 * The cluster autoscaler for each of them, as its registry has it: the first image of 1.35 is gone from there. Sources:
 * pull request 8815 of github.com/kubernetes/k8s.io for 1.34, 10091 of github.com/kubernetes/autoscaler for the others.
 */
export const autoscalerImages: Readonly<Record<string, string>> = {
  '1.34': 'v1.34.2',
  '1.35': 'v1.35.2',
  '1.36': 'v1.36.1',
};
