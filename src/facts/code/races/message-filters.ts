import { ownName } from "../../../ir/names.ts";
import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { walk } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { index, type Index } from "../module-index.ts";
import { reach } from "../reach.ts";
import { sharedState, type SharedPlace, type SharedState } from "../shared-state.ts";
import type { Access } from "./accesses.ts";
import { keyWords } from "./key-words.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";

/** A handler of position messages, and the filter of repeats that it starts with. */
export interface PositionHandler {
  readonly fn: FunctionNode;
  readonly filter: MessageFilter | null;
  /** A field of the message's time or sequence that it compares, if it does. */
  readonly ordered: Node | null;
}

/** `if now - seen.get(key) < window: return` or `if key in seen: return`, then `seen[key] = …`. */
export interface MessageFilter {
  readonly test: Node;
  readonly place: SharedPlace;
  readonly key: Expr;
  /** The words that the key is made of. */
  readonly words: string;
  readonly kind: "window" | "membership";
}

const HANDLER = /^_?on_?(\w*_)?positions?$|^_?(on|handle|process|apply)_?\w*positions?_(update|message|msg|event|change)s?$/i;
const IDENTITY = /(pos_?id|position_?id|symbol|sym|inst_?id|pair|ticker|key|side)/i;
/** What tells two messages about one position apart. */
const VERSION = /(time|ts|seq|updated|u_?time|version|nonce|trade_?id|exec|size|qty|quantity|amount|pos\b|hash|price|pnl|event_?id|msg_?id|message_?id|contracts)/i;

export const positionHandlers = codeFact({
  name: "position-handlers",
  doc: "Handlers of position messages and how they keep repeats out.",
  requires: { program, index, sharedState, reach },
  derive({ program, index, sharedState, reach }): readonly PositionHandler[] {
    return index.functions.flatMap((fn): PositionHandler[] => {
      if (fn.params.length < 1 || reach.of(fn) === "dead" || UNTRADED_ROLES.has(program.roles.get(index.moduleOf(fn).file) ?? "bot")) return [];
      if (!HANDLER.test(fn.name) && !readsPositionFields(index, fn)) return [];
      return [{ fn, filter: filterIn(index, sharedState, fn), ordered: orderedBy(index, fn) }];
    });
  },
});

/** Native fields of position messages: OKX posId, Binance's account update, read out of a parameter. */
function readsPositionFields(index: Index, fn: FunctionNode): boolean {
  const one = index.modules.get(index.moduleOf(fn).file)!;
  return one.calls[fn.index]!.some((call) => call.callee.kind === "attribute" && call.callee.name === "get" && call.args[0]?.value.kind === "string" && /^(posId|positionIdx)$/.test(call.args[0].value.value))
    && fn.params.some((param) => /(msg|message|data|update|payload|event|position)/i.test(param.name)) && /^_?(on|handle|process)/i.test(fn.name);
}

function filterIn(index: Index, state: SharedState, fn: FunctionNode): MessageFilter | null {
  const inside = state.inside(fn);
  for (const { place, access } of inside) {
    if ((access.kind !== "get" && access.kind !== "has" && access.kind !== "load") || !access.key || !leaves(access, fn)) continue;
    const words = keyWords(index, access.key);
    const marks = inside.some((one) => one.place === place && (one.access.kind === "store" || one.access.kind === "add") && one.access.key && keyWords(index, one.access.key) === words && storesMark(one.access));
    if (!marks || !IDENTITY.test(words)) continue;
    const window = comparesTime(access);
    if (window || access.kind === "has") return { test: window ?? access.node, place, key: access.key, words, kind: window ? "window" : "membership" };
  }
  return null;
}

/** The value is a time, `True`, or the container is a set: a mark, not the position itself. */
function storesMark(store: Access): boolean {
  if (store.kind === "add") return true;
  const value = store.node.kind === "assign" ? store.node.value : null;
  if (!value) return false;
  if (value.kind === "boolean") return true;
  let clock = false;
  walk(value, (node) => void (((node.kind === "name" && /^(now|ts|current_time|timestamp|t)$/i.test(node.id)) || (node.kind === "attribute" && /^(time|monotonic|now|utcnow|time_ns)$/.test(node.name))) && (clock = true)));
  return clock;
}

/** The comparison around it whose truth throws the message away. */
function leaves(access: Access, fn: FunctionNode): boolean {
  for (let at: Node = access.node, up = at.parent; up && up !== fn; at = up, up = up.parent) {
    if (up.kind === "if" && up.test === at) return up.body.some((one) => one.kind === "return" || one.kind === "continue");
    if (up.kind !== "compare" && up.kind !== "binary" && up.kind !== "logical" && up.kind !== "unary" && up.kind !== "call" && up.kind !== "argument") return false;
  }
  return false;
}

/** `now - seen.get(key) < window`. */
function comparesTime(access: Access): Node | null {
  for (let up = access.node.parent; up; up = up.parent) {
    if (up.kind === "compare") return up.op === "<" || up.op === "<=" ? up : null;
    if (up.kind !== "binary" && up.kind !== "call" && up.kind !== "argument" && up.kind !== "logical") return null;
  }
  return null;
}

/** A comparison of the message's time or sequence: `if update.updated_ms < position.updated_ms`. */
function orderedBy(index: Index, fn: FunctionNode): Node | null {
  const one = index.modules.get(index.moduleOf(fn).file)!;
  return one.byKind.get("compare")!.find((node) => {
    if (node.kind !== "compare" || node.start < fn.start || node.end > fn.end || !/^[<>]/.test(node.op)) return false;
    const name = (expr: Expr): string => ownName(expr);
    return /(updated|u_?time|seq|timestamp|_ts|_ms|version)/i.test(name(node.left)) && /(updated|u_?time|seq|timestamp|_ts|_ms|version|last)/i.test(name(node.right));
  }) ?? null;
}

/** Whether the key tells an update from a repeat. */
export const namesVersion = (filter: MessageFilter): boolean => VERSION.test(filter.words.replace(/(pos_?id|position_?id|positions?|position_?idx|pos_?side|symbol)/gi, ""));
