import type { LogRecord } from "../../../src/run/record.ts";

export const recordOf = (message: string, more: Partial<LogRecord> = {}): LogRecord => ({
  file: "bot.log", line: 1, endLine: 1, time: 0, level: 20, logger: null, printedAt: null, message, fields: null, process: null, ...more,
});
