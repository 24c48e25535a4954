import { Facts, Unavailable } from "../../src/facts/engine.ts";
import { program as programFact, projectConfig, settings as settingsFact } from "../../src/facts/roots.ts";
import type { FileRole, Program } from "../../src/ir/program.ts";
import { python } from "../../src/languages/python/language.ts";
import type { Fact } from "../../src/sdk/fact.ts";
import { NO_CONFIG } from "../../src/sdk/project-config.ts";
import { NO_SETTINGS } from "../../src/settings/settings.ts";

/** A bot made of texts, by path. */
export function programOf(files: Readonly<Record<string, string>>, roles: Readonly<Record<string, FileRole>> = {}): Program {
  const paths = Object.keys(files).sort();
  return {
    modules: new Map(paths.map((path) => [path, python.lower(path, files[path]!)])),
    texts: new Map(paths.map((path) => [path, files[path]!])),
    roles: new Map(Object.entries(roles)), copies: new Map(), sourceRoots: [""], selfPackage: null, declaredStarts: [], notAnalysed: [], leftOut: new Set(),
    lines: paths.reduce((sum, path) => sum + files[path]!.split("\n").length, 0),
  };
}

export function factOf<T>(fact: Fact<T>, files: Readonly<Record<string, string>>, roles: Readonly<Record<string, FileRole>> = {}): T {
  return given(factsFor(files, roles), fact);
}

export function given<T>(facts: Facts, fact: Fact<T>): T {
  const value = facts.get(fact);
  if (value instanceof Unavailable) throw new Error(value.why.en);
  return value;
}

/** Several facts of one program. */
export function factsFor(files: Readonly<Record<string, string>>, roles: Readonly<Record<string, FileRole>> = {}): Facts {
  return new Facts().supply(programFact, programOf(files, roles)).supply(projectConfig, NO_CONFIG).supply(settingsFact, NO_SETTINGS);
}
