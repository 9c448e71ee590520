import { fileURLToPath } from 'node:url';

// Tests run as compiled: what is tested is what ships.
export default {
  files: ['test/**/*.test.ts'],
  typescript: { rewritePaths: { 'test/': 'build/test/' }, compile: false },
  timeout: '5m',
  // What runs remember stays out of the developer's own cache.
  environmentVariables: { XDG_CACHE_HOME: fileURLToPath(new URL('build/cache', import.meta.url)) },
};
