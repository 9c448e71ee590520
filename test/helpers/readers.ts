import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { resolveHelm } from '../../tools/helm.js';
import { folderWith } from './repository.js';

const execute = promisify(execFile);
const options = { maxBuffer: 256 * 1024 * 1024 };

type Teardown = Parameters<typeof folderWith>[0];

/** Reads a file of values by Helm, which parses YAML with the same library as Kubernetes. */
export async function readByHelm(t: Teardown, valuesYaml: string): Promise<unknown> {
  const chart = folderWith(t, {
    'Chart.yaml': 'apiVersion: v2\nname: probe\nversion: 0.1.0\n',
    'templates/a.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  values: {{ .Values | toJson | b64enc }}\n',
    'hostile.yaml': valuesYaml,
  });
  const { stdout } = await execute(
    await resolveHelm(),
    ['template', chart, '--values', join(chart, 'hostile.yaml')],
    options,
  );
  const { data } = parse(stdout) as { data: { values: string } };
  return JSON.parse(Buffer.from(data.values, 'base64').toString('utf8'));
}

/** Reads a file of variables by Terraform, each declared with any type. No provider is needed. */
export async function readByTerraform(
  t: Teardown,
  files: { readonly tf?: string; readonly tfvars?: string },
): Promise<Record<string, unknown>> {
  const names = [...(files.tfvars ?? '').matchAll(/^([a-z_]+) += /gm)].map(([, name]) => name);
  const variables = names.map(
    (name) => `variable "${name}" {\n  type = any\n}\n\noutput "${name}" {\n  value = var.${name}\n}\n`,
  );
  const folder = folderWith(t, {
    'main.tf': variables.join('\n') + (files.tf ?? ''),
    ...(files.tfvars === undefined ? {} : { 'hostile.auto.tfvars': files.tfvars }),
  });
  await execute('terraform', ['apply', '-auto-approve', '-input=false', '-no-color'], { ...options, cwd: folder });
  const { outputs } = JSON.parse(readFileSync(join(folder, 'terraform.tfstate'), 'utf8')) as {
    outputs: Record<string, { value: unknown }>;
  };
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
}

/** Gives what `terraform fmt` would change in a text; empty for nothing. */
export async function formattingOf(t: Teardown, text: string): Promise<string> {
  const folder = folderWith(t, { 'a.auto.tfvars': text });
  return (await execute('terraform', ['fmt', '-diff', '-no-color', folder], options)).stdout;
}
