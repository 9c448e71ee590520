import { basename } from 'node:path';
import { loadSharedConfigFiles } from '@smithy/core/config';
import { tryGit } from '../git/git.js';
import type { Known } from './questions.js';

/** Reads what a folder and this machine say: the folder's name, its remote in git, and the profile of AWS. */
export async function knownOf(folder: string, isInGit: boolean): Promise<Known> {
  const profile = await readProfile();
  return {
    name: nameFrom(basename(folder)),
    account: profile['sso_account_id'] ?? /^arn:[^:]*:iam::(\d{12}):/.exec(profile['role_arn'] ?? '')?.[1] ?? '',
    region: process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? profile['region'] ?? '',
    repository: isInGit ? withoutToken(tryGit(folder, ['remote', 'get-url', 'origin']).stdout.trim()) : '',
  };
}

async function readProfile(): Promise<Readonly<Record<string, string | undefined>>> {
  const { configFile } = await loadSharedConfigFiles().catch(() => ({ configFile: {} }));
  const profiles: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = configFile;
  return profiles[process.env['AWS_PROFILE'] ?? 'default'] ?? {};
}

/** Names of objects have small letters, digits and dashes. */
function nameFrom(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 20)
    .replace(/-+$/, '');
  return name === '' ? 'ml-inference' : name;
}

/** A token in a remote's URL must not get into a file. */
const withoutToken = (url: string): string => url.replace(/^(https?:\/\/)[^/@]*@/, '$1');
