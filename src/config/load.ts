import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../sdk/input-error.ts";
import { NO_CONFIG } from "../sdk/project-config.ts";
import { CONFIG_FILE } from "./file-name.ts";
import { messages } from "./messages.ts";
import type { LoadedConfig } from "./read.ts";

const LARGEST = 1_000_000;

/** golive.yaml of a bot; without one, the defaults. YAML and zod are loaded only where there is a file. */
export async function loadConfig(directory: string): Promise<LoadedConfig> {
  const text = textOf(join(directory, CONFIG_FILE));
  if (text === null) return { config: NO_CONFIG, lineOf: () => 1 };
  const { readConfig } = await import("./read.ts");
  return readConfig(text);
}

function textOf(path: string): string | null {
  try {
    if (statSync(path).size > LARGEST) throw new InputError(messages("tooLarge", { file: CONFIG_FILE }));
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    if (code === undefined) throw error;
    if (code === "EISDIR") throw new InputError(messages("directory", { file: CONFIG_FILE }));
    throw new InputError(messages("unreadable", { file: CONFIG_FILE, code }));
  }
}
