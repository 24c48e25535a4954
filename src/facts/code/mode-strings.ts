import type { ClassNode, Compare, Expr, FunctionNode, StringLiteral } from "../../ir/nodes.ts";
import { enclosingFunction, walk } from "../../ir/walk.ts";
import { SETTINGS_NAME } from "../../knowledge/setting-sources.ts";
import { codeFact } from "../../sdk/fact.ts";
import type { Setting } from "../../settings/setting.ts";
import { settings as settingsFact } from "../roots.ts";
import type { Inference } from "./inference/context.ts";
import { infer } from "./inference/infer.ts";
import { index, type Index } from "./module-index.ts";
import { numberRoles } from "./number-roles.ts";
import { reach } from "./reach.ts";
import { lastName, wordsIn } from "./numbers/words-of.ts";
import { wordsOf } from "./settings-join/prefixes.ts";
import { snake } from "./snake.ts";

/** A mode (regime, phase, state) compared with its name as text, although the bot has it as an Enum or in its configuration. */
export interface ModeString {
  readonly compare: Compare;
  readonly fn: FunctionNode;
  readonly literal: StringLiteral;
  readonly name: string;
  /** `Regime.TRENDING`, where the mode is really declared. */
  readonly member: { readonly owner: ClassNode; readonly name: string; readonly at: Expr } | null;
  readonly setting: Setting | null;
}

export interface ModeStrings {
  readonly all: readonly ModeString[];
  /** Comparisons of a mode with anything in code that decides about orders. */
  readonly examined: number;
  /** Texts compared there that are the value of an Enum's member, and it was not seen whether that is what they mean. */
  readonly doubtful: number;
  /** The bot has modes as members of an Enum: without any there is nothing that could be repeated. */
  readonly declared: boolean;
}

const MODE = /(^|_)(regimes?|phase|(market|trading|bot|risk|vol(atility)?|trend|session|strategy)_?(mode|state|regime|phase|condition|status|type)|mode|state|trend|condition|volatility)(_(name|label|type|value|str|key))?$/i;

export const modeStrings = codeFact({
  name: "mode-strings",
  doc: "Comparisons of a regime, mode or state with a literal name of it.",
  requires: { index, infer, numberRoles, reach, settings: settingsFact },
  derive({ index, infer, numberRoles, reach, settings }): ModeStrings {
    const members = enumMembers(index, infer, (owner) => reach.of(infer.moduleIndexOf(owner).module.root) !== "dead");
    const all: ModeString[] = [];
    let examined = 0;
    let doubtful = 0;
    for (const module of index.modules.values()) {
      for (const node of module.byKind.get("compare") ?? []) {
        const compare = node as Compare;
        const name = MODE.test(lastName(compare.left)) ? nameOf(compare.left) : MODE.test(lastName(compare.right)) ? nameOf(compare.right) : null;
        const literals = literalsOf(compare);
        const fn = name === null && literals.length === 0 ? null : enclosingFunction(compare);
        if (!fn || !numberRoles.takesPart(fn) || validates(compare)) continue;
        doubtful += literals.filter((one) => members.has(one.value.toLowerCase())).length;
        if (name === null) continue;
        examined++;
        for (const literal of literals) {
          const member = isRecord(compare) ? namedMember(members, literal.value, name) : memberFor(members, literal.value, name);
          const setting = member ? null : settingFor(settings.settings, literal.value, name);
          if (member || setting) all.push({ compare, fn, literal, name, member, setting });
        }
      }
    }
    const declared = [...members.values()].flat().some(({ owner }) => MODE.test(snake(owner.name)));
    return { all, examined, doubtful, declared };
  },
});

/** `regime.value` is the regime. */
const nameOf = (expr: Expr): string => (expr.kind === "attribute" && (expr.name === "value" || expr.name === "name") ? lastName(expr.object) : lastName(expr));

function literalsOf(compare: Compare): StringLiteral[] {
  if (compare.op === "==" || compare.op === "!=") return [compare.left, compare.right].filter((one) => one.kind === "string" && one.value.length > 1) as StringLiteral[];
  if (compare.op !== "in" && compare.op !== "not in") return [];
  const { right } = compare;
  return right.kind === "tuple" || right.kind === "list" || right.kind === "set" ? right.items.filter((one) => one.kind === "string") : [];
}

