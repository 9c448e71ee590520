import { type Logger, pino } from 'pino';

/** Creates the logger: JSON lines on stdout with the level's name and an ISO time. */
export const createLogger = (level: string): Logger =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
