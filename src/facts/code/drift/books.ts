import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph } from "../call-graph.ts";
import { index } from "../module-index.ts";
import { orderReach } from "../order-reach.ts";
import { orderSites, type OrderSite } from "../order-sites.ts";
import { REMOVALS } from "../races/accesses.ts";
import { reach } from "../reach.ts";
import { BALANCES, storedBooks, type StoredBooks } from "./stored-books.ts";
import { sharedState, type SharedPlace } from "../shared-state.ts";
import { calledName } from "../../../ir/names.ts";

export interface BooksOfPositions {
  /** Opening orders that the running bot sends. */
  readonly orders: readonly OrderSite[];
  /** Where there are none: an opening order in code of the bot that nothing is seen to get to for certain. */
  readonly asleep: OrderSite | null;
  /** A map of positions that the bot writes by itself. */
  readonly written: { readonly label: string; readonly at: Node } | null;
  /** A function that takes positions out of that map where it asks for balances: on spot the balance is the position. */
  readonly balanced: { readonly fn: FunctionNode; readonly call: Call } | null;
  /** A call that may ask for positions, as far as its name tells. */
  readonly perhaps: Node | null;
  /** Where no such map is known: a call of the bot's own function that, by its name, reads open trades from somewhere (a database). */
  readonly stored: Call | null;
  /** Where no such map is known: the books are rows that code which trades asks for. */
  readonly rows: StoredBooks | null;
}

/** Books of a venue that the bot plays itself come last. */
export const PRETENDED = /paper|simul|mock|fake|dry_?run|back_?test|shadow|virtual|replay|offline/i;

const ASKS = /^_?(get|fetch|load|query|read|list|watch|poll|sync|subscribe|refresh|request)\w*position|^_?positions?(_info\w*|_risk)?$|account_?summary|get_account|futures_account|user_stream|userState/i;
const STORED = /^_*(get|load|list|find|read|query|select)_(all_)?(open|active)_(trades|deals|positions)(_\w+)?$/i;
const STREAMS = /^(positions?|ACCOUNT_UPDATE|position\.\w+|CURRENT_POSITIONS?)$|position\/|positionRisk|\/positions?\b/;

/** By its name a place keeps positions, and not only something of them. */
export const keepsPositions = ({ location: { name } }: SharedPlace): boolean =>
  /position|open_trades|active_trades|holdings/i.test(name) && !/lock|count|size|max|side|limit|_id|time|dust|residual|leftover/i.test(name);

