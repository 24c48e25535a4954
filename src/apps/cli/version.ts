import { readFileSync } from "node:fs";
import { join } from "node:path";

/** From package.json, which lies above the sources and above dist alike. */
export function toolVersion(): string {
  for (const up of ["..", "../..", "../../.."]) {
    try {
      const { name, version } = JSON.parse(readFileSync(join(import.meta.dirname, up, "package.json"), "utf8")) as { name?: string; version?: string };
      if (name === "golive-audit" && version) return version;
    } catch {
      continue;
    }
  }
  return "0.0.0";
}
