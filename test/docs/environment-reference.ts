import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isPlainObject } from '../../generator/base/merge.js';
import { editorSchema } from '../../generator/environment/editor-schema.js';
import { mergeFiles } from '../../generator/environment/merge-files.js';
import { namesOf } from '../../generator/environment/names.js';
import type { Environment } from '../../generator/environment/resolve.js';
import { environmentSchema } from '../../generator/environment/schema.js';
import type { FolderState } from '../../generator/foretell/change.js';
import { foretell } from '../../generator/foretell/foretell.js';
import { identitiesOf } from '../../generator/plan/identities.js';
import { recordName, recordText } from '../../generator/tree/record.js';
import { repositoryRoot } from '../../tools/folders.js';
import { leavesOf } from '../generator/render/leaves/schema-leaves.js';
import { type Leaf, leaves } from '../generator/render/leaves/table.js';
import { stepsOf, withValue } from '../generator/render/leaves/values.js';
import { fullEnvironment } from '../helpers/full-environment.js';
import { renderedEnvironment, textsOf } from '../helpers/rendered-files.js';
import { resolved } from '../helpers/resolved.js';

type Schema = Readonly<Record<string, unknown>>;

const head = `# The environment file

Every field of \`environments/<env>.yaml\`: what it is, its type and default, an example, which files change by it, and
what is the gravest that another value does to what runs. A field that a file lacks comes from
\`environments/defaults.yaml\`, whose value stands here as the default where the format has none. \`*\` is a key of
your own, \`[]\` an entry of a list. What stands here below \`workloads.*\` may stand in \`workloadDefaults\`, for all
workloads. \`inference-gitops diff\` tells what the edits do that you make.

Written by \`npm run reference\`.
`;

const tableHead = '| field | what it is | type, default | example | changes |\n| --- | --- | --- | --- | --- |';

