import { codeFact } from "../../../sdk/fact.ts";
import { index } from "../module-index.ts";

/** More of them would be a program about log formats. */
const MOST = 40;
const STANDARD = /%\(message\)/;
const BRACES = /\{message\b[^{}]*\}/;
const OTHER_FIELD = /%\((asctime|levelname|name|module|filename|pathname)\)|\{(time|level|asctime|levelname)\b/;

export const logFormats = codeFact({
  name: "log-formats",
  doc: "The format strings that the bot gives its loggers.",
  requires: { index },
  derive({ index }): readonly string[] {
    const found = new Set<string>();
    for (const one of index.modules.values()) {
      for (const node of one.byKind.get("string") ?? []) {
        if (node.kind !== "string" || node.value.length > 500 || !(STANDARD.test(node.value) || BRACES.test(node.value)) || !OTHER_FIELD.test(node.value)) continue;
        found.add(node.value);
      }
    }
    return [...found].slice(0, MOST);
  },
});
