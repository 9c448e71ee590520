import { namesOf } from '../environment/names.js';
import type { Environment } from '../environment/schema.js';
import { renderArgoCD } from '../render/argocd.js';
import { renderRunbook } from '../render/runbook.js';
import { readValidRepository } from '../repository/repository.js';
import { oneEnvironment } from './one-environment.js';

/** The runbook of one environment, rendered anew: what lies in rendered/ may be anybody's. */
export async function renderedRunbook(
  root: string,
  asked: readonly string[],
  command: string,
): Promise<{ environment: Environment; runbook: string }> {
  const environment = oneEnvironment(root, asked, command);
  const { templates } = await readValidRepository(root);
  const names = namesOf(environment);
  const { manifests } = renderArgoCD(templates.argocd, environment, names);
  const { content } = renderRunbook(templates.runbook, { environment, names, manifests });
  return { environment, runbook: String(content) };
}
