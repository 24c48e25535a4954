import { calledName } from "../../../ir/names.ts";
import type { Call, ClassNode, Expr, FunctionNode, Node, Return } from "../../../ir/nodes.ts";
import { classOf, methodsOf, walkBody } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { infer } from "../inference/infer.ts";
import { index } from "../module-index.ts";
import { orderReach } from "../order-reach.ts";
import { orderSites } from "../order-sites.ts";

/** A close that was never written: it asks nobody anything and answers success, in a class that opens positions in earnest. */
export interface PretendedClose {
  readonly fn: FunctionNode;
  readonly answer: Return;
  /** Where the same class sends its orders. */
  readonly order: Call;
  readonly asked: { readonly call: Call; readonly caller: FunctionNode };
}

export const pretendedCloses = codeFact({
  name: "pretended-closes",
  doc: "Methods that are to close a position, send nothing and answer success, beside others of their class that send orders.",
  requires: { index, infer, callGraph, orderSites, orderReach },
  derive({ index, infer, callGraph, orderSites, orderReach }): readonly PretendedClose[] {
    const sends = new Map<ClassNode, Call>();
    for (const { fn, call, role } of orderSites) {
      const owner = classOf(fn);
      if (owner && role === "open" && orderReach.trades(fn)) sends.set(owner, call);
    }
    return [...sends].flatMap(([owner, order]) => {
      if (PAPER.test(owner.name) || PAPER.test(index.moduleOf(owner).file)) return [];
      return methodsOf(owner).flatMap((fn): PretendedClose[] => {
        const answer = CLOSES.test(fn.name) && !infer.hierarchy.descendants(owner).some((below) => below !== owner && methodsOf(below).some((each) => each.name === fn.name)) ? pretends(fn) : null;
        const asked = answer ? callGraph.callersOf(fn).find((each) => orderReach.trades(each.caller)) : undefined;
        return asked ? [{ fn, answer: answer!, order, asked }] : [];
      });
    });
  },
});

const CLOSES = /^_?(close|exit|flatten|liquidate)_(all_)?(position|trade)s?(_(at_)?market)?$/;

const PAPER = /paper|simul|mock|fake|demo|dry|backtest|dummy|noop|virtual/i;

/** What writes a line or dresses the answer. */
const HARMLESS = /^(debug|info|warning|warn|error|exception|critical|print|str|int|float|round|abs|now|utcnow|time|isoformat)$/;

/** The success that the function answers without having done anything. */
function pretends(fn: FunctionNode): Return | null {
  let [acts, found]: [boolean, Return | null] = [false, null];
  walkBody(fn, (node) => {
    acts ||= doesSomething(node);
    if (node.kind === "return" && node.value && saysDone(node.value)) found = node;
  });
  return acts ? null : found;
}

function doesSomething(node: Node): boolean {
  switch (node.kind) {
    case "call": return !HARMLESS.test(calledName(node));
    case "assign": return node.targets.some((one) => one.kind !== "name");
    case "name": return PAPER.test(node.id);
    case "attribute": return PAPER.test(node.name);
    case "await": case "raise": case "delete": case "augmented": return true;
    default: return false;
  }
}

const DONE = /^(success|succeeded|ok|closed|executed|filled|done)$/i;

function saysDone(value: Expr): boolean {
  if (value.kind === "boolean") return value.value;
  return value.kind === "dict" && value.entries.some(({ key, value: told }) => key?.kind === "string"
    && ((DONE.test(key.value) && told.kind === "boolean" && told.value) || (key.value === "status" && told.kind === "string" && DONE.test(told.value))));
}
