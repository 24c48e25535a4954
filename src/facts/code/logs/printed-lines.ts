import { ownName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { constants, type Constants } from "../constants.ts";
import { index, type Index } from "../module-index.ts";
import { argumentOf, isBound } from "../settings-join/arguments.ts";
import { levelOf, logCalls, type LogCall } from "./log-calls.ts";
import type { Draft, Slot } from "./draft.ts";
import { braced, isBraced, isPrintf, printed } from "./format-strings.ts";
import { draftsOf, givenBy, messagesOf, OF_THE_LIBRARY, type DraftPlace } from "./message-drafts.ts";

/** One way in which a logging call, or the call of a helper that ends in one, may print a line. */
export interface PrintedLine {
  /** The logging call, or the call of the helper with what the caller says. */
  readonly call: Call;
  readonly fn: FunctionNode;
  /** The logging call that prints it. */
  readonly by: LogCall;
  readonly draft: Draft;
  readonly level: number | null;
  readonly keys: readonly string[];
}

/** A helper of helpers of helpers; more are a framework. */
const MAX_DEPTH = 3;
const MOST_CALLERS = 2000;

export const printedLines = codeFact({
  name: "printed-lines",
  doc: "The lines that the bot's logging calls print, with what the callers of helpers put into them.",
  requires: { index, callGraph, constants, logCalls },
  derive({ index, callGraph, constants, logCalls }): readonly PrintedLine[] {
    const own: PrintedLine[] = [];
    const through: PrintedLine[] = [];
    const up = (line: PrintedLine, depth: number): void => {
      const callers = depth === MAX_DEPTH || !line.draft.some(isSlot) ? [] : callGraph.callersOf(line.fn);
      if (callers.length > MOST_CALLERS) return;
      for (const { call, caller, how } of callers) {
        if (how !== "resolved" && how !== "named") continue;
        for (const one of filled(placeOf(index, constants, caller), line, call, caller)) {
          if (literalLength(one.draft) > literalLength(line.draft)) through.push(one);
          up(one, depth + 1);
        }
      }
    };
    for (const by of logCalls.all) {
      if (by.kind !== "log") continue;
      for (const line of directly(placeOf(index, constants, by.fn), constants, by)) {
        own.push(line);
        up(line, 0);
      }
    }
    // `self.log.info("...")` of the bot's own logger: what its helper prints, not what a library would.
    const helped = new Set(through.map((one) => one.call));
    return [...own.filter((one) => !helped.has(one.call)), ...through];
  },
});

function placeOf(index: Index, constants: Constants, fn: FunctionNode): DraftPlace {
  const module = index.modules.get(index.moduleOf(fn).file)!;
  const [own, top] = [module.scopes.get(fn), module.scopes.get(module.module.root)];
  return { constants, fn, definitions: (name) => own?.get(name) ?? top?.get(name) ?? [] };
}

/** What a call says more than its helper does. */
const literalLength = (draft: Draft): number => draft.reduce((sum, one) => sum + (typeof one === "string" ? one.length : 0), 0);

const isSlot = (one: Draft[number]): one is Slot => typeof one !== "string" && "slot" in one;

function directly(at: DraftPlace, constants: Constants, by: LogCall): PrintedLine[] {
  const { call, fn } = by;
  const { callee } = call;
  const isPrint = callee.kind === "name" || (callee.kind === "attribute" && (callee.name === "print" || (callee.object.kind === "name" && callee.object.id === "console")));
  const first = call.args[0]?.value;
  const from = callee.kind === "attribute" && callee.name === "log" && first !== undefined && first.kind !== "string" && first.kind !== "template" && levelOf(constants, first) !== null ? 1 : by.level === null ? 1 : 0;
  const marks = marksOf(call);
  return messagesOf(at, call, from, isPrint ? "print" : "logger").map((draft) => ({ call, fn, by, draft: marks ? without(draft, marks) : draft, level: isPrint ? null : by.level, keys: keysOf(call) }));
}

/** Marks that are not printed: rich's `[bold]`, loguru's `<green>`. */
function marksOf({ callee }: Call): RegExp | null {
  if (callee.kind !== "attribute") return callee.kind === "name" && callee.id === "rprint" ? RICH : null;
  if (callee.object.kind === "call" && callee.object.args.some((one) => one.name === "colors" || one.name === "ansi")) return LOGURU;
  const of = ownName(callee.object);
  return callee.name === "print" && /console/i.test(of) ? RICH : null;
}

const RICH = /\[\/?[a-z#][a-z0-9 _#.,()-]*\]|\[\/\]/g;
const LOGURU = /<\/?[a-z][a-z, -]*>|<\/>/gi;

const without = (draft: Draft, marks: RegExp): Draft => draft.map((one) => (typeof one === "string" ? one.replaceAll(marks, "") : one));

/** Names of values that go into the line beside the message. */
function keysOf(call: Call): string[] {
  const keys: string[] = [];
  for (const one of call.args) {
    if (one.name !== null && !OF_THE_LIBRARY.has(one.name)) keys.push(one.name);
    if ((one.name === "extra" || one.name === null) && one.value.kind === "dict") for (const entry of one.value.entries) if (entry.key?.kind === "string") keys.push(entry.key.value);
  }
  for (let at: Expr = call.callee; at.kind === "attribute" && at.object.kind === "call"; at = at.object.callee) {
    if (at.object.callee.kind === "attribute" && at.object.callee.name === "bind") for (const one of at.object.args) if (one.name !== null) keys.push(one.name);
  }
  return keys;
}

/** The line of a helper with what this call of it says. Nothing where the call says no more than the helper does. */
function filled(at: DraftPlace, line: PrintedLine, call: Call, caller: FunctionNode): PrintedLine[] {
  const helper = line.fn;
  const slots = new Set(line.draft.filter(isSlot).map((one) => one.slot));
  const texts = new Map<string, readonly Draft[]>();
  for (const slot of slots) {
    const position = helper.params.findIndex((one) => one.name === slot);
    const given = argumentOf(call, helper, position) ?? helper.params[position]?.default ?? null;
    if (given) texts.set(slot, withRest(at, draftsOf(at, given), line, call));
  }
  const ways = Math.min(4, Math.max(1, ...[...texts.values()].map((one) => one.length)));
  const keys = [...line.keys, ...restKeys(call, helper)];
  return Array.from({ length: ways }, (_, way) => {
    const draft = line.draft.flatMap((one): Draft => {
      if (!isSlot(one)) return [one];
      const texted = texts.get(one.slot);
      const put = texted?.[Math.min(way, texted.length - 1)] ?? [{ words: one.words, format: one.format }];
      return one.format === null ? put : [{ words: put.length === 1 && typeof put[0] !== "string" ? put[0]!.words : one.words, format: one.format }];
    });
    return { call, fn: caller, by: line.by, draft, level: line.level ?? levelAt(at, call), keys };
  });
}

/** `log_event("EXIT", symbol=s)`: what lands in `**fields`. */
function restKeys(call: Call, helper: FunctionNode): string[] {
  if (!helper.params.some((one) => one.flavour === "keyword-rest")) return [];
  return call.args.flatMap((one) => (one.name !== null && !helper.params.some((param) => param.name === one.name) ? [one.name] : []));
}

/** `def info(self, message, *args): self._log.info(message, *args)`: the caller's arguments fill the caller's message. */
function withRest(at: DraftPlace, drafts: readonly Draft[], line: PrintedLine, call: Call): readonly Draft[] {
  const rest = line.fn.params.findIndex((one) => one.flavour === "rest");
  if (rest < 0 || !line.by.call.args.some((one) => one.spread === "list")) return drafts;
  const given = givenBy(at, call.args.slice(rest - (isBound(line.fn) ? 1 : 0)));
  return drafts.map((one) => (given.count > 0 && isPrintf(one) ? printed(one, given) : given.count > 0 && isBraced(one) ? braced(one, given) : one));
}

function levelAt(at: DraftPlace, call: Call): number | null {
  for (const one of call.args) {
    if (one.name !== null && !/level|lvl|severity/i.test(one.name)) continue;
    const known = one.value.kind === "string" && !/^[A-Za-z]{4,9}$/.test(one.value.value) ? null : one.value.kind === "number" ? null : levelOf(at.constants, one.value);
    if (known !== null) return known;
  }
  return null;
}
