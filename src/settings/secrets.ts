/** Values that must not reach a report, a log or the memory of anything behind this door. */
import type { Tree } from "./tree.ts";

export const REDACTED = "***";

const SECRET_NAME = /(?:^|[_\W])(?:api_?keys?|apikey|secrets?|secret_?keys?|tokens?|bot_?token|pass(?:word|wd|phrase)?|pwd|private_?keys?|access_?keys?|credentials?|mnemonic|seed_?phrase|dsn|webhook(?:_?url)?|database_?url|db_?url|redis_?url|jwt\w*|key)$/;
const CREDENTIALS = /:\/\/[^\s/:@]{0,200}:[^\s@]{1,200}@/;

export const isSecretName = (name: string): boolean => SECRET_NAME.test(name.replace(/([a-z\d])([A-Z])/g, "$1_$2").toLowerCase());

/** Short plain numbers are limits (`max_tokens: 500`), never keys. */
const isSecretValue = (value: unknown): value is string => typeof value === "string" && value !== "" && !/^[-+\d.]{1,9}$/.test(value) && !/^(?:true|false|yes|no|none|null)$/i.test(value);

export function redact(tree: Tree, name: string): Tree {
  if (tree.kind === "list") return { ...tree, items: tree.items.map((item) => redact(item, name)) };
  if (tree.kind === "map") return { ...tree, entries: tree.entries.map(([key, value]) => [key, redact(value, key)] as const) };
  return isSecretValue(tree.value) && (isSecretName(name) || CREDENTIALS.test(tree.value)) ? { ...tree, value: REDACTED } : tree;
}
