import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** One thing that a run asks of the disk, in the order of asking. `flush` waits until what it names is on the disk. */
export interface DiskCall {
  readonly call: 'write' | 'make' | 'rename' | 'remove' | 'flush' | 'flush-all';
  readonly path: string;
  /** Of a rename: where to. */
  readonly to?: string;
}

/** What is logged of each function, by its arguments. */
const changes = {
  writeFileSync: 'write',
  mkdirSync: 'make',
  rmSync: 'remove',
  unlinkSync: 'remove',
  rmdirSync: 'remove',
  renameSync: 'rename',
} as const;

type Call = (...args: unknown[]) => unknown;

/** Runs `action` and lists what it asks of the disk. */
export async function diskCalls(action: () => Promise<unknown>): Promise<DiskCall[]> {
  const log: DiskCall[] = [];
  const opened = new Map<unknown, string>();
  const names = [...Object.keys(changes), 'openSync', 'fsyncSync'] as const;
  const modules = fs as unknown as Record<string, Call>;
  const originals = Object.fromEntries(names.map((name) => [name, modules[name] as Call]));
  const spawnSync = childProcess.spawnSync as unknown as Call;
  const real = (name: string, args: unknown[]) => (originals[name] as Call)(...args);
  for (const [name, call] of Object.entries(changes)) {
    modules[name] = (...args) => {
      log.push({ call, path: String(args[0]), ...(call === 'rename' && { to: String(args[1]) }) });
      return real(name, args);
    };
  }
  modules['openSync'] = (...args) => {
    const descriptor = real('openSync', args);
    opened.set(descriptor, String(args[0]));
    return descriptor;
  };
  modules['fsyncSync'] = (...args) => {
    real('fsyncSync', args);
    log.push({ call: 'flush', path: String(opened.get(args[0])) });
  };
  Object.assign(childProcess, {
    spawnSync: (...args: unknown[]) => {
      if (args[0] === 'sync') log.push({ call: 'flush-all', path: String((args[1] as string[])[1]) });
      return spawnSync(...args);
    },
  });
  syncBuiltinESMExports();
  try {
    await action();
  } finally {
    Object.assign(fs, originals);
    Object.assign(childProcess, { spawnSync });
    syncBuiltinESMExports();
  }
  return log;
}
