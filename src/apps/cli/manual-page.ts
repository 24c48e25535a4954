import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Language } from "../../sdk/text.ts";

/** From the sources and from dist/cli alike: the directories where manual pages lie. */
const SHELVES = [join(import.meta.dirname, "../../sections"), join(import.meta.dirname, "manual"), join(import.meta.dirname, "../manual"), join(import.meta.dirname, "../dist/manual")];

/** The manual page of a check, in the language or else in English; null where there is none. */
export function manualPage(check: string, language: Language): string | null {
  const names = language === "ru" ? ["check.ru.md", "check.md"] : ["check.md"];
  for (const name of names) for (const shelf of SHELVES) {
    const path = join(shelf, check, name);
    if (existsSync(path)) return readFileSync(path, "utf8");
  }
  return null;
}
