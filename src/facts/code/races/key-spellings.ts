import { ownName } from "../../../ir/names.ts";
import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction, walk } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index, type Index } from "../module-index.ts";
import { reach } from "../reach.ts";
import { sharedState, type SharedPlace } from "../shared-state.ts";
import type { Access } from "./accesses.ts";

/**
 * How a key is spelt. plain: the symbol (id) as it came. made: a text that is put together (`f"{exchange}_{symbol}"`); its shape
 * is the literal parts. changed: the symbol with something replaced or cut; its shape is the change.
 */
export interface Spelling {
  readonly form: "plain" | "made" | "changed";
  readonly shape: string;
}

/** A shared map that is asked under a spelling under which nothing is ever stored. */
export interface TwoSpellings {
  readonly place: SharedPlace;
  readonly asked: Access;
  readonly askedAs: Spelling;
  readonly stored: Access;
  readonly storedAs: Spelling;
}

export interface KeySpellings {
  readonly broken: readonly TwoSpellings[];
  /** Maps keyed by symbol whose spellings are all known and the same. */
  readonly same: readonly { readonly place: SharedPlace; readonly access: Access; readonly spelling: Spelling }[];
}

export const keySpellings = codeFact({
  name: "key-spellings",
  doc: "Under which spelling of a symbol each shared map is written and asked.",
  requires: { index, callGraph, sharedState, reach },
  derive({ index, callGraph, sharedState, reach }): KeySpellings {
    const on: On = { index, graph: callGraph, known: new Map() };
    const broken: TwoSpellings[] = [];
    const same: KeySpellings["same"][number][] = [];
    for (const place of sharedState.places) {
      const live = place.accesses.filter((one) => one.key && reach.of(one.fn) !== "dead");
      const spelt = (kinds: ReadonlySet<Access["kind"]>) => live.filter((one) => kinds.has(one.kind)).map((access) => ({ access, spelling: spellingOf(on, access.key!, 0) }));
      const stores = spelt(STORES);
      const asks = spelt(ASKS);
      if (stores.length === 0 || asks.length === 0 || stores.some((one) => !one.spelling)) continue;
      const wrong = asks.filter(({ spelling }) => spelling && stores.every((store) => differs(store.spelling!, spelling)));
      for (const { access, spelling } of wrong) broken.push({ place, asked: access, askedAs: spelling!, stored: stores[0]!.access, storedAs: stores[0]!.spelling! });
      const first = stores[0]!;
      if (wrong.length === 0 && !place.accesses.some(isHeldAgainstOthers) && asks.every((one) => one.spelling?.form === first.spelling!.form && one.spelling.shape === first.spelling!.shape)) same.push({ place, access: first.access, spelling: first.spelling! });
    }
    return { broken, same };
  },
});

/** `for symbol in list(self.positions): if symbol not in on_exchange`: how the other side spells its keys is not known here. */
function isHeldAgainstOthers({ node, place }: Access): boolean {
  let loop: Node | null = node;
  while (loop && loop.kind !== "for" && loop.kind !== "clause" && loop.kind !== "function") loop = loop.parent;
  if (loop?.kind !== "for" && loop?.kind !== "clause") return isSetOperand(node);
  const within = loop;
  if (place.start < within.iterable.start || within.iterable.end < place.end) return false;
  const names = new Set<string>();
  walk(within.target, (one) => void (one.kind === "name" && names.add(one.id)));
  const isKey = (one: Node | undefined): boolean => one?.kind === "name" && names.has(one.id);
  let found = false;
  walk(within.kind === "for" ? within : within.parent!, (one) => {
    found ||= (one.kind === "compare" && (one.op === "in" || one.op === "not in") && isKey(one.left))
      || (one.kind === "call" && one.callee.kind === "attribute" && one.callee.name === "get" && isKey(one.args[0]?.value));
  });
  return found || isSetOperand(node);
}

/** `set(self.positions) - on_exchange` */
const isSetOperand = (node: Node): boolean => node.parent?.kind === "binary" && /^[-&|^]$/.test(node.parent.op);

const STORES: ReadonlySet<Access["kind"]> = new Set(["store", "add"]);
const ASKS: ReadonlySet<Access["kind"]> = new Set(["has", "get", "load"]);

interface On { readonly index: Index; readonly graph: CallGraph; readonly known: Map<Expr, Spelling | null> }

const MAX_HOPS = 4;
const SYMBOL = /^(.*_)?(symbol|sym|inst_?id|instrument|pair|ticker|coin|market)$/i;

