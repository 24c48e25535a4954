import { ruledBy } from "../../../ir/blocks.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { isKeptFrom, truthOf } from "../../../ir/truth.ts";
import { children, enclosingFunction } from "../../../ir/walk.ts";
import { ADOPTING_NAMES, REGISTRY_WORDS } from "../../../knowledge/position-calls.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { closingSites } from "../logs/closing-sites.ts";
import { locations, type Locations } from "../races/locations.ts";
import { reach } from "../reach.ts";
import { testAround } from "./absence.ts";
import { wordsOf } from "./kept-from.ts";
import { isOwnBooks, reconciliations } from "./reconciliations.ts";
import { calledName } from "../../../ir/names.ts";
import { onlyReduces } from "./only-reduces.ts";
import { rootOf, type LookedUp, type Mark } from "./trail.ts";
import { venuePositions } from "./venue-positions.ts";

/** adopt: it goes into the books. close: an order ends it. */
export type Policy = "adopt" | "close";

/** What the bot does with a position that the venue has and its own books do not. */
export interface UnknownPosition {
  readonly fn: FunctionNode;
  /** The look-up in the books, or the loop over names that only the venue has. */
  readonly test: Node;
  /** The books. */
  readonly books: string;
  readonly policy: Policy;
  readonly act: Node;
}

export const unknownPositions = codeFact({
  name: "unknown-positions",
  doc: "What the bot does with positions that only the exchange has: takes them into its books, closes them.",
  requires: { venuePositions, callGraph, locations, reach, reconciliations, closingSites },
  derive({ venuePositions, callGraph, locations, reach, reconciliations, closingSites }): readonly UnknownPosition[] {
    const { spread, mirrors, sourcesIn } = venuePositions;
    const whole = new Set(reconciliations.all.filter((one) => one.whole).map((one) => one.fn));
    const closing = new Set<Call>(closingSites.map((one) => one.call));
    const found: UnknownPosition[] = [];
    const taken = new Set<Node>();
    const flags = flagsOf(spread.lookedUp);
    const look = (test: Node, books: string, body: readonly Node[]): void => {
      const fn = enclosingFunction(test);
      if (!fn || body.length === 0 || reach.of(fn) === "dead" || (!whole.has(fn) && sourcesIn(fn).length === 0)) return;
      for (const { policy, act } of actsIn(body, books, callGraph, locations, closing)) {
        // What an earlier branch for positions that are not in the books has left does not get there.
        if (taken.has(act) || isKeptFrom(act, (one) => (one.kind === "name" ? flags.get(fn)?.get(one.id) ?? null : null))) continue;
        taken.add(act);
        found.push({ fn, test, books, policy, act });
      }
    };
    for (const { node, local, mark, absentWhen } of spread.lookedUp) {
      if (!isOwnBooks(local) || spread.marks.has(local) || mark.stack.length > 0 || mirrored(local, mirrors, locations)) continue;
      const books = wordsOf(local.kind === "call" ? local.callee : local);
      if (!books || !(REGISTRY_WORDS.test(books) || OWN_WORDS.test(books))) continue;
      look(node, books, node.kind === "call" ? whereNothing(node) : whereTrue(node, absentWhen));
    }
    for (const [node, marks] of spread.marks) {
      const mark = marks.find((one) => one.only === "venue");
      if (mark && node.parent?.kind === "for" && node.parent.iterable === node) look(node.parent, nameOfRest(mark), node.parent.body);
    }
    return found;
  },
});

const mirrored = (local: Expr, mirrors: ReadonlySet<NonNullable<ReturnType<Locations["of"]>>>, locations: Locations): boolean => {
  const location = locations.of(local);
  return location !== null && mirrors.has(location);
};

const nameOfRest = (mark: Mark): string => (rootOf(mark).node === mark.node ? "" : wordsOf(mark.node) ?? "");

/** Statements that run only where the look-up comes out this way, asked at once or through a name: `is_new = symbol not in books`. */
function whereTrue(node: Expr, value: boolean): readonly Node[] {
  const test = testAround(node);
  const truth = test ? truthOf(test, (one) => (one === node ? value : null)) : null;
  if (test) return truth !== null ? ruledBy(test, truth).flat() : [];
  const name = givenName(node);
  return name === null ? [] : testsAfter(node, (one) => (one.kind === "name" && one.id === name ? value : null));
}