/** `if mode not in ("live", "shadow"): raise ...`: what may be said at all, and no branch of the mode. */
function validates({ op, left, parent }: Compare): boolean {
  if (op !== "not in" || parent?.kind !== "if") return false;
  let refuses = false;
  for (const statement of parent.body) walk(statement, (node) => {
    if (node.kind === "raise") refuses = true;
    else if (node.kind === "assign") refuses ||= lastName(node.targets[0]!) === lastName(left);
    else if (node.kind === "string") refuses ||= /unsupported|unknown|invalid|unexpected|not allowed|must be/i.test(node.value);
  });
  return refuses;
}

type Members = ReadonlyMap<string, readonly NonNullable<ModeString["member"]>[]>;

function enumMembers(index: Index, on: Inference, isUsed: (owner: ClassNode) => boolean): Members {
  const found = new Map<string, NonNullable<ModeString["member"]>[]>();
  for (const owner of index.classes) {
    if (!on.hierarchy.libraryBases(owner).some((one) => /(^|\.)(Str)?Enum$/.test(one)) || !isUsed(owner)) continue;
    for (const statement of owner.body) {
      if (statement.kind !== "assign" || statement.targets[0]?.kind !== "name" || statement.value.kind !== "string") continue;
      const member = { owner, name: statement.targets[0].id, at: statement.value };
      const key = statement.value.value.toLowerCase();
      found.set(key, [...(found.get(key) ?? []), member]);
    }
  }
  return found;
}

const GENERIC = new Set(["mode", "state", "phase", "condition"]);
/** Words that many Enums share say nothing about which is meant. */
const COMMON = new Set(["type", "status", "order", "side", "position", "market", "trading", "name", "label", "value", "current", "last", "signal"]);

function memberFor(members: Members, value: string, name: string): ModeString["member"] {
  const words = wordsOf(name).filter((word) => !COMMON.has(word));
  const found = members.get(value.toLowerCase()) ?? [];
  // `config.mode` may be any Enum of modes: it is known when there is one only, of the bot itself. `risk_mode` is none but RiskMode.
  if (words.every((word) => GENERIC.has(word))) {
    const owner = found.length === 1 ? wordsOf(found[0]!.owner.name) : [];
    return owner.some((word) => words.includes(word)) && owner.every((word) => words.includes(word) || COMMON.has(word) || OF_THE_BOT.has(word)) ? found[0]! : null;
  }
  return namedMember(members, value, name);
}

const OF_THE_BOT = new Set(["trade", "bot", "run", "runtime", "execution", "app"]);

/** `row["state"]`: any state of any record, unless its own words say whose. */
function isRecord({ left, right }: Compare): boolean {
  const read = [left, right].find((one) => one.kind === "subscript" || one.kind === "call");
  const object = read?.kind === "subscript" ? read.object : read?.kind === "call" && read.callee.kind === "attribute" ? read.callee.object : null;
  return object !== null && !SETTINGS_NAME.test(lastName(object)) && !wordsIn(object).split(" ").some((word) => SETTINGS_NAME.test(word));
}

function namedMember(members: Members, value: string, name: string): ModeString["member"] {
  const own = wordsOf(name).filter((word) => !COMMON.has(word) && !GENERIC.has(word));
  const found = members.get(value.toLowerCase()) ?? [];
  return found.find((one) => wordsOf(one.owner.name).some((word) => own.includes(word) || own.includes(`${word}s`))) ?? null;
}

/** The mode is a section or one of a list in the configuration under the mode's own name: `regimes.trending`. A setting that has the value is just read. */
function settingFor(settings: readonly Setting[], value: string, name: string): Setting | null {
  const words = wordsOf(name).filter((word) => !COMMON.has(word) && word.length > 4);
  if (words.length === 0 || /^(unknown|none|default|all|any|auto|other)$/i.test(value)) return null;
  return settings.find((one) => {
    const at = one.path.findIndex((part) => words.some((word) => part.toLowerCase().includes(word)));
    return at >= 0 && (one.path[at + 1] === value || (Array.isArray(one.value) && one.value.includes(value)));
  }) ?? null;
}
