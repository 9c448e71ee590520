// What `npm run e2e` runs: a file for each cluster that it has started, all at the same time, each in order.
export default {
  files: ['test/stories/*.story.ts'],
  typescript: { rewritePaths: { 'test/': 'build/test/' }, compile: false },
  // The stories start processes, which a thread would wait for at its end.
  workerThreads: false,
  timeout: '10m',
};
