/** The workflows of the tool's own repository that another has a use for. */
export const shippedWorkflows = ['rendered.yml', 'terraform.yml', 'image.yml'] as const;

/** What the image of another repository is built from. */
const imagePaths = ['Dockerfile', '.dockerignore', 'image/**'];

/**
 * Writes a workflow of the tool's own repository as another has it, which depends on the package: the tool is called as
 * a package, and the image is built from one.
 * @param environment whose registry gets the image
 */
export const workflowText = (text: string, environment: string): string =>
  text
    .replace(/npm run (?:--silent )?(check|diff|pipeline|render|validate)(?: --)?(?=[ \n])/g, 'npx inference-gitops $1')
    .replace(
      /(paths:\n)(?: {6}- .*\n)+/,
      (_, head: string) => head + imagePaths.map((path) => `      - ${path}\n`).join(''),
    )
    .replace(/^( {2}ENVIRONMENT: ).*$/m, (_, head: string) => head + environment);
