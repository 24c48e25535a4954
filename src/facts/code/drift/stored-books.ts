import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph } from "../call-graph.ts";
import { index } from "../module-index.ts";
import { Opens, orderReach } from "../order-reach.ts";
import { reach } from "../reach.ts";
import { removals } from "./removals.ts";
import { tradingCode } from "../trading-code.ts";

/** Books that are rows: asked for those that are open by the code that trades. */
export interface StoredBooks {
  /** Where a row is added behind an opening order; null: the rows are only seen to be read. */
  readonly written: Call | null;
  /** Where code that trades asks for the open rows. */
  readonly read: Call;
  /** Where it asks for balances and marks rows as closed: on spot the balance is the position. */
  readonly balanced: { readonly fn: FunctionNode; readonly call: Call } | null;
}

export const storedBooks = codeFact({
  name: "stored-books",
  doc: "Positions that the bot keeps as rows of a database: read back by the code that trades.",
  requires: { program, index, callGraph, orderReach, reach, removals, tradingCode },
  derive({ program, index, callGraph, orderReach, reach, removals, tradingCode }): StoredBooks | null {
    const inBot = (fn: FunctionNode): boolean => reach.of(fn) === "live" && (program.roles.get(index.moduleOf(fn).file) ?? "bot") === "bot" && !PRETENDED.test(`${index.moduleOf(fn).file} ${fn.qualname}`);
    const opens = (fn: FunctionNode): boolean => orderReach.trades(fn) && (orderReach.ofFunction(fn) & Opens) !== 0;
    const decides = (fn: FunctionNode): boolean => inBot(fn) && tradingCode.of(fn) !== "other";
    let [written, read]: [Call | null, Call | null] = [null, null];
    for (const fn of index.functions) {
      if ((written && read) || !inBot(fn)) continue;
      for (const call of index.callsIn(fn)) {
        if (!written && writes(call) && usedBy(fn, call, opens)) written = call;
        if (!read && asksForOpen(call)) read = usedBy(fn, call, decides);
      }
    }
    return read ? { written, read, balanced: balanced() } : null;

    /** What sends orders asks for the balance to know how much it may trade. */
    function balanced(): StoredBooks["balanced"] {
      for (const fn of index.functions) {
        const call = inBot(fn) && orderReach.ofFunction(fn) === 0 ? index.callsIn(fn).find((one) => BALANCES.test(calledName(one)) || ACCOUNTS.test(calledName(one))) : undefined;
        if (call && removals.inside(fn).length > 0) return { fn, call };
      }
      return null;
    }

    /** The call itself, or the one that asks its function, where such a function is among those that lead to it. */
    function usedBy(fn: FunctionNode, call: Call, is: (one: FunctionNode) => boolean, depth = 0): Call | null {
      if (is(fn)) return call;
      if (depth === 2) return null;
      for (const site of callGraph.callersOf(fn)) if (usedBy(site.caller, site.call, is, depth + 1)) return depth === 0 ? site.call : call;
      return null;
    }

    function writes(call: Call): boolean {
      if (call.callee.kind !== "attribute") return false;
      const name = call.callee.name;
      const [first] = call.args;
      if (!first) return false;
      if (ADDS.test(name) && HOLDERS.test(ownName(call.callee.object))) return isRow(first.value);
      if (INSERTS.test(name)) return TABLES.test(ownName(call.callee.object));
      return RUNS.test(name) && INSERT.test(textOf(first.value));
    }

    function isRow(expr: Expr): boolean {
      if (expr.kind === "call") return ROW.test(calledName(expr));
      return callGraph.valuesOf(expr).some((one) => one.kind === "instance" && ROW.test(one.class.name));
    }
  },
});

