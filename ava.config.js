import { fileURLToPath } from 'node:url';

// Tests run as compiled: what is tested is what ships.
export default {
  files: ['test/**/*.test.ts'],
  typescript: { rewritePaths: { 'test/': 'build/test/' }, compile: false },
  timeout: '5m',
  environmentVariables: {
    // What runs remember stays out of the developer's own cache.
    XDG_CACHE_HOME: fileURLToPath(new URL('build/cache', import.meta.url)),
    // The day on which validate and doctor warn of ends of support: 2026-11-26, whenever the tests run.
    SOURCE_DATE_EPOCH: '1795651200',
  },
};
