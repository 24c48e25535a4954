import type { z } from "zod";
import type { Text } from "../sdk/text.ts";
import { messages } from "./messages.ts";
import { nearest } from "./nearest.ts";
import { configSchema } from "./schema.ts";

type Issue = z.core.$ZodIssue;
type Path = readonly (string | number)[];

export interface Mistake {
  readonly path: Path;
  readonly text: Text;
}

const EXAMPLES: Readonly<Record<string, string>> = {
  reason: "reason: why this is so", owner: "owner: your name", expires: "expires: 2027-01-31", path: "path: backtest/", section: "section: drift",
};

/** What zod found, in the words of the person who wrote the file. */
export function issueText(issue: Issue): Mistake {
  const path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
  const where = nameOf(path);
  if (issue.code === "unrecognized_keys") return unknownKey(path, issue.keys[0] ?? "");
  if (issue.code === "invalid_type") return { path, text: typeText(issue, path, where) };
  if (issue.code === "invalid_value") return { path, text: messages("oneOf", { where, allowed: issue.values.map(String).join(", ") }) };
  if (issue.code === "invalid_union") return { path, text: kind(where, "option_value") };
  if (issue.code === "too_small") return { path, text: messages("empty", { where }) };
  if (issue.code === "invalid_key") return { path, text: messages(path[0] === "checks" ? "checkName" : "conceptName", { where: String(path.at(-1) ?? "") }) };
  if (issue.code === "invalid_format") return { path, text: formatText(issue, path, where) };
  if (issue.code === "custom" && issue.message === "waiver-names") return { path, text: messages("waiver") };
  return { path, text: messages("wrong", { where, detail: issue.message }) };
}

const nameOf = (path: Path): string => path.map((part, index) => (typeof part === "number" ? `[${part + 1}]` : index === 0 ? part : `.${part}`)).join("");

function typeText(issue: Extract<Issue, { code: "invalid_type" }>, path: Path, where: string): Text {
  const missing = issue.input === undefined && issue.message.includes("undefined");
  const last = String(path.at(-1) ?? "");
  if (missing) return messages("missing", { where, example: EXAMPLES[last] ?? `${last}: …` });
  return kind(where, issue.expected);
}

function kind(where: string, expected: string): Text {
  const known = ["string", "number", "boolean", "array", "object", "record", "option_value"] as const;
  const words = messages(known.find((one) => one === expected) ?? "string");
  return { en: messages("kind", { where, expected: words.en }).en, ru: messages("kind", { where, expected: words.ru }).ru };
}

function formatText(issue: Extract<Issue, { code: "invalid_format" }>, path: Path, where: string): Text {
  if (issue.format === "date") return messages("date", { where });
  if (path[0] === "concepts") return messages("dotted", { where });
  return messages("checkName", { where });
}

function unknownKey(path: Path, key: string): Mistake {
  const known = path.length === 0 ? Object.keys(configSchema.shape)
    : path[0] === "waivers" ? ["fingerprint", "check", "file", "reason", "owner", "expires"]
    : path[0] === "exclude" ? ["path", "reason"] : ["section", "reason"];
  const hint = suggestion(key, known);
  const where = nameOf([...path, key]);
  return { path: [...path, key], text: { en: messages("unknownKey", { where, hint: hint.en }).en, ru: messages("unknownKey", { where, hint: hint.ru }).ru } };
}

/** "Did you mean ...?", or what there is. */
export function suggestion(word: string, known: readonly string[]): Text {
  const near = nearest(word, known);
  return near ? messages("meant", { near }) : messages("known", { known: known.slice(0, 20).join(", ") });
}
