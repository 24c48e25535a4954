import { openSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../sdk/input-error.ts";
import { says } from "./messages.ts";
import { TelemetryFile } from "./telemetry-file.ts";

/** The files that keep a run, open. */
export interface RunFiles {
  readonly stdout: { readonly path: string; readonly file: number };
  readonly stderr: { readonly path: string; readonly file: number };
  readonly telemetry: { readonly path: string; readonly file: TelemetryFile };
}

/**
 * Makes them before the bot is started: what cannot be kept is said while nothing runs. Only their owner reads them.
 * @throws {InputError} one cannot be made.
 */
export function openRunFiles(directory: string, onTrouble: (code: string) => void): RunFiles {
  // Appended to, so that the bot's next line stands at the end also after the file was emptied.
  const log = (name: string) => ({ path: join(directory, name), file: openSync(join(directory, name), "ax", 0o600) });
  const telemetry = join(directory, "telemetry.jsonl");
  try {
    return { stdout: log("stdout.log"), stderr: log("stderr.log"), telemetry: { path: telemetry, file: new TelemetryFile(telemetry, onTrouble) } };
  } catch (error) {
    throw new InputError(says("unwritable", { directory, code: (error as NodeJS.ErrnoException).code ?? String(error) }));
  }
}
