import type { Text } from "../sdk/text.ts";
import type { Section } from "../sdk/section.ts";
import { suggestion } from "./issue-text.ts";
import { messages } from "./messages.ts";
import { mistake, type LoadedConfig } from "./read.ts";

/** Refuses settings for checks, options and sections that do not exist: a threshold under a wrong name would be silently ignored. */
export function requireKnownNames({ config, lineOf }: LoadedConfig, sections: readonly Section[]): void {
  const checks = new Map(sections.flatMap((section) => section.checks).map((check) => [check.name as string, check]));
  for (const [name, options] of Object.entries(config.checks)) {
    const check = checks.get(name);
    if (!check) throw mistake(lineOf(["checks", name]), hinted((hint) => messages("check", { check: name, hint }), suggestion(name, [...checks.keys()])));
    const known = Object.keys(check.options);
    const wrong = Object.keys(options).find((option) => !known.includes(option));
    if (wrong !== undefined) throw mistake(lineOf(["checks", name, wrong]), hinted((hint) => messages("option", { check: name, option: wrong, hint }), suggestion(wrong, known)));
  }
  config.waivers.forEach(({ check, line }) => {
    if (check !== null && !checks.has(check)) throw mistake(line, hinted((hint) => messages("check", { check, hint }), suggestion(check, [...checks.keys()])));
  });
  const ids = sections.map((section) => section.id);
  config.notApplicable.forEach(({ section }, index) => {
    if (!ids.includes(section)) throw mistake(lineOf(["not_applicable", index]), hinted((hint) => messages("section", { section, hint }), suggestion(section, ids)));
  });
}

const hinted = (say: (hint: string) => Text, hint: Text): Text => ({ en: say(hint.en).en, ru: say(hint.ru).ru });
