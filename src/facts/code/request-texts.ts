import { calledName, ownName } from "../../ir/names.ts";
import type { Call, Dict, Expr, FunctionNode, Node } from "../../ir/nodes.ts";
import { RUNS_PROGRAM } from "../../knowledge/command-lines.ts";
import { ORDER_METHODS } from "../../knowledge/order-calls.ts";
import { ORDER_PATHS } from "../../knowledge/order-paths.ts";
import { POSITION_METHODS, POSITION_PATHS } from "../../knowledge/position-calls.ts";
import { VENUE_ENDPOINTS } from "../../knowledge/venue-sources.ts";
import { codeFact } from "../../sdk/fact.ts";
import { constants, definitionsOf, type Constants } from "./constants.ts";
import { infer } from "./inference/infer.ts";
import type { Inference } from "./inference/context.ts";
import { scopeOf } from "./inference/scope-of.ts";
import { index, type Index } from "./module-index.ts";

/** What calls are told in words: the endpoint or the operation that a request names. */
export interface RequestTexts {
  /**
   * The texts that an argument may be, as far as they are about orders or positions: a literal, an f-string, a name, an entry of a
   * table of endpoints, a member of an enumeration, a base address with a path behind it. `{}` stands for what is put in when it runs.
   */
  of(value: Expr): readonly string[];
  /** The first words of a command line that the call is handed: `run(["swap", "place", ...])`; empty: none. */
  wordsOf(call: Call): readonly string[];
}

const MAX_TEXT = 300;
const MOST_TEXTS = 8;
/** A name that is assigned more often is worked on, not chosen; of a function so many returns are looked at. */
const MOST_ASSIGNMENTS = 8;
const MAX_DEPTH = 6;

export const requestTexts = codeFact({
  name: "request-texts",
  doc: "What calls are told in words: endpoints and operations, through names, tables, enumerations and base addresses.",
  requires: { index, infer, constants },
  derive({ index, infer, constants }): RequestTexts {
    const texts = new Texts(infer, constants, bearersIn(index));
    return { of: (value) => texts.of(value, 0), wordsOf: (call) => texts.words(call) };
  },
});

const SPEAKS = /order|position|trad|algo|close|cancel|amend|plan|stop|batch|private|place/i;

/** Whether the text names an endpoint or an operation of orders or positions. */
function isAboutTrading(text: string): boolean {
  if (text.length > MAX_TEXT || !SPEAKS.test(text)) return false;
  if (ORDER_METHODS.has(text) || POSITION_METHODS.has(text)) return true;
  if (!text.includes("/")) return false;
  return ORDER_PATHS.some((one) => one.path.test(text)) || POSITION_PATHS.some((one) => one.test(text)) || VENUE_ENDPOINTS.find((one) => one.path.test(text))?.topic === "positions";
}

/** Names, attributes and keys that may hold such a text: what literals are bound to, and what those are bound to in turn. */
function bearersIn(index: Index): ReadonlySet<string> {
  const bearers = new Set<string>();
  for (const one of index.modules.values()) {
    for (const node of one.byKind.get("string") ?? []) if (node.kind === "string" && isAboutTrading(node.value)) boundTo(node, bearers);
    for (const node of one.byKind.get("template") ?? []) if (node.kind === "template" && isAboutTrading(plainOf(node))) boundTo(node, bearers);
  }
  for (let grown = bearers.size > 0; grown; ) {
    const before = bearers.size;
    for (const one of index.modules.values()) {
      for (const node of one.byKind.get("assign") ?? []) {
        if (node.kind === "assign" && bears(node.value, bearers, 0)) boundTo(node.value, bearers);
      }
    }
    grown = bearers.size > before;
  }
  return bearers;
}

const plainOf = (template: Expr & { kind: "template" }): string => template.parts.map((part) => (part.kind === "string" ? part.value : "{}")).join("");

