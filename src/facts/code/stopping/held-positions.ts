import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, reachablePointOf } from "../../../ir/flow.ts";
import type { ClassNode, Expr, Node } from "../../../ir/nodes.ts";
import { classOf, isRepeated } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index, type Index } from "../module-index.ts";
import type { PathStep } from "../trade-paths.ts";

/** How a way to an order keeps a second position from being opened: none of any kind, or none of the same instrument. */
export interface HeldTest {
  readonly test: Expr;
  readonly bounds: "one" | "one-per-symbol";
}

export interface HeldPositions {
  /** A test on the step that the order is only sent where nothing is held. */
  on(step: PathStep): HeldTest | null;
  /** A test that the order is only sent where something is held: it closes, or adds to what is there. */
  whileHeld(step: PathStep): boolean;
}

export const heldPositions = codeFact({
  name: "held-positions",
  doc: "Tests on the way to an order that nothing is held yet: an implicit limit of one position, or of one per instrument.",
  requires: { index, callGraph },
  derive({ index, callGraph }): HeldPositions {
    const many = madeOften(index, callGraph);
    const known = new Map<Node, HeldTest | null>();
    return {
      on(step) {
        const before = known.get(step.at);
        if (before !== undefined) return before;
        const found = heldOn(step, many);
        known.set(step.at, found);
        return found;
      },
      whileHeld,
    };
  },
});

/** Classes of which there is more than one object: each has a position of its own. */
function madeOften(index: Index, graph: CallGraph): (node: ClassNode) => boolean {
  let sites: Map<ClassNode, number> | null = null;
  return (node) => {
    if (!sites) {
      sites = new Map();
      for (const one of index.modules.values()) {
        // Programs that lie beside each other, and the commands of one, make one each.
        for (const calls of one.calls) {
          const own = new Map<ClassNode, number>();
          for (const call of calls) for (const made of graph.targets(call).classes) own.set(made, (own.get(made) ?? 0) + (isRepeated(call) ? 2 : 1));
          for (const [made, count] of own) sites.set(made, Math.max(sites.get(made) ?? 0, count));
        }
      }
    }
    return (sites.get(node) ?? 2) > 1;
  };
}

/** A loop over instruments around the step: what is tested in it is tested for each. */
function inFor(at: Node): boolean {
  for (let one = at.parent; one && one.kind !== "function"; one = one.parent) if (one.kind === "for") return true;
  return false;
}

function heldOn(step: PathStep, many: (node: ClassNode) => boolean): HeldTest | null {
  const owner = classOf(step.from);
  const flow = flowOf(step.from);
  const point = reachablePointOf(flow, step.at);
  if (point === undefined) return null;
  let found: HeldTest | null = null;
  for (const { node, outcome } of conditionsAt(flow, point)) {
    if (node.kind === "for" || node.kind === "clause" || node.kind === "handler" || node.kind === "case") continue;
    const bounds = emptiness(node as Expr, outcome);
    const each = (owner !== null && many(owner)) || inFor(step.at) ? "one-per-symbol" : bounds;
    if (bounds === "one" && each === "one") return { test: node as Expr, bounds };
    if (bounds) found ??= { test: node as Expr, bounds: each ?? bounds };
  }
  return found;
}

/** `elif self.open_positions and spread < limit: close()` */
function whileHeld(step: PathStep): boolean {
  const flow = flowOf(step.from);
  const point = reachablePointOf(flow, step.at);
  return point !== undefined && conditionsAt(flow, point).some(({ node, outcome }) => (node.kind === "name" || node.kind === "attribute") && emptiness(node, !outcome) === "one");
}

/** What the order needs to be empty, where the test came out as `outcome`. */
function emptiness(test: Expr, outcome: boolean): HeldTest["bounds"] | null {
  switch (test.kind) {
    case "unary": return test.op === "not" ? emptiness(test.operand, !outcome) : null;
    case "name": return !outcome && HELD.test(test.id) ? "one" : null;
    case "attribute": return !outcome && HELD.test(test.name) ? "one" : null;
    case "call": return !outcome && HELD.test(nameOf(test.callee)) ? (test.args.length > 0 || /^get$/.test(nameOf(test.callee)) ? "one-per-symbol" : "one") : null;
    case "subscript": return !outcome && HELD_MAP.test(nameOf(test.object)) ? "one-per-symbol" : null;
    case "compare": {
      const none = test.right.kind === "none";
      if (none && (test.op === "is" || test.op === "==")) return emptiness(test.left, !outcome);
      if (none) return emptiness(test.left, outcome);
      // `position != "LONG"`: not twice the same.
      if (test.right.kind === "string" && (HELD.test(nameOf(test.left)) || HELD_SIZE.test(nameOf(test.left)))) return (test.op === "!=") === outcome && (test.op === "!=" || test.op === "==") ? "one" : null;
      if ((test.op === "in" || test.op === "not in") && HELD_MAP.test(nameOf(test.right))) return outcome === (test.op === "not in") ? "one-per-symbol" : null;
      return counted(test.left, test.op, test.right, outcome);
    }
    default: return null;
  }
}

/** `len(positions) == 0`, `position_size > 0` */
function counted(left: Expr, op: string, right: Expr, outcome: boolean): HeldTest["bounds"] | null {
  if (right.kind !== "number" || right.value !== 0) return null;
  const held = left.kind === "call" && nameOf(left.callee) === "len" && left.args[0] ? HELD_MAP.test(nameOf(left.args[0].value)) : HELD_SIZE.test(nameOf(left));
  if (!held) return null;
  const empty = op === "==" || op === "<=" ? outcome : op === ">" || op === "!=" ? !outcome : false;
  return empty ? "one" : null;
}

const HELD = /^_?(current_|open_|active_|existing_|live_|my_)?(position|pos|trade|deal)$|^_?(in|has|have|is_in)_?(an?_)?(open_|active_|any_)?(position|trade|deal)s?$|^_?(position|trade)_(open|opened|active|exists|held)$|^_?has_\w*position\w*$|^_?(open|active)_(positions|trades)$/i;
const HELD_MAP = /^_?(current_|open_|active_|existing_|live_|my_|tracked_|local_)?(positions?|trades|deals|trade_states?|position_map)$/i;
const HELD_SIZE = /^_?(current_|open_|net_|abs_)?(position|pos)_?(size|qty|quantity|amt|amount|contracts)?$|^positionAmt$/i;

const nameOf = (expr: Expr): string =>
  expr.kind === "name" ? expr.id : expr.kind === "attribute" ? expr.name : expr.kind === "subscript" ? (expr.index.kind === "string" ? expr.index.value : nameOf(expr.object))
    : expr.kind === "call" ? (/^(abs|float|keys|values|copy|list|set|get)$/.test(nameOf(expr.callee)) ? nameOf(expr.args[0] && expr.callee.kind === "name" ? expr.args[0].value : expr.callee.kind === "attribute" ? expr.callee.object : expr.callee) : nameOf(expr.callee)) : "";
