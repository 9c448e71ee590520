import { namesOf } from '../environment/names.js';
import type { Environment } from '../environment/resolve.js';
import { readRepository, withTemplates } from '../input/repository.js';
import { oneEnvironment } from '../input/selection.js';
import { renderArgoCD } from '../render/argocd.js';
import { renderRunbook } from '../render/runbook.js';

/** The runbook of one environment, rendered anew: what lies in rendered/ may be anybody's. */
export async function renderedRunbook(
  root: string,
  asked: readonly string[],
  command: string,
): Promise<{ environment: Environment; runbook: string }> {
  const repository = readRepository(root);
  const environment = oneEnvironment(repository, asked, command);
  const { templates } = await withTemplates(repository);
  const names = namesOf(environment);
  const { manifests } = renderArgoCD(templates.argocd, environment, names);
  const { content } = renderRunbook(templates.runbook, { environment, names, caller: templates.caller, manifests });
  return { environment, runbook: String(content) };
}
