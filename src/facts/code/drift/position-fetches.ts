import { calledName } from "../../../ir/names.ts";
import type { Call, FunctionNode } from "../../../ir/nodes.ts";
import { COMMAND_LINES } from "../../../knowledge/command-lines.ts";
import { EXCHANGE_LIBRARY } from "../../../knowledge/order-calls.ts";
import { ANSWERS_WITH_ERRORS, POSITION_MESSAGES, POSITION_METHODS, POSITION_PATHS } from "../../../knowledge/position-calls.ts";
import { CCXT_IMPLICIT, CCXT_IMPLICIT_TOPICS, VENUE_ENDPOINTS, WEB_FRAMEWORK } from "../../../knowledge/venue-sources.ts";
import type { Anchor } from "../../../sdk/evidence.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { borrowedMethods, type BorrowedMethods } from "../borrowed-methods.ts";
import { boundConcepts, POSITION_FETCH } from "../bound-concepts.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { implicitMethod } from "../implicit-methods.ts";
import { index } from "../module-index.ts";
import { places } from "../places.ts";
import { makesAddress, requestTexts, type RequestTexts } from "../request-texts.ts";
import { reach } from "../reach.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";

/** A call that asks the venue for the account's open positions. */
export interface PositionFetch {
  readonly call: Call;
  readonly fn: FunctionNode;
  /** By what it was recognised: the library's path, a REST path, or the bare method name. */
  readonly by: string;
  /** Functions of the bot that make the request, where the call names a path: a failure may be swallowed there. */
  readonly helpers: readonly FunctionNode[];
  /** The library gives errors of the venue as normal answers. */
  readonly answersWithErrors: boolean;
  /** Whose method it is, is known; else a wrapper of the bot may answer, and swallow failures. */
  readonly sure: boolean;
  readonly at: Anchor;
}

/** Whether or not anything runs them. */
export const positionRequests = codeFact({
  name: "position-requests",
  doc: "Calls that ask the venue for open positions, in dead code as well.",
  requires: { program, index, callGraph, requestTexts, places, boundConcepts, borrowedMethods },
  derive({ program, index, callGraph, requestTexts, places, boundConcepts, borrowedMethods }): readonly PositionFetch[] {
    const found: PositionFetch[] = [];
    for (const [file, one] of index.modules) {
      if (UNTRADED_ROLES.has(program.roles.get(file) ?? "bot")) continue;
      for (const fn of one.module.functions) {
        for (const call of one.calls[fn.index]!) {
          const known = (boundConcepts.means(POSITION_FETCH, call) ? told(POSITION_FETCH) : null) ?? byMethod(callGraph, call, fn) ?? byBorrowed(callGraph, borrowedMethods, call) ?? byReference(callGraph, call) ?? byPath(callGraph, requestTexts, call) ?? byCommand(callGraph, requestTexts, call) ?? byMessage(callGraph, call);
          if (known) found.push({ call, fn, ...known, at: places.at(call) });
        }
      }
    }
    return found;
  },
});

export const positionFetches = codeFact({
  name: "position-fetches",
  doc: "Calls that ask the venue for open positions, told by the API that is called.",
  requires: { positionRequests, reach },
  derive: ({ positionRequests, reach }): readonly PositionFetch[] => positionRequests.filter((one) => reach.of(one.fn) !== "dead"),
  *show(fetches) {
    for (const one of fetches) yield [one.at, one.by] as const;
  },
});

type Recognised = Pick<PositionFetch, "by" | "helpers" | "answersWithErrors" | "sure">;

const told = (by: string, helpers: readonly FunctionNode[] = [], sure = true): Recognised => ({ by, helpers, answersWithErrors: ANSWERS_WITH_ERRORS.test(by), sure });

const isImplicit = (name: string): boolean => {
  const plain = name.replace(/_/g, "").toLowerCase();
  return CCXT_IMPLICIT.test(plain) && CCXT_IMPLICIT_TOPICS.find((one) => one.name.test(plain))?.topic === "positions";
};

function byMethod(graph: CallGraph, call: Call, fn: FunctionNode): Recognised | null {
  if (call.callee.kind !== "attribute") return null;
  const { name } = call.callee;
  const known = POSITION_METHODS.get(name) ?? (isImplicit(implicitMethod(call)?.name ?? name) ? { distinctive: true } : undefined);
  if (!known) return null;
  const { how, libraries } = graph.targets(call);
  const library = libraries.find((path) => EXCHANGE_LIBRARY.test(path));
  if (library && how === "library") return told(library);
  if (!known.distinctive) return null;
  // A wrapper of the same name around an object of unknown class is no call of itself.
  if (fn.name === name && how !== "resolved") return told(name);
  if (how === "resolved" || how === "named") return null;
  const wrappers = graph.named(name);
  return told(name, wrappers.length === 1 ? wrappers : [], wrappers.length < 2);
}

