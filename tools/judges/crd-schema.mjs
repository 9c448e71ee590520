/**
 * Writes a JSON Schema of each version of a CustomResourceDefinition, as kubeconform wants it:
 * `node crd-schema.mjs FILE FOLDER` makes `FOLDER/<group>/<kind>_<version>.json`. Unknown fields are refused.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

const [file, folder] = process.argv.slice(2);
const { spec } = parse(readFileSync(file, 'utf8'));
mkdirSync(`${folder}/${spec.group}`, { recursive: true });
for (const { name, schema } of spec.versions) {
  const path = `${folder}/${spec.group}/${spec.names.kind.toLowerCase()}_${name}.json`;
  writeFileSync(path, JSON.stringify(closed(schema.openAPIV3Schema)));
}

/** Refuses fields that an object doesn't declare, but those of metadata, which Kubernetes itself declares. */
function closed(schema) {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(closed);
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isOpen = 'additionalProperties' in schema || schema['x-kubernetes-preserve-unknown-fields'] === true;
  return schema.type === 'object' && schema.properties && !isOpen ? { ...inner, additionalProperties: false } : inner;
}