/** Plain against made or changed, or two different makings. Two plain names may hold the same text. */
const differs = (a: Spelling, b: Spelling): boolean => a.form !== b.form || (a.form !== "plain" && a.shape !== b.shape && (a.form === "changed" || lettersOf(a.shape) === lettersOf(b.shape)));
/** `orders_{}` and `fills_{}` are entries of two kinds, `{}_{}` and `{}:{}` one kind spelt twice. */
const lettersOf = (shape: string): string => shape.replace(/[^A-Za-z{}]/g, "");

/** Each expression is followed once: callers of callers would else be walked again and again. */
function spellingOf(on: On, key: Expr, hops: number): Spelling | null {
  if (hops > MAX_HOPS) return null;
  const known = on.known.get(key);
  if (known !== undefined) return known;
  on.known.set(key, null);
  const found = spelled(on, key, hops);
  on.known.set(key, found);
  return found;
}

function spelled(on: On, key: Expr, hops: number): Spelling | null {
  switch (key.kind) {
    case "template": return made(key);
    case "binary": return null;
    case "attribute": return SYMBOL.test(key.name) ? { form: "plain", shape: "" } : null;
    case "subscript": return key.index.kind === "string" && SYMBOL.test(key.index.value) ? { form: "plain", shape: "" } : null;
    case "call": return called(key);
    case "name": return named(on, key, hops);
    default: return null;
  }
}

/** At least two values with a fixed text between them: never equal to one symbol alone. */
function made(key: Expr & { kind: "template" }): Spelling | null {
  const values = key.parts.filter((one) => one.kind === "interpolation");
  const text = key.parts.map((one) => (one.kind === "string" ? one.value : "{}")).join("");
  return values.length >= 2 || (values.length === 1 && text.length > 3 && /[_|#]/.test(text)) ? { form: "made", shape: text } : null;
}

function called(key: Expr & { kind: "call" }): Spelling | null {
  if (key.callee.kind !== "attribute") return null;
  const { name, object } = key.callee;
  const [first, second] = key.args.map((one) => one.value);
  const base = ownName(object);
  if (name === "replace" && SYMBOL.test(base) && first?.kind === "string" && second?.kind === "string") return { form: "changed", shape: `.replace("${first.value}", "${second.value}")` };
  if ((name === "removesuffix" || name === "removeprefix") && SYMBOL.test(base) && first?.kind === "string") return { form: "changed", shape: `.${name}("${first.value}")` };
  if (name === "get" && first?.kind === "string" && SYMBOL.test(first.value)) return { form: "plain", shape: "" };
  return null;
}

/** A local with one value is that value; a symbol parameter is plain unless some caller passes something else. */
function named(on: On, key: Expr & { kind: "name" }, hops: number): Spelling | null {
  const fn = enclosingFunction(key);
  const own = fn ? on.index.modules.get(on.index.moduleOf(fn).file)!.scopes.get(fn)?.get(key.id) : undefined;
  if (!own || !fn) return null;
  const [only] = own;
  if (own.length === 1 && only!.kind === "value" && only!.item < 0) {
    const spelling = spellingOf(on, only!.expr, hops + 1);
    // `symbol = normalize(data["symbol"])`: whatever it gives, it is one symbol and no composition.
    return spelling ?? (SYMBOL.test(key.id) && isOneSymbol(on, only!.expr) ? { form: "plain", shape: "" } : null);
  }
  if (own.length === 1 && only!.kind === "parameter" && SYMBOL.test(key.id)) return fromCallers(on, fn, only!.index, hops);
  return SYMBOL.test(key.id) && own.every((one) => one.kind === "iteration") ? { form: "plain", shape: "" } : null;
}

function fromCallers(on: On, fn: FunctionNode, position: number, hops: number): Spelling | null {
  const name = fn.params[position]!.name;
  const offset = fn.params[0]?.name === "self" ? 1 : 0;
  for (const { call } of on.graph.callersOf(fn)) {
    const given = call.args.find((one) => one.name === name)?.value ?? call.args.filter((one) => one.name === null)[position - offset]?.value;
    if (!given) continue;
    const spelling = spellingOf(on, given, hops + 1);
    if (spelling && spelling.form !== "plain") return null;
    if (!spelling && given.kind === "call") return null;
  }
  return { form: "plain", shape: "" };
}

/** A call whose functions of the bot give no composed text. */
function isOneSymbol(on: On, expr: Expr): boolean {
  const call = expr.kind === "await" ? expr.value : expr;
  if (call.kind !== "call") return call.kind === "conditional" || call.kind === "logical";
  return on.graph.runs(call).every((fn) => on.index.modules.get(on.index.moduleOf(fn).file)!.returns[fn.index]!.every((one: { value: Node | null }) => one.value?.kind !== "template"));
}
