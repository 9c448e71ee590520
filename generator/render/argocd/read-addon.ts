import { isPlainObject } from '../../base/merge.js';
import type { Identity } from '../../environment/identity.js';
import { environmentRoleName, roleArn } from '../../environment/names.js';
import { pathText } from '../../environment/problem.js';
import { TemplateError } from '../../template/template-error.js';
import { type AddOn, addOnSchema } from './addon.js';
import type { AddOnTemplate } from './templates.js';
import type { ArgoCDView } from './view.js';

/**
 * Fills in what argocd/addons/<key>/application.yaml.hbs says for one environment.
 * @returns undefined when that is nothing, as of Argo CD itself for a cluster that a hub manages
 * @throws TemplateError
 */
export function readAddOn(key: string, of: AddOnTemplate | undefined, view: ArgoCDView): AddOn | undefined {
  const file = `argocd/addons/${key}/application.yaml.hbs`;
  if (!of) throw new TemplateError(file, `There is no such file for addons.${key}.`);
  const identity = of.identity && { ...of.identity, roleArn: roleArn(view, environmentRoleName(view, key)) };
  const [described, ...more] = of.template.render(identity ? { ...view, identity } : view).objects();
  if (described === undefined || described === null) return undefined;
  const { data, error } = addOnSchema.safeParse(described);
  const reasons = error?.issues.map(({ path, message }) => `${pathText(path as string[])}: ${message}`);
  if (!data || more.length > 0) throw new TemplateError(file, reasons?.join('; ') ?? 'It must hold one YAML document.');
  const version = view.addons[key]?.version ?? data.version;
  if (version === undefined) throw new TemplateError(file, `version: is missing, here and in addons.${key}.`);
  const fault = faultOf(data, identity);
  if (fault) throw new TemplateError(file, fault);
  return { ...data, version, namespace: identity?.namespace ?? (data.namespace as string) };
}

/** What doesn't fit to identity.yaml, or its absence. */
function faultOf(
  { namespace, values, objects }: { namespace?: string | undefined; values: unknown; objects: unknown },
  identity: (Identity & { readonly roleArn: string }) | undefined,
): string | undefined {
  if (!identity) return namespace === undefined ? 'namespace: is missing.' : undefined;
  if (namespace !== undefined) return 'namespace: identity.yaml says it already; take it out here.';
  if (holds(values, identity.roleArn) || holds(objects, identity.roleArn)) return undefined;
  return 'values: no pod gets the role of identity.yaml; annotate its ServiceAccount with {{identity.roleArn}}.';
}

function holds(value: unknown, text: string): boolean {
  if (Array.isArray(value)) return value.some((item) => holds(item, text));
  return isPlainObject(value) ? Object.values(value).some((item) => holds(item, text)) : value === text;
}
