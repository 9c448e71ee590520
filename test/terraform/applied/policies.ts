import type { StateResource } from '../state.js';

export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Policy {
  readonly address: string;
  readonly type: string;
  readonly attribute: string;
  readonly statements: readonly Statement[];
}

/** Every policy document of these resources. */
export const policiesIn = (resources: readonly StateResource[]): Policy[] =>
  resources.flatMap(({ address, type, values }) =>
    ['policy', 'assume_role_policy'].flatMap((attribute) => {
      const text = values[attribute];
      // A topic's own attribute shows the policy that AWS gave it, until aws_sns_topic_policy replaces that one.
      if (type === 'aws_sns_topic' || typeof text !== 'string' || !text.includes('"Statement"')) return [];
      const { Statement: statements } = JSON.parse(text) as { Statement: Statement | Statement[] };
      return [{ address, type, attribute, statements: [statements].flat() }];
    }),
  );
