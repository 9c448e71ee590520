import type { Rule } from './rule.js';

/** Tags that Terraform sets on every resource. To IAM, keys that differ only in case are the same. */
const ownTags = ['Environment', 'Project', 'ManagedBy'];

/** Characters that AWS accepts in keys and values of tags: in all services, IAM included. */
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

export const tagRules: readonly Rule[] = [
  {
    name: 'tags',
    *check({ aws }) {
      const seen = new Map(ownTags.map((key) => [key.toLowerCase(), key]));
      for (const [key, value] of Object.entries(aws.tags)) {
        const path = ['aws', 'tags', key];
        const other = seen.get(key.toLowerCase());
        if (other) yield { path, atKey: true, message: `${key} and ${other} are one tag to AWS: keep one.` };
        seen.set(key.toLowerCase(), key);
        if (/^aws:/i.test(key)) yield { path, atKey: true, message: 'Tags that start with aws: are kept for AWS.' };
        const message = 'AWS takes letters, digits, spaces and _ . : / = + - @ in tags.';
        if (!allowed.test(key)) yield { path, atKey: true, message };
        if (!allowed.test(value)) yield { path, message };
      }
    },
  },
];