/** Writes the page from the schema, the defaults that ship, and the table of which field changes which files. */
export function referencePage(): string {
  const schema = editorSchema() as Schema;
  const defaults = parse(readFileSync(join(repositoryRoot, 'environments/defaults.yaml'), 'utf8')) as object;
  const paths = leavesOf(environmentSchema);
  const sections = [...new Set(paths.map((path) => path.split(/[.[]/)[0] as string))];
  const parts = sections.map((section) => {
    const own = paths.filter((path) => path.split(/[.[]/)[0] === section);
    const rows = own.map((path) => rowOf(path, fieldIn(schema, path), valueIn(defaults, path)));
    const about = fieldIn(schema, section).description;
    return ['', `## ${section}`, ...(about === '' ? [] : [about]), '', tableHead, ...rows, ''].join('\n');
  });
  return head + parts.join('');
}

interface Field {
  readonly schema: Schema;
  /** Its own, or that of what it is an entry of. */
  readonly description: string;
}

/** Finds a field in the JSON Schema, in whichever of the forms that exclude each other has it. */
function fieldIn(schema: Schema, path: string): Field {
  let found = [{ schema, description: '' }];
  for (const step of stepsOf(path)) {
    found = found.flatMap(({ schema: at, description }) =>
      formsOf(at).flatMap((form) => {
        const next = stepInto(form, step);
        return next ? [{ schema: next, description: String(next['description'] ?? description) }] : [];
      }),
    );
  }
  const [field] = found;
  if (!field) throw new Error(`the schema has no ${path}`);
  return field;
}

const formsOf = (schema: Schema): Schema[] => {
  const forms = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined;
  return forms ? forms.flatMap(formsOf) : [schema];
};

function stepInto(schema: Schema, step: string): Schema | undefined {
  if (step === '[]') return schema['items'] as Schema | undefined;
  const named = (schema['properties'] as Readonly<Record<string, Schema>> | undefined)?.[step];
  return named ?? (isPlainObject(schema['additionalProperties']) ? schema['additionalProperties'] : undefined);
}

function rowOf(path: string, { schema, description }: Field, shipped: unknown): string {
  const leaf = leaves[path] as Leaf;
  const fallback = schema['default'] ?? shipped;
  const isShown = fallback !== undefined && !(isPlainObject(fallback) || Array.isArray(fallback));
  const cells = [
    code(path),
    escaped(description),
    `${typeOf(schema)}${isShown ? `; ${code(JSON.stringify(fallback))}` : fallback === undefined ? '; none' : ''}`,
    code(JSON.stringify(leaf.to) ?? 'null'),
    changesOf(path, leaf),
  ];
  return `| ${cells.join(' | ')} |`;
}

const escaped = (words: string): string => words.replaceAll('|', '\\|').replaceAll('<', '&lt;');

const code = (words: string): string => `\`${words.replaceAll('|', '\\|')}\``;

function typeOf(schema: Schema): string {
  const { type, enum: choices, const: only, minimum, maximum, items } = schema as Readonly<Record<string, unknown>>;
  const forms = formsOf(schema);
  if (forms.length > 1) return [...new Set(forms.map(typeOf))].join(' or ');
  if (Array.isArray(choices)) return choices.map((choice) => code(JSON.stringify(choice))).join(', ');
  if (only !== undefined) return code(JSON.stringify(only));
  if (type === 'array') return `list of ${typeOf(items as Schema)}`;
  const range = [minimum, maximum].map((bound) => (Math.abs(Number(bound)) < Number.MAX_SAFE_INTEGER ? bound : '…'));
  const between = range.some((bound) => bound !== '…') ? ` ${range.join(' to ')}` : '';
  const words: Readonly<Record<string, string>> = {
    string: 'text',
    integer: `whole number${between}`,
    number: `number${between}`,
    boolean: 'true or false',
    object: 'map',
  };
  return words[String(type)] ?? 'anything';
}

const layers: readonly (readonly [file: RegExp, layer: string])[] = [
  [/^terraform\/state\//, "Terraform of the state's bucket"],
  [/^terraform\//, 'Terraform'],
  [/^workloads\//, 'Helm values'],
  [/^argocd\//, 'Argo CD'],
  [/^bootstrap\//, 'what is applied by hand'],
  [/^RUNBOOK\.md$/, 'runbook'],
];

function changesOf(path: string, leaf: Leaf): string {
  if (leaf.changes.length === 0) return `no file: ${escaped(leaf.because ?? '')}`;
  const found = leaf.changes.map((file) => layers.find(([pattern]) => pattern.test(file))?.[1] ?? file);
  return `${[...new Set(found)].join(', ')}: **${consequenceOf(path, leaf)}**`;
}

const unchanged = stateOf(resolved(fullEnvironment));

/** What is the gravest that the table's other value of a field does, by what is foretold of both renderings. */
function consequenceOf(path: string, leaf: Leaf): string {
  const before = mergeFiles(fullEnvironment, leaf.along ?? {}) as object;
  const after = withValue(before, stepsOf(path), leaf.to) as object;
  const states = {
    environment: fullEnvironment.name,
    before: leaf.along ? stateOf(resolved(before)) : unchanged,
    after: stateOf(resolved(after)),
  };
  // Without Helm: by the chart's values.
  return foretell(states, () => undefined)[0]?.consequence ?? 'text only';
}

function stateOf(environment: Environment): FolderState {
  const rendering = renderedEnvironment(environment);
  const identities = identitiesOf({ environment, names: namesOf(environment), charts: new Map() }, rendering);
  return new Map([...textsOf(environment, rendering), [recordName, recordText('', { files: new Map(), identities })]]);
}

function valueIn(defaults: object, path: string): unknown {
  const steps = stepsOf(path.replace(/^workloads\.\*/, 'workloadDefaults'));
  return steps.reduce<unknown>(
    (value, step) => (isPlainObject(value) ? value[step] : undefined),
    defaults as Readonly<Record<string, unknown>>,
  );
}
