import { leaves } from "../../../ir/blocks.ts";
import { ownName } from "../../../ir/names.ts";
import type { Dict, Expr, FunctionNode, If, Node } from "../../../ir/nodes.ts";
import { walkBody } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { guardKinds, type GuardKinds } from "../guard-kinds.ts";
import { bindingsOf } from "../inference/scope-of.ts";
import { index, type Index } from "../module-index.ts";
import { openWays } from "../open-ways.ts";
import { signalMakers } from "../signal-makers.ts";
import { FOUR, statementsOf } from "./statements.ts";

/** A filter that is asked only where the signal carries a value, which some of the bot's signals do not: `if atr > 0: if move < cost: signal = None`. */
export interface SkippedBlock {
  readonly fn: FunctionNode;
  /** The condition that keeps the filter from being asked. */
  readonly under: Expr;
  /** The filter. */
  readonly test: Expr;
  /** What is read out of the signal, and the name of its key. */
  readonly field: Expr;
  readonly key: string;
  /** Where the bot makes a signal without it, and one with it; null: none has it. */
  readonly without: Node;
  readonly having: Node | null;
}

export const skippedBlocks = codeFact({
  name: "skipped-blocks",
  doc: "Filters that are asked only of signals that carry a value, where the bot makes signals without it.",
  requires: { openWays, signalMakers, index, guardKinds },
  derive({ openWays, signalMakers, index, guardKinds }): readonly SkippedBlock[] {
    const ways = openWays.without(null).filter((way) => way.kind === "signal");
    const region = new Set([...ways.flatMap((way) => way.steps.slice(way.born).map((step) => step.from)), ...signalMakers.all]);
    const made: Made = { index, reached: signalMakers.all };
    return [...region].flatMap((fn) => blocksIn(fn, index, guardKinds).flatMap((one) => {
      const { having, without } = makersOf(made, one.key);
      return without ? [{ fn, ...one, without, having }] : [];
    }));
  },
});

type Block = Omit<SkippedBlock, "fn" | "without" | "having">;

function blocksIn(fn: FunctionNode, index: Index, kinds: GuardKinds): Block[] {
  const found: Block[] = [];
  statementsOf(fn, (node) => {
    if (node.kind !== "if" || node.otherwise.length > 0) return;
    const inner = node.body.find((one): one is If => one.kind === "if" && rejects(one) && (kinds.of(one.test) & FOUR) !== 0);
    if (!inner) return;
    for (const present of presences(node.test)) {
      const read = readOf(present, index);
      if (read) return void found.push({ under: node.test, test: inner.test, ...read });
    }
  });
  return found;
}

/** It leaves, or the signal is none any more. */
const rejects = ({ body }: If): boolean => leaves(body) || body.some((one) => one.kind === "assign" && one.value.kind === "none" && one.targets.some((target) => target.kind === "name" && SIGNAL.test(target.id)));

const SIGNAL = /(^|_)(signals?|sig|opportunity|setup|candidate|decision)(_|$)/i;

/** What must be there: `x`, `x > 0`, `x is not None`, each part of an `and`. */
function presences(test: Expr): Expr[] {
  if (test.kind === "logical") return test.op === "and" ? [...presences(test.left), ...presences(test.right)] : [];
  if (test.kind === "compare") {
    const compared = (test.op === ">" && test.right.kind === "number" && test.right.value === 0) || ((test.op === "is not" || test.op === "!=") && test.right.kind === "none");
    return compared ? [test.left] : [];
  }
  return test.kind === "name" || test.kind === "call" ? [test] : [];
}

/** `signal.get("atr", 0)`, also by a local name and through `float()`. */
function readOf(expr: Expr, index: Index, hops = 0): Pick<Block, "field" | "key"> | null {
  if (expr.kind === "name" && hops < 2) {
    const [only, ...more] = bindingsOf(expr, index.modules.get(index.moduleOf(expr).file)!) ?? [];
    return only?.kind === "value" && only.item < 0 && more.length === 0 ? readOf(only.expr, index, hops + 1) : null;
  }
  if (expr.kind === "logical" && expr.op === "or") return readOf(expr.left, index, hops);
  if (expr.kind !== "call") return null;
  const { callee, args } = expr;
  if (callee.kind === "name" && callee.id === "float" && args[0]) return readOf(args[0].value, index, hops);
  const [key, fallback] = args.map((one) => one.value);
  if (callee.kind !== "attribute" || callee.name !== "get" || key?.kind !== "string" || !SIGNAL.test(ownName(callee.object))) return null;
  return !fallback || fallback.kind === "none" || (fallback.kind === "number" && fallback.value === 0) ? { field: expr, key: key.value } : null;
}

interface Made { readonly index: Index; readonly reached: ReadonlySet<FunctionNode> }

const SIDE = /^(side|direction|action|signal)$/;
const REST = /^(price|entry(_price)?|strength|confidence|score|symbol|type|reason|stop_loss|take_profit)$/;

/** Where the bot writes signals out, with the key and without it. A key that is put in afterwards may be in each of them. */
function makersOf({ index, reached }: Made, key: string): { having: Node | null; without: Node | null } {
  let [having, without]: [Node | null, Node | null] = [null, null];
  for (const one of index.modules.values()) {
    if (one.stores.some(({ target }) => target.kind === "subscript" && target.index.kind === "string" && target.index.value === key && SIGNAL.test(ownName(target.object)))) return { having: null, without: null };
  }
  let open = false;
  for (const fn of reached) {
    walkBody(fn, (node) => {
      if (node.kind !== "dict" || !isSignal(node)) return;
      if (node.entries.some((entry) => entry.key === null)) open = true;
      else if (keysOf(node).includes(key)) having ??= node;
      else without ??= node;
    });
  }
  if (open) return { having: null, without: null };
  return { having, without };
}

const keysOf = (node: Dict): string[] => node.entries.flatMap(({ key }) => (key?.kind === "string" ? [key.value] : []));

function isSignal(node: Dict): boolean {
  const keys = keysOf(node);
  return keys.some((one) => SIDE.test(one)) && keys.filter((one) => REST.test(one)).length >= 2 && !isHeldByCall(node);
}

/** `log({...})`, `api.post(json={...})`: told to others. */
function isHeldByCall(node: Node): boolean {
  const up = node.parent;
  return up?.kind === "call" && !(up.callee.kind === "attribute" && /^(append|add|put|update)$/.test(up.callee.name));
}
