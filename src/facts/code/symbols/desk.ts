import type { Call, ClassNode, FunctionNode, Node, StringLiteral } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../../ir/walk.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Inference } from "../inference/context.ts";
import type { Reachability } from "../reach.ts";
import type { TradingCode } from "../trading-code.ts";
import type { WiderCalls } from "../wider-calls.ts";
import type { SymbolHolders } from "./holders.ts";
import type { Instrument } from "./instrument-form.ts";
import type { Fit, SymbolRole } from "./literal-role.ts";
import type { Standing, Standings } from "./standing.ts";

/** Why a literal decides nothing. */
export type FineWhy =
  | "dead" | "aside" | "declared" | "shown" | "spelling" | "read" | "benchmark" | "quotes" | "passed" | "unused" | "elsewhere" | "no-symbol";

/** Something that hangs on the name of an instrument. */
export interface SymbolUse {
  readonly check: "symbol-branch" | "symbol-default" | "symbol-table" | "symbol-list" | "symbol-in-order";
  /** order: a live order, its size, leverage, stop or market hangs on it. trade: trading code that may. */
  readonly weight: "order" | "trade";
  /** Where the maintainer changes it. */
  readonly at: Node;
  readonly names: readonly string[];
  /** The operand, key, parameter or container that the literal stands beside. */
  readonly word: string;
  /** What is decided: a name. */
  readonly decides: string;
  readonly fit: Fit | null;
  /** The place that uses it: the branch's effect, the call that leaves the parameter out, the lookup, the order. */
  readonly via: Node | null;
  readonly fn: FunctionNode;
  readonly possible: boolean;
}

export interface Desk {
  readonly infer: Inference;
  readonly callGraph: CallGraph;
  /** With the calls that only a name resolves. */
  readonly widerCalls: WiderCalls;
  readonly holders: SymbolHolders;
  readonly standing: Standings;
  readonly trading: TradingCode;
  readonly reach: Reachability;
  /** Literals that an order or account call takes as its instrument. */
  readonly fixed: Map<Node, Call>;
}

export interface Case {
  readonly literal: StringLiteral;
  readonly instrument: Instrument;
  readonly role: SymbolRole;
  readonly standing: Standing;
}

/** `SYMBOL = "BTC/USDT:USDT"` at the top of a module: a setting by custom. */
export const isConstant = (name: string, node: Node): boolean => /^[A-Z][A-Z0-9_]*$/.test(name) && enclosingFunction(node)!.name === "<module>";

type Details = Pick<SymbolUse, "check" | "weight" | "at" | "word" | "decides" | "via"> & Partial<Pick<SymbolUse, "fit">>;

export function use(desk: Desk, { literal }: Pick<Case, "literal">, details: Details): SymbolUse {
  const fn = enclosingFunction(literal)!;
  return { fit: null, names: [literal.value], fn, possible: desk.reach.of(fn) === "possible", ...details };
}

const tradingClasses = new WeakMap<Desk, ReadonlySet<ClassNode | null>>();

/** Whether a class has a method that may send an order. */
export function classTrades(desk: Desk, fn: FunctionNode): boolean {
  const owner = classOf(fn);
  if (!owner) return false;
  let found = tradingClasses.get(desk);
  if (!found) {
    const senders = desk.infer.index.functions.filter((one) => desk.trading.of(one) === "order");
    tradingClasses.set(desk, (found = new Set(senders.map(classOf))));
  }
  return found.has(owner);
}
