import { writeFileSync } from 'node:fs';

/** Preloaded into what is measured: says at its end how much memory and processor time it took. */
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(
    process.env['BENCH_USAGE'] as string,
    JSON.stringify({ maxRSS, cpu: (userCPUTime + systemCPUTime) / 1e6 }),
  );
});