export const booksOfPositions = codeFact({
  name: "books-of-positions",
  doc: "Whether the bot opens positions, keeps a record of them, and has anything that may ask the venue about them.",
  requires: { program, index, callGraph, orderSites, orderReach, reach, sharedState, storedBooks },
  derive({ program, index, callGraph, orderSites, orderReach, reach, sharedState, storedBooks }): BooksOfPositions {
    const inBot = (node: Node): boolean => (program.roles.get(index.moduleOf(node).file) ?? "bot") === "bot";
    const orders = orderSites.filter((one) => one.role === "open" && inBot(one.call) && reach.of(one.fn) === "live");
    const asleep = orders.length > 0 ? null : orderSites.find((one) => one.role === "open" && inBot(one.call)) ?? null;
    const kept = sharedState.places.filter((place) => keepsPositions(place) && place.accesses.some((one) => (one.kind === "store" || one.kind === "add") && inBot(one.node)));
    const place = kept.find((one) => !PRETENDED.test(one.location.label)) ?? kept[0];
    const write = place?.accesses.find((one) => one.kind === "store" || one.kind === "add");
    const perhaps = orders.length > 0 ? perhapsIn() : null;
    const balanced = orders.length > 0 ? balancedIn(kept) : null;
    const stored = orders.length > 0 && !write ? storedIn() : null;
    const rows = orders.length > 0 && !write ? storedBooks : null;
    return { orders, asleep, balanced: balanced ?? rows?.balanced ?? null, stored, rows, written: place && write ? { label: place.location.label, at: write.node } : null, perhaps };

    function storedIn(): Call | null {
      for (const fn of index.functions) {
        if (reach.of(fn) === "dead" || !inBot(fn)) continue;
        const call = index.callsIn(fn).find((one) => STORED.test(calledName(one)) && (callGraph.runs(one).length > 0 || callGraph.named(calledName(one)).length > 0));
        if (call) return call;
      }
      return null;
    }

    /** What sends orders asks for the balance to know how much it may buy. */
    function balancedIn(kept: readonly SharedPlace[]): BooksOfPositions["balanced"] {
      for (const { fn, kind } of kept.flatMap((one) => one.accesses)) {
        if (!REMOVALS.has(kind) || orderReach.ofFunction(fn) !== 0) continue;
        const call = index.callsIn(fn).find((one) => BALANCES.test(calledName(one)));
        if (call) return { fn, call };
      }
      return null;
    }

    function isAwake(node: Node): boolean {
      const fn = enclosingFunction(node);
      return fn === null || reach.of(fn) !== "dead";
    }

    function perhapsIn(): Node | null {
      for (const one of index.modules.values()) {
        if (!inBot(one.module.root)) continue;
        for (const node of one.byKind.get("call") as readonly Call[]) {
          const how = callGraph.targets(node).how;
          if (how !== "resolved" && isAwake(node) && node.callee.kind === "attribute" && ASKS.test(calledName(node))) return node;
        }
        for (const node of one.byKind.get("string") ?? []) if (node.kind === "string" && node.value.length < 120 && !/\s\S+\s/.test(node.value) && STREAMS.test(node.value) && isPassed(node) && !isOwnRoute(node) && isAwake(node)) return node;
        for (const node of one.byKind.get("attribute") ?? []) if (node.kind === "attribute" && /^CURRENT_POSITIONS?$|POSITIONS?_(RISK|LIST|PATH|URL|ENDPOINT|INFO)/.test(node.name)) return node;
      }
      return null;
    }
  },
});

/** A path anywhere; a bare word only where it is a channel: handed to a call that subscribes or asks, or the value of a topic. */
function isPassed(node: Node & { kind: "string" }): boolean {
  const up = node.parent;
  if (node.value.includes("/") || /^[A-Z_]+$/.test(node.value)) return up?.kind === "argument" || up?.kind === "compare" || up?.kind === "entry" || up?.kind === "assign" || up?.kind === "list";
  if (up?.kind === "argument" && up.parent?.kind === "call") return /subscri|channel|topic|stream|watch|request|listen/i.test(calledName(up.parent));
  if (up?.kind === "entry" && up.value === node) return up.key?.kind === "string" && /channel|topic|stream|args|op/i.test(up.key.value);
  return up?.kind === "compare" && /channel|topic|stream|event|(^|_)e(_|$)/i.test(words(up.left === node ? up.right : up.left));
}

/** `@router.get("/positions")`, `app.add_api_route("/positions", show)`: what others may ask the bot. */
function isOwnRoute(node: Node): boolean {
  let [at, up]: [Node, Node | null] = [node, node.parent];
  while (up?.kind === "argument" || up?.kind === "call" || up?.kind === "list" || up?.kind === "assign") {
    if (up.kind === "call" && /^(add_(api_)?(route|url_rule|get|post)|route|Route|APIRouter|include_router|Path|path|re_path|url)$/.test(calledName(up))) return true;
    [at, up] = [up, up.parent];
  }
  return up?.kind === "function" && up.decorators.some((one) => one === at);
}

/** The words that an expression is made of, as far as it is a name, a key, a text or a call with them. */
export const words = (node: Node): string => (node.kind === "name" ? node.id : node.kind === "attribute" ? node.name : node.kind === "subscript" ? words(node.index) : node.kind === "string" ? node.value : node.kind === "call" ? node.args.map((one) => words(one.value)).join(" ") : "");