/** The expression is a bearer, or an address made of one. */
function bears(value: Expr, bearers: ReadonlySet<string>, depth: number): boolean {
  if (depth > 3) return false;
  switch (value.kind) {
    case "name": return bearers.has(value.id);
    case "attribute": return bearers.has(value.name) || (value.name === "value" && bears(value.object, bearers, depth + 1));
    case "subscript": return value.index.kind === "string" && bearers.has(value.index.value);
    case "binary": return value.op === "+" && (bears(value.right, bearers, depth + 1) || bears(value.left, bearers, depth + 1));
    case "template": return value.parts.some((part) => part.kind !== "string" && bears(part.value, bearers, depth + 1));
    case "conditional": return bears(value.then, bearers, depth + 1) || bears(value.otherwise, bearers, depth + 1);
    case "call": return makesAddress(value) && value.args.some((one) => bears(one.value, bearers, depth + 1));
    default: return false;
  }
}

/** The names that the statement or argument around an expression gives it. */
function boundTo(node: Node, into: Set<string>): void {
  let at = node.parent;
  while (at && isAround(at)) at = at.parent?.kind === "argument" && at.kind === "call" ? at.parent.parent : at.parent;
  if (at?.kind === "parameter") into.add(at.name);
  else if (at?.kind === "argument" && at.name !== null) into.add(at.name);
  else if (at?.kind === "entry" && at.key?.kind === "string") into.add(at.key.value);
  else if (at?.kind === "assign") for (const target of at.targets) into.add(ownName(target));
}

const isAround = (at: Node): boolean =>
  at.kind === "template" || at.kind === "interpolation" || at.kind === "binary" || at.kind === "conditional" || at.kind === "logical" || at.kind === "subscript" ||
  (at.kind === "attribute" && at.name === "value") || (at.kind === "argument" && at.parent?.kind === "call" && makesAddress(at.parent)) || (at.kind === "call" && makesAddress(at));

/** Calls that put an address together: `urljoin(base, path)`, `self._url(path)`, `path.format(...)`. */
export function makesAddress(call: Call): boolean {
  const word = calledName(call);
  return /^(urljoin|URL|str|format|join_url|build_url|make_url|full_url|endpoint|to_url)$|(^|_)(url|uri|endpoint)(_for|_of)?$/.test(word);
}


class Texts {
  readonly #infer: Inference;
  readonly #constants: Constants;
  readonly #bearers: ReadonlySet<string>;

  constructor(infer: Inference, constants: Constants, bearers: ReadonlySet<string>) {
    this.#infer = infer;
    this.#constants = constants;
    this.#bearers = bearers;
  }

  of(value: Expr, depth: number): readonly string[] {
    if (depth > MAX_DEPTH) return [];
    switch (value.kind) {
      case "string": return value.value.length <= MAX_TEXT ? [value.value] : [];
      case "template": return this.#joined(value.parts.map((part) => (part.kind === "string" ? [part.value] : this.#part(part.value, depth))));
      case "binary": return value.op === "+" ? this.#joined([this.#part(value.left, depth), this.#part(value.right, depth)]) : value.op === "%" ? this.of(value.left, depth + 1) : [];
      case "conditional": return this.#either([value.then, value.otherwise], depth);
      case "logical": return this.#either([value.left, value.right], depth);
      case "await": return this.of(value.value, depth + 1);
      case "name": return this.#bearers.has(value.id) ? this.#named(value, depth) : [];
      case "attribute": return value.name === "value" ? this.of(value.object, depth + 1) : this.#bearers.has(value.name) ? this.#named(value, depth) : [];
      case "subscript": return value.index.kind === "string" ? this.#entry(value.object, value.index.value, depth) : [];
      case "call": return this.#called(value, depth);
      default: return [];
    }
  }

