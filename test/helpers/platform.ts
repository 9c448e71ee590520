/** What Windows has otherwise or not at all: pipes with names, permissions of a file, signals, mounts. */
export const isWindows = process.platform === 'win32';