/** By function: names that say whether the books lack a position. */
function flagsOf(lookedUp: readonly LookedUp[]): ReadonlyMap<FunctionNode, ReadonlyMap<string, boolean>> {
  const found = new Map<FunctionNode, Map<string, boolean>>();
  for (const { node, absentWhen } of lookedUp) {
    const fn = node.kind === "compare" ? enclosingFunction(node) : null;
    const name = givenName(node);
    if (fn && name !== null) found.set(fn, (found.get(fn) ?? new Map()).set(name, absentWhen));
  }
  return found;
}

/** The local name that it is given to. */
function givenName(node: Expr): string | null {
  const holder = node.parent?.kind === "await" ? node.parent.parent : node.parent;
  return holder?.kind === "assign" && holder.targets[0]?.kind === "name" ? holder.targets[0].id : null;
}

/** Statements that later tests of the function rule, as far as they are known. */
function testsAfter(from: Node, known: (expr: Expr) => boolean | null): readonly Node[] {
  const found: Node[] = [];
  const step = (node: Node): void => {
    if (node.kind === "function") return;
    if (node.kind === "if" && node.start > from.end) {
      const truth = truthOf(node.test, known);
      if (truth !== null) found.push(...ruledBy(node.test, truth).flat());
    }
    children(node, step);
  };
  enclosingFunction(from)?.body.forEach(step);
  return found;
}

/** `known = books.get(symbol)`, then `if known is None:` or `if not known:`. */
function whereNothing(call: Call): readonly Node[] {
  const direct = whereTrue(call, false);
  if (direct.length > 0) return direct;
  const name = givenName(call);
  return name === null ? [] : testsAfter(call, (one) => isNothing(one, name));
}

/** How a part of a test comes out while the name holds None. */
function isNothing(expr: Expr, name: string): boolean | null {
  if (expr.kind === "name") return expr.id === name ? false : null;
  if (expr.kind !== "compare" || expr.left.kind !== "name" || expr.left.id !== name || expr.right.kind !== "none") return null;
  return expr.op === "is" || expr.op === "==";
}

/** Further words for what the bot has itself. */
const OWN_WORDS = /(^|_|\.)(db|local|known|tracked|own|internal|memory|registered)(_|$)/i;

const CLOSES = /(^|_)(close|exit|flatten|liquidate)_?(\w*_)?(position|trade|orphan|unknown|untracked|market|side|all|it|symbol)?s?$|^(close|flatten|liquidate)_/i;
const NOT_CLOSES = /closed|can_|should_|is_|get_|fetch_|check_|calc|record|log|notify|history|callback|websocket|socket|connection|session|stream|file/i;
const TAKES_IN = /^(adopt|import|recover|restore|register|add|track|create|save|insert|upsert|store)/i;
const NO_RECORD = /order|alert|event|notif|error|message|metric|history|symbol$/i;

function actsIn(body: readonly Node[], books: string, graph: CallGraph, locations: Locations, closing: ReadonlySet<Call>): { policy: Policy; act: Node }[] {
  const found: { policy: Policy; act: Node }[] = [];
  const step = (node: Node): void => {
    if (node.kind === "function" || node.kind === "class") return;
    if (node.kind === "call") {
      const name = calledName(node).replace(/^_+/, "");
      if (closing.has(node) || (/order/i.test(name) && node.args.some(onlyReduces)) || (CLOSES.test(name) && !NOT_CLOSES.test(name) && graph.targets(node).how !== "library")) found.push({ policy: "close", act: node });
      else if (ADOPTING_NAMES.test(name) && TAKES_IN.test(name) && !NO_RECORD.test(name)) {
        const into = node.callee.kind === "attribute" ? wordsOf(node.callee.object) : null;
        const plain = /^(add|append|insert|store|save|update|register|track)$/i.test(name);
        if (!plain || (into !== null && REGISTRY_WORDS.test(into) && /\./.test(into))) found.push({ policy: "adopt", act: node });
      }
    } else if (node.kind === "assign") {
      for (const target of node.targets) {
        const location = target.kind === "subscript" ? locations.of(target.object) : null;
        if (target.kind === "subscript" && wordsOf(target.object) === books) found.push({ policy: "adopt", act: node });
        else if (location && REGISTRY_WORDS.test(location.label) && !/time|count|price|last_|seen|lock/i.test(location.name)) found.push({ policy: "adopt", act: node });
      }
    }
    children(node, step);
  };
  body.forEach(step);
  return found;
}