  #part(value: Expr, depth: number): readonly string[] {
    const found = this.of(value, depth + 1);
    return found.length > 0 ? found : ["{}"];
  }

  #either(values: readonly Expr[], depth: number): readonly string[] {
    return values.flatMap((one) => this.of(one, depth + 1)).slice(0, MOST_TEXTS);
  }

  #joined(parts: readonly (readonly string[])[]): readonly string[] {
    let all = [""];
    for (const part of parts) all = part.flatMap((one) => all.map((before) => before + one)).slice(0, MOST_TEXTS);
    return all.filter((one) => one.length <= MAX_TEXT);
  }

  #named(value: Expr & { kind: "name" | "attribute" }, depth: number): readonly string[] {
    const folded = this.#constants.of(value)?.value;
    if (typeof folded === "string") return [folded];
    return this.#either(definitionsOf(this.#infer, value) ?? (value.kind === "name" ? this.#locals(value) : []), depth);
  }

  /** What the name is assigned in its own function, where it is assigned more than once or not as a whole. */
  #locals(name: Expr & { kind: "name" }): readonly Expr[] {
    const scope = scopeOf(name);
    const own = this.#infer.moduleIndexOf(name).scopes.get(scope)?.get(name.id) ?? [];
    return own.length > MOST_ASSIGNMENTS ? [] : own.flatMap((one) => (one.kind === "value" && one.item < 0 ? [one.expr] : []));
  }

  /** `ENDPOINTS["order"]`, `self.paths["trade"]["order"]`. */
  #entry(object: Expr, key: string, depth: number): readonly string[] {
    if (!this.#bearers.has(key)) return [];
    return this.#either(this.#dicts(object, depth).flatMap((dict) => dict.entries.filter((one) => one.key?.kind === "string" && one.key.value === key).map((one) => one.value)), depth);
  }

  #dicts(object: Expr, depth: number): readonly Dict[] {
    if (depth > MAX_DEPTH) return [];
    if (object.kind === "dict") return [object];
    if (object.kind === "name" || object.kind === "attribute") return (definitionsOf(this.#infer, object) ?? []).flatMap((one) => this.#dicts(one, depth + 1));
    if (object.kind !== "subscript" || object.index.kind !== "string") return [];
    const key = object.index.value;
    return this.#dicts(object.object, depth + 1).flatMap((dict) => dict.entries.filter((one) => one.key?.kind === "string" && one.key.value === key).flatMap((one) => this.#dicts(one.value, depth + 1)));
  }

  #called(call: Call, depth: number): readonly string[] {
    const { callee, args } = call;
    const key = args[0]?.value;
    if (callee.kind === "attribute" && callee.name === "get" && key?.kind === "string") return this.#entry(callee.object, key.value, depth);
    if (callee.kind === "attribute" && callee.name === "format") return this.of(callee.object, depth + 1);
    if (!makesAddress(call)) return [];
    return this.#joined(args.filter((one) => one.spread === "none" && one.value.kind !== "dict" && one.value.kind !== "number").map((one) => this.#part(one.value, depth)));
  }

  words(call: Call): readonly string[] {
    for (const { value, spread } of call.args) {
      const list = this.#list(value, 0);
      if (list.length > 0) return spread === "list" ? [...leading(call), ...list] : list;
    }
    return RUNS_PROGRAM.test(calledName(call)) ? leading(call) : [];
  }

  /** The literal words of a list, of a name that holds one, or of what a function of the bot returns. */
  #list(value: Expr, depth: number): readonly string[] {
    if (depth > 3) return [];
    if (value.kind === "list" || value.kind === "tuple") return value.items.flatMap((one) => (one.kind === "string" ? [one.value] : one.kind === "spread" ? this.#list(one.value, depth + 1) : []));
    if (value.kind === "binary" && value.op === "+") return [...this.#list(value.left, depth + 1), ...this.#list(value.right, depth + 1)];
    if (value.kind === "name") return this.#locals(value).map((one) => this.#list(one, depth + 1)).find((one) => one.length > 0) ?? [];
    if (value.kind !== "call") return [];
    const returned = this.#infer.evaluate(value.callee).flatMap((one) => (one.kind === "function" ? this.#returns(one.fn) : []));
    return returned.map((one) => this.#list(one, depth + 1)).find((one) => one.length > 0) ?? [];
  }

  #returns(fn: FunctionNode): readonly Expr[] {
    return this.#infer.moduleIndexOf(fn).returns[fn.index]!.slice(0, MOST_ASSIGNMENTS).flatMap((one) => (one.value ? [one.value] : []));
  }
}

const leading = (call: Call): readonly string[] => call.args.filter((one) => one.spread === "none" && one.name === null).flatMap(({ value }) => (value.kind === "string" ? [value.value] : []));
