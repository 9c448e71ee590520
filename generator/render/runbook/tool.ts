/**
 * How a repository calls this tool: by scripts that build it first, as the tool's own does, or as a package that it
 * depends on.
 */
export type Caller = 'npm run' | 'npx';

/** The tool's commands for one environment: words for blocks of shell, and text for prose. */
export function commandsBy(caller: Caller, environment: string) {
  const words = (command: string, ...args: readonly string[]) =>
    caller === 'npx'
      ? ['npx', 'inference-gitops', command, ...args]
      : ['npm', 'run', command, ...(args.length > 0 ? ['--'] : []), ...args];
  const text = (command: string, ...args: readonly string[]) => words(command, ...args).join(' ');
  return {
    doctor: words('doctor', environment),
    render: words('render', environment),
    renderAll: words('render'),
    check: words('check'),
    validate: text('validate'),
    bootstrap: text('bootstrap', environment),
    teardown: text('teardown', environment),
  };
}
