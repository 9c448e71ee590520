/** The forms of a record. */
export const FORMATS = ['json', 'cloudevents'] as const;
export type Format = (typeof FORMATS)[number];
