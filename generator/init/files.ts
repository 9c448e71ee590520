import type { Answers } from './answers.js';
import { environmentTexts } from './environments.js';
import {
  codeOwnersText,
  dockerfileText,
  dockerignoreText,
  imagePackageText,
  type PackageFile,
  packageText,
  readmeText,
  renovateText,
} from './project-files.js';
import { shippedWorkflows, workflowText } from './workflows.js';

export interface Place {
  /** The branch that Argo CD follows. */
  readonly branch: string;
  /** Whether the folder is the top of its git repository: workflows stand there alone. */
  readonly isTop: boolean;
  /** Versions of the packages of tool and service, which are released together. */
  readonly version: string;
}

/** Writes all files of a new repository, by path; `rendered/` follows from them. */
export function repositoryFiles(answers: Answers, packageFile: PackageFile, place: Place): ReadonlyMap<string, string> {
  const { name, repository } = answers;
  const isOnGitHub = place.isTop && /[/@.]github\./.test(repository);
  return new Map([
    ...environmentTexts(answers, (shipped) => packageFile(`environments/${shipped}.yaml`), place.branch),
    ['package.json', packageText(name, place.version)],
    ['Dockerfile', dockerfileText(packageFile('Dockerfile'))],
    ['.dockerignore', dockerignoreText],
    ['image/package.json', imagePackageText(name, place.version)],
    ['renovate.json', renovateText(packageFile('renovate.json'))],
    ['README.md', readmeText(answers)],
    ...(isOnGitHub ? onGitHub(answers, packageFile) : []),
  ]);
}

const onGitHub = (answers: Answers, packageFile: PackageFile): [string, string][] => [
  ['.github/CODEOWNERS', codeOwnersText(answers)],
  ...shippedWorkflows.map((file): [string, string] => [
    `.github/workflows/${file}`,
    workflowText(packageFile(`.github/workflows/${file}`), answers.environments[0] as string),
  ]),
];

/** Whether an upgrade merges a file: environments are migrated, and packages get another version. */
export const isMerged = (path: string): boolean => !path.startsWith('environments/') && !isPackage(path);

export const isPackage = (path: string): boolean => /(^|\/)package\.json$/.test(path);
