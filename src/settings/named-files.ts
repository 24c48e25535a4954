import type { Bot } from "../source/bot.ts";

const ENDINGS = ["json", "yaml", "yml", "toml", "ini", "cfg", "conf", "json5", "jsonc"];
const READING_ROLES = new Set(["bot", "config", "interface"]);
const LONGEST = 80;

/** Base names of settings files that stand in quotes in the bot's code -> the first file that names each. */
export function namedFiles(bot: Bot): Map<string, string> {
  const wanted = ENDINGS.filter((ending) => bot.settingsFiles.some(({ path }) => path.endsWith(`.${ending}`) || path.includes(`.${ending}.`)));
  const named = new Map<string, string>();
  for (const { path, text } of bot.files) {
    if (!READING_ROLES.has(bot.roles.get(path)?.role ?? "bot")) continue;
    for (const ending of wanted) {
      for (let at = text.indexOf(`.${ending}`); at >= 0; at = text.indexOf(`.${ending}`, at + 1)) {
        const after = text[at + ending.length + 1];
        if (after !== '"' && after !== "'" && after !== "`") continue;
        const name = /[\w.-]+$/.exec(text.slice(Math.max(0, at - LONGEST), at))?.[0];
        if (name && !named.has(`${name}.${ending}`)) named.set(`${name}.${ending}`, path);
      }
    }
  }
  return named;
}
