import { isAlias, isNode, isMap, isScalar, LineCounter, parseDocument, visit, type Document } from "yaml";
import { InputError } from "../sdk/input-error.ts";
import type { CheckOption, ProjectConfig } from "../sdk/project-config.ts";
import type { Text } from "../sdk/text.ts";
import { CONFIG_FILE } from "./file-name.ts";
import { messages } from "./messages.ts";
import { issueText } from "./issue-text.ts";
import { configSchema, type ConfigDocument } from "./schema.ts";


type Path = readonly (string | number)[];

export interface LoadedConfig {
  readonly config: ProjectConfig;
  /** The line on which a setting stands, for what can only be checked later (is there such a check?). */
  lineOf(path: Path): number;
}

/** The text of golive.yaml -> the configuration. Refuses with the line of the first mistake and its remedy (InputError). */
export function readConfig(text: string): LoadedConfig {
  const counter = new LineCounter();
  const document = parseDocument(text.replace(/^\ufeff/, ""), { lineCounter: counter, prettyErrors: false, merge: false, version: "1.2" });
  const [broken] = document.errors;
  if (broken) throw mistake(counter.linePos(broken.pos[0]).line, messages("syntax", { detail: broken.message.replace(/\.$/, "") }));
  refuseAliases(document, counter);
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) return { config: toConfig({}, () => 1), lineOf: () => 1 };
  const lineOf = (path: Path): number => lineAt(document, counter, path);
  if (!isMap(document.contents)) throw mistake(1, messages("notMapping"));
  const parsed = configSchema.safeParse(withoutEmpty(document.toJS() as object));
  if (!parsed.success) {
    const [issue] = [...parsed.error.issues].map((one) => issueText(one)).sort((a, b) => lineOf(a.path) - lineOf(b.path));
    throw issue ? mistake(lineOf(issue.path), issue.text) : new Error("zod refused the configuration without an issue");
  }
  return { config: toConfig(parsed.data, lineOf), lineOf };
}

/** `exclude:` with only comments under it is as good as no `exclude:`. */
const withoutEmpty = (settings: object): object => Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null));

export function mistake(line: number, what: Text): InputError {
  const place = { file: CONFIG_FILE, line: String(line) };
  return new InputError({ en: messages("at", { ...place, what: what.en }).en, ru: messages("at", { ...place, what: what.ru }).ru });
}

/** A few aliases can unfold to gigabytes; nobody needs them here. */
function refuseAliases(document: Document, counter: LineCounter): void {
  visit(document, {
    Alias(_, node) {
      if (isAlias(node)) throw mistake(counter.linePos(node.range?.[0] ?? 0).line, messages("alias"));
    },
  });
}

/** The line of the key at the path, or of the nearest thing around it that exists. */
function lineAt(document: Document, counter: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const pair = isMap(parent) ? parent.items.find((item) => String(isNode(item.key) ? (item.key as { value?: unknown }).value : item.key) === String(last)) : undefined;
    const node = pair?.key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return counter.linePos(node.range[0]).line;
  }
  return 1;
}

function toConfig(document: ConfigDocument, lineOf: (path: Path) => number): ProjectConfig {
  return {
    language: document.language ?? null, include: document.include ?? [], exclude: document.exclude ?? [], entryPoints: document.entry_points ?? [],
    checks: (document.checks ?? {}) as Record<string, Record<string, CheckOption>>, concepts: document.concepts ?? {},
    waivers: (document.waivers ?? []).map((waiver, index) => ({
      fingerprint: waiver.fingerprint ?? null, check: waiver.check ?? null, file: waiver.file ?? null,
      reason: waiver.reason, owner: waiver.owner, expires: waiver.expires, line: lineOf(["waivers", index]),
    })),
    notApplicable: document.not_applicable ?? [],
  };
}