/** `ask = getattr(exchange, "fetch_positions", None)`, then `ask(symbols)`. */
function byBorrowed(graph: CallGraph, borrowed: BorrowedMethods, call: Call): Recognised | null {
  const found = borrowed.of(call);
  const name = found?.names.find((one) => POSITION_METHODS.has(one) || isImplicit(one));
  if (!found || !name) return null;
  const values = graph.valuesOf(found.value);
  const library = values.find((one) => one.kind === "external" && EXCHANGE_LIBRARY.test(one.path));
  if (library?.kind === "external") return told(library.path);
  const distinctive = POSITION_METHODS.get(name)?.distinctive ?? true;
  return distinctive && !values.some((one) => one.kind === "function") ? told(name) : null;
}

/** The method itself handed to something that calls it: `asyncio.to_thread(client.futures_position_information)`. */
function byReference(graph: CallGraph, call: Call): Recognised | null {
  for (const { value, name } of call.args) {
    if (value.kind !== "attribute" || name !== null) continue;
    const known = POSITION_METHODS.get(value.name);
    if (!known) continue;
    const values = graph.valuesOf(value);
    const library = values.find((one) => one.kind === "external" && EXCHANGE_LIBRARY.test(one.path));
    if (library?.kind === "external") return told(library.path);
    if (known.distinctive && values.length === 0 && graph.named(value.name).length === 0) return told(value.name);
  }
  return null;
}

/** A request whose path is that of positions. The bot's function that makes it is a helper. */
function byPath(graph: CallGraph, texts: RequestTexts, call: Call): Recognised | null {
  if (NOT_REQUESTS.test(calledName(call)) || makesAddress(call) || isRoute(graph, call)) return null;
  for (const { value } of call.args) {
    for (const text of texts.of(value)) {
      if (POSITION_METHODS.get(text)?.distinctive) return told(text, graph.runs(call));
      if (!text.includes("/") || !/position/i.test(text)) continue;
      const path = text.replace(/\?.*$/, "").replace(/(?<=[\w-])\{\}$/, "");
      if (SETTING.test(path)) continue;
      if (POSITION_PATHS.some((one) => one.test(path)) || VENUE_ENDPOINTS.find((one) => one.path.test(path))?.topic === "positions") return told(text, graph.runs(call));
    }
  }
  return null;
}

function byCommand(graph: CallGraph, texts: RequestTexts, call: Call): Recognised | null {
  if (NOT_REQUESTS.test(calledName(call))) return null;
  const words = texts.wordsOf(call);
  const meant = words.length > 1 ? COMMAND_LINES.find((one) => one.means === "positions" && words.some((_, at) => one.words.every((word, i) => words[at + i] === word))) : undefined;
  return meant ? told(meant.words.join(" "), graph.runs(call)) : null;
}

/** `post(url, {"type": "clearinghouseState", "user": address})`. */
function byMessage(graph: CallGraph, call: Call): Recognised | null {
  for (const { value } of call.args) {
    if (value.kind !== "dict") continue;
    const type = value.entries.find((one) => one.key?.kind === "string" && one.key.value === "type")?.value;
    if (type?.kind === "string" && POSITION_MESSAGES.has(type.value) && !NOT_REQUESTS.test(calledName(call))) return told(type.value, graph.runs(call));
  }
  return null;
}

/** About one position's settings, or what was. */
const SETTING = /\/(leverage|margin|risk_?limit|cross_mode|mode|history|tiers?|set-\w+)$/i;


/** A route of the bot's own server. */
const isRoute = (graph: CallGraph, call: Call): boolean => call.parent?.kind === "function" || graph.targets(call).libraries.some((path) => WEB_FRAMEWORK.test(path));

const NOT_REQUESTS = /^(getattr|hasattr|setattr|callable|isinstance|patch|emit|print|debug|info|warning|error|exception|critical|log|append|add|join|startswith|endswith|split|format|replace|str|len|sign|_sign|_?generate_signature|urljoin|f|set|setdefault|pop|record\w*|track\w*|rate_?limit\w*|acquire|\w*headers?|(add|register|schedule|remove)_(task|job|handler|callback|endpoint)|[A-Z]\w*)$/;
