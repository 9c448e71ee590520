import type { Command } from '../report/command.js';
import { UserError } from '../report/user-error.js';

const shells = ['bash', 'zsh', 'fish'] as const;

/** Makes the command that prints a script for a shell. @param names of all commands */
export const completionFor = (names: () => readonly string[]): Command => ({
  summary: 'Prints what makes a shell complete commands and environments: source <(inference-gitops completion bash).',
  usage: shells.join('|'),
  switches: {},
  async run({ environments: [shell = ''] }) {
    const script = Object.hasOwn(scripts, shell) ? scripts[shell as keyof typeof scripts](names()) : undefined;
    if (script === undefined) throw new UserError(`Say for which shell: completion ${shells.join(', completion ')}.`);
    return { exitCode: 0, text: script, json: { shell, script } };
  },
});

const scripts: Readonly<Record<(typeof shells)[number], (names: readonly string[]) => string>> = {
  // For bash 3.2 as well, which macOS has: no mapfile. Names have no spaces.
  bash: (names) => `_inference_gitops() {
  local word=\${COMP_WORDS[COMP_CWORD]}
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${names.join(' ')}' -- "$word"))
  else
    local environments
    environments=$(for file in environments/*.yaml; do
      name=\${file#environments/}
      [ "$name" = defaults.yaml ] || [ "$name" = '*.yaml' ] || echo "\${name%.yaml}"
    done)
    COMPREPLY=($(compgen -W "$environments" -- "$word"))
  fi
}
complete -F _inference_gitops inference-gitops
`,
  zsh: (names) => `#compdef inference-gitops
_inference_gitops() {
  if (( CURRENT == 2 )); then
    compadd -- ${names.join(' ')}
  else
    local -a environments=(environments/*.yaml(N:t:r))
    compadd -- \${environments:#defaults}
  fi
}
compdef _inference_gitops inference-gitops
`,
  fish: (names) => `complete -c inference-gitops -f
complete -c inference-gitops -n __fish_use_subcommand -a '${names.join(' ')}'
complete -c inference-gitops -n 'not __fish_use_subcommand' -a \\
  '(string match -v defaults -- (string replace -r "^environments/(.*)[.]yaml\\$" "\\$1" environments/*.yaml))'
`,
};
