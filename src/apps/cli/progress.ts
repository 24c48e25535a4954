import type { Language, Text } from "../../sdk/text.ts";
import { plain } from "../../report/escape.ts";

export interface Progress {
  report(stage: Text, done: number, total: number): void;
  /** Wipes the progress line. */
  end(): void;
}

const QUIET_MS = 1000;
const REDRAW_MS = 80;

/** A line on stderr that keeps itself up to date; shown only on a terminal, and only for what takes longer than a second. */
export function startProgress(language: Language): Progress {
  const start = performance.now();
  let drawn = 0;
  return {
    report(stage, done, total) {
      const now = performance.now();
      const name = plain(stage[language]);
      if (!process.stderr.isTTY || now - start < QUIET_MS || now - drawn < REDRAW_MS) return;
      drawn = now;
      const width = Math.max(20, (process.stderr.columns ?? 80) - 1);
      process.stderr.write(`\r\x1b[2K${`${name}${total > 0 ? ` ${done}/${total}` : ""}`.slice(0, width)}`);
    },
    end() {
      if (drawn > 0) process.stderr.write("\r\x1b[2K");
      drawn = 0;
    },
  };
}
