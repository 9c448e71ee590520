// What `npm run e2e` runs against the cluster that it has started: one file, in order.
export default {
  files: ['test/stories/stories.story.ts'],
  typescript: { rewritePaths: { 'test/': 'build/test/' }, compile: false },
  serial: true,
  // The stories start processes, which a thread would wait for at its end.
  workerThreads: false,
  timeout: '10m',
};
