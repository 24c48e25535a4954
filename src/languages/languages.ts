import type { Module } from "../ir/nodes.ts";
import type { Language } from "./language.ts";
import { python } from "./python/language.ts";

/** The front ends that this version has. */
export const languages: ReadonlyMap<Module["language"], Language> = new Map([[python.name, python]]);

export function languageOf(name: Module["language"]): Language {
  const language = languages.get(name);
  if (language === undefined) throw new Error(`no front end for ${name}`);
  return language;
}