export const BALANCES = /^_?(get|fetch|load|query|read|refresh|sync|update)_?(\w+_)?balances?(_of)?$/i;
const ACCOUNTS = /^(get|fetch)_account(_info|_state|_summary)?$/;
/** Kept of trades that are only played. */
const PRETENDED = /paper|simul|mock|fake|dry_?run|back_?test|shadow|virtual|replay|offline/i;
const ADDS = /^(add|merge|save|insert|add_all)$/;
const HOLDERS = /session|(^|_)(db|database|conn|connection|store|repo|repository)$/i;
const INSERTS = /^(insert_one|insert_many|replace_one)$/;
const RUNS = /^_?(execute|execute_query|fetch|fetchrow|fetchval|query|run|exec)$/;
const TABLES = /(^|_)(open_?)?(positions?|trades?|deals?)(_collection|_table)?$/i;
const ROW = /^(\w*[a-z])?(Position|Trade|Deal)(Record|Model|Row|Entity|Orm|ORM|DB)?$/;
const INSERT = /\binsert\s+(or\s+\w+\s+)?into\s+["`\w.]*(position|trade|deal)s?(_\w+)?\b/i;
const SELECT = /\bselect\b[^]*\bfrom\s+["`\w.]*(position|trade|deal)s?(_\w+)?\b[^]*\bwhere\b[^]*((status|state)\W+(=|in|like)[^]{0,6}\W(open|active)|is_open\s*=\s*(1|true)|(closed_at|exit_(time|price)|close_(time|price))\s+is\s+null)/i;
const FILTERS = /^(filter|filter_by|where|find|find_one|find_all)$/;

/** `query(Trade).filter(Trade.status == Status.OPEN)`, `filter_by(status="open")`, `find({"status": "open"})`, the same in SQL. */
function asksForOpen(call: Call): boolean {
  if (call.callee.kind !== "attribute") return false;
  if (RUNS.test(call.callee.name)) return call.args[0] !== undefined && SELECT.test(textOf(call.args[0].value));
  return FILTERS.test(call.callee.name) && ofRows(call) && !call.args.some((one) => namesOne(one.value)) && call.args.some(({ name, value }) => (name !== null && STATUS.test(name) && isOpen(value)) || saysOpen(value));
}

/** The rows are called like trades: the collection, or the class in `query(Trade)` and `Trade.status`. */
function ofRows(call: Call): boolean {
  let found = false;
  const look = (node: Node): void => {
    found ||= (node.kind === "name" && (ROW.test(node.id) || TABLES.test(node.id))) || (node.kind === "attribute" && (ROW.test(node.name) || TABLES.test(node.name)));
    if (!found) children(node, look);
  };
  look(call);
  return found;
}

/** `Trade.id == trade_id`: one that is known, not those that are open. */
const namesOne = (expr: Expr): boolean => expr.kind === "compare" && expr.left.kind === "attribute" && /^_?(id|trade_id|position_id|order_id)$/.test(expr.left.name);

const STATUS = /^(status|state|is_open|is_active)$/;

function saysOpen(expr: Expr): boolean {
  if (expr.kind === "compare") return expr.op === "==" && expr.left.kind === "attribute" && STATUS.test(expr.left.name) && isOpen(expr.right);
  if (expr.kind === "binary" || expr.kind === "logical") return saysOpen(expr.left) || saysOpen(expr.right);
  return expr.kind === "dict" && expr.entries.some(({ key, value }) => key?.kind === "string" && STATUS.test(key.value) && isOpen(value));
}

function isOpen(expr: Expr): boolean {
  if (expr.kind === "boolean") return expr.value;
  const word = expr.kind === "string" ? expr.value : expr.kind === "attribute" ? (expr.name === "value" ? ownName(expr.object) : expr.name) : "";
  return /^(open|opened|active)$/i.test(word);
}

/** What stands written; a text wrapped in `text(...)` too. */
function textOf(expr: Expr): string {
  if (expr.kind === "string") return expr.value;
  if (expr.kind === "template") return expr.parts.map((part) => (part.kind === "string" ? part.value : "?")).join("");
  return expr.kind === "call" && expr.args[0] ? textOf(expr.args[0].value) : "";
}
