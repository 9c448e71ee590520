import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blocksOf, parsePage } from './markdown.js';

const tools = [
  'aws',
  'terraform',
  'kubectl',
  'helm',
  'docker',
  'curl',
  'gh',
  'git',
  'npm',
  'openssl',
  'sleep',
] as const;

/**
 * A function of bash in place of each tool, which costs no process. It appends its name and words to a file as one
 * line, which bash writes at once: both ends of a pipe, and what runs in the background, append at the same time.
 * Queries for one value get one; there is no image yet, no role of an administrator, and no load balancer any more, so
 * that every branch of the page's scripts is taken.
 */
const standIns = `record() {
  local IFS=$'\\x1f'
  local words="$*"
  printf '%s\\n' "\${words//$'\\n'/$'\\x1e'}" >>"$CALLS"
  IFS=' '
  case "$*" in
    *imageTag=* | *get-role*Role.Arn*) return 1 ;;
    *describe-load-balancers* | *describe-vpcs* | *get-resources*) ;;
    *'--output text'* | *jsonpath=*) echo 0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f ;;
  esac
}
${tools.map((tool) => `${tool}() { record ${tool} "$@"; }`).join('\n')}
# What is killed is a stand-in as well, which may not have recorded its call yet, and ends by itself.
kill() { wait "$@"; }
`;

/** Comes before the real program on PATH, where something else than bash looks for one: xargs, env, timeout. */
const noProgram = `#!/bin/sh
echo "\${0##*/}: command not found: only bash itself calls tools here" >&2
exit 127
`;

/**
 * Lists every call of a tool in the page's shell blocks. The blocks are executed with stand-ins, so bash itself splits
 * words, removes quotes and expands variables.
 */
export function callsOf(page: string): string[][] {
  const folder = mkdtempSync(join(tmpdir(), 'inference-gitops-calls-'));
  try {
    for (const tool of tools) {
      writeFileSync(join(folder, tool), noProgram);
      chmodSync(join(folder, tool), 0o755);
    }
    const log = join(folder, 'calls');
    writeFileSync(log, '');
    const script = blocksOf(parsePage(page), 'sh')
      .map(({ value }) => `(\n${value}\n) <<<typed\n`)
      .join('\n');
    const env = { PATH: `${folder}:/usr/bin:/bin`, CALLS: log };
    const { status, stderr } = spawnSync('bash', ['--norc', '-c', standIns + script], {
      cwd: folder,
      env,
      encoding: 'utf8',
      timeout: 60_000,
    });
    if (status === null || /syntax error|command not found|unbound/.test(stderr)) throw new Error(stderr);
    const records = readFileSync(log, 'utf8').split('\n').slice(0, -1);
    return records.map((record) => record.replaceAll('\x1e', '\n').split('\x1f'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Finds the values of a flag, written as `--flag value` or `--flag=value`. */
export const valuesOf = (words: readonly string[], flag: string): string[] =>
  words.flatMap((word, index) => {
    if (word.startsWith(`${flag}=`)) return [word.slice(flag.length + 1)];
    return word === flag ? [words[index + 1] ?? ''] : [];
  });
