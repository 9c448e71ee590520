import type { Command } from '../report/command.js';

const exitCodes = 'Exit codes: 0 clean, 1 error, 2 differences found.\n';

const rows = (entries: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, text]) => `  ${name.padEnd(width)}  ${text}\n`).join('');
};

export function overview(commands: readonly (readonly [string, Command])[]): string {
  const entries = commands.map(([name, { usage, summary }]) => [`${name} ${usage}`.trim(), summary] as const);
  return `Edit environments/<env>.yaml, render, commit: Terraform, Helm and Argo CD follow.

Usage: inference-gitops <command> [options]

${rows(entries)}
inference-gitops help <command> tells more of one command; --version says which one this is.
${exitCodes}`;
}

export function commandHelp(name: string, { usage, summary, switches, options = {} }: Command): string {
  const entries = [
    ...Object.entries(switches).map(([option, text]) => [`--${option}`, text] as const),
    ...Object.entries(options).map(([option, { value, text }]) => [`--${option}=${value}`, text] as const),
    ['--root DIR', 'the repository, when it is not the current folder'],
    ['--json', 'print one JSON document instead of text'],
    ['-q, --quiet', 'print errors only'],
    ['-h, --help', 'print this'],
  ] as const;
  return `${summary}

Usage: inference-gitops ${`${name} ${usage}`.trim()} [options]

${rows(entries)}
${exitCodes}`;
}
