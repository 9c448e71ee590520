// Tests run as compiled: what is tested is what ships.
export default {
  files: ['test/**/*.test.ts'],
  typescript: { rewritePaths: { 'test/': 'build/test/' }, compile: false },
  timeout: '5m',
};
