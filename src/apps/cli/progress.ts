import type { Language, Text } from "../../sdk/text.ts";
import { plain } from "../../report/escape.ts";

export interface Progress {
  report(stage: Text, done: number, total: number): void;
  /** Wipes the progress line. */
  end(): void;
}

const QUIET_MS = 1000;
const REDRAW_MS = 100;

/** A line on stderr that keeps itself up to date; shown only on a terminal, and only for what takes longer than a second. */
export function startProgress(language: Language): Progress {
  if (!process.stderr.isTTY) return { report: () => undefined, end: () => undefined };
  const start = performance.now();
  let line = "";
  let drawn = -Infinity;
  const draw = (): void => {
    const now = performance.now();
    if (line === "" || now - start < QUIET_MS || now - drawn < REDRAW_MS) return;
    drawn = now;
    const width = Math.max(20, (process.stderr.columns ?? 80) - 1);
    process.stderr.write(`\r\x1b[2K${`${line} ${((now - start) / 1000).toFixed(0)} s`.slice(0, width)}`);
  };
  // Time passes between two reports as well: a line that stands still looks like a hang.
  const timer = setInterval(draw, REDRAW_MS).unref();
  return {
    report(stage, done, total) {
      line = `${plain(stage[language])}${total > 0 ? ` ${done}/${total}` : ""} ...`;
      draw();
    },
    end() {
      clearInterval(timer);
      if (drawn > 0) process.stderr.write("\r\x1b[2K");
    },
  };
}
