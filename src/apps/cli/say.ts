import { writeSync } from "node:fs";
import { plain } from "../../report/escape.ts";

/** A line for the person in front, beside the report. Not through the stream: when nobody reads any more, the work goes on. */
export function say(line: string): void {
  try {
    writeSync(2, `golive: ${plain(line)}\n`);
  } catch { /* nobody reads any more */ }
}
