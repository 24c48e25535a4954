import type { Call, Expr, FunctionNode, Node, Parameter } from "../../ir/nodes.ts";
import { classOf, methodsOf, walkBody } from "../../ir/walk.ts";
import { decidesByName, isTradingTime, OPERATIONAL, ORDER_FATE, PAUSE_NAME, TRADING_QUANTITY, type Decides } from "../../knowledge/trading-numbers.ts";
import { appendTo } from "../../sdk/append.ts";
import { codeFact } from "../../sdk/fact.ts";
import { settings as settingsFact } from "../roots.ts";
import { callGraph } from "./call-graph.ts";
import { infer } from "./inference/infer.ts";
import { index } from "./module-index.ts";
import { numberDecisions } from "./number-decisions.ts";
import { numberRoles } from "./number-roles.ts";
import { isEveryday } from "./numbers/everyday.ts";
import { proposedKey, styleOf } from "./numbers/proposed-key.ts";
import { isMarketSpec, isVenueMinimum } from "./numbers/stand-ins.ts";
import { OF_DATA } from "./numbers/strategy-numbers.ts";
import { isWritten, valueOf, type WrittenNumber } from "./numbers/written-number.ts";
import { orderReach } from "./order-reach.ts";
import { argumentOf, isBound, omits } from "./settings-join/arguments.ts";
import { declaresValues, isSettingsModule } from "./settings-join/declared.ts";
import { widerCalls, type WiderSite } from "./wider-calls.ts";

/** A parameter of trading code that is the same number in every call: by its default, or because each call writes it down. */
export interface FixedParameter {
  readonly fn: FunctionNode;
  readonly parameter: Parameter;
  /** Where the number stands: the default, or the first call's argument. */
  readonly number: WrittenNumber;
  readonly decides: Decides | "fate";
  /** Calls of the running bot; those that name the number themselves first. */
  readonly calls: readonly Call[];
  /** The calls write it down. */
  readonly isGiven: boolean;
  readonly key: string;
}

export interface FixedParameters {
  /** By function, those that decide most first. */
  readonly all: readonly (readonly FixedParameter[])[];
  /** Parameters of such names whose calls were all seen. */
  readonly examined: number;
  /** Of these, one number in every call, and told by another check of the section. */
  readonly elsewhere: number;
}

export const fixedParameters = codeFact({
  name: "fixed-parameters",
  doc: "Parameters that decide about orders by their names and that no call of the bot ever sets to anything but one number.",
  requires: { callGraph, index, infer, numberDecisions, numberRoles, orderReach, settings: settingsFact, widerCalls },
  derive({ callGraph, index, infer, numberDecisions, numberRoles, orderReach, settings, widerCalls }): FixedParameters {
    const style = styleOf(settings);
    const escaped = new Set(callGraph.escapes.map((one) => one.fn));
    const told = new Set<Node>(numberDecisions.all.flatMap((one) => (one.part === "loose" ? [] : one.numbers.map((each) => each.node))));
    const groups = new Map<FunctionNode, FixedParameter[]>();
    let examined = 0;
    let elsewhere = 0;
    const takesPart = (fn: FunctionNode): boolean => {
      const owner = fn.name === "__init__" ? classOf(fn) : null;
      return owner ? methodsOf(owner).some((one) => numberRoles.takesPart(one)) : numberRoles.takesPart(fn);
    };
    const isDeclaration = (fn: FunctionNode): boolean => {
      const owner = classOf(fn);
      return isSettingsModule(index.moduleOf(fn).file) || (owner !== null && declaresValues(infer, owner));
    };
    for (const fn of index.functions) {
      if (fn.parent === null || !orderReach.trades(fn) || (escaped.has(fn) && fn.name !== "__init__")) continue;
      let live: readonly WiderSite[] | null = null;
      fn.params.forEach((parameter, position) => {
        const decides = roleOf(fn, parameter);
        if (!decides || (position === 0 && isBound(fn))) return;
        live ??= takesPart(fn) && !isDeclaration(fn) ? widerCalls.callersOf(fn).filter(({ caller }) => orderReach.trades(caller)) : [];
        if (live.length === 0) return;
        const found = sameNumber(fn, position, live);
        if (found && ((found.isGiven && WHAT_FOR.test(parameter.name)) || decidesNothing(found.number, parameter, decides, fn))) return;
        examined++;
        if (!found) return;
        if (told.has(found.number)) return void elsewhere++;
        const key = proposedKey({ node: parameter, fn, name: nameOf(fn, parameter.name), decides }, style);
        appendTo(groups, fn, { fn, parameter, decides, key, ...found });
      });
    }
    return { all: [...groups.values()], examined, elsewhere };
  },
});

/** `deposit(user, 100)`: what a function is called for is followed to the order itself. */
const WHAT_FOR = /^_*(amount|size|qty|quantity|notional|volume)$/i;

/** What a parameter of that name decides; null: nothing about orders. */
function roleOf(fn: FunctionNode, { name, flavour }: Parameter): Decides | "fate" | null {
  if (flavour === "rest" || flavour === "keyword-rest" || OF_DATA.test(name) || OF_PROGRAM.test(name)) return null;
  const decides = decidesByName(name);
  // Prices are what a function is about, or the market's, unless they say how far off one may be.
  if (decides) return decides !== "price" || /slippage|offset/i.test(name) ? decides : null;
  if (isTradingTime(name)) return /hold|exit/i.test(name) ? "exit" : "entry";
  if (/(^|_)(cool_?down|re_?entry)/i.test(fn.name) && /^(\w+_)?(seconds|secs|minutes|mins|hours|days|bars|candles)$/i.test(name)) return "entry";
  if (ORDER_FATE.test(fn.name) && PAUSE_NAME.test(name)) return "fate";
  return /(^|_)(thresh(old)?|mult(iplier)?)(_|$)|^(min|max)_/i.test(name) && TRADING_QUANTITY.test(name) && !OPERATIONAL.test(name) ? "entry" : null;
}

/** What people are told, what no price does, and how many of its own things a program handles at once. */
const OF_PROGRAM = /jump|spike|alert|warn|report|notif|sensitivity|(messages?|tasks?|requests?|connections?|workers?|threads?|sockets?|streams?|subscriptions?|charts?)(_|$)|max_?size$|percentile/i;

/** The one number that all calls come to; null: another value, another number, or nobody knows. */
function sameNumber(fn: FunctionNode, position: number, callers: readonly WiderSite[]): Pick<FixedParameter, "number" | "calls" | "isGiven"> | null {
  const fallback = fn.params[position]!.default;
  const given: { readonly call: Call; readonly expr: Expr }[] = [];
  const left: Call[] = [];
  for (const { call, shift } of callers) {
    const expr = argumentOf(call, fn, position, shift);
    if (expr) given.push({ call, expr });
    else if (omits(call, fn, position, shift)) left.push(call);
    else return null;
  }
  const all = [...given.map((one) => one.expr), ...(left.length > 0 ? [fallback] : [])];
  const first = all[0];
  if (!first || !all.every((one) => one !== null && isWritten(one) && valueOf(one) === valueOf(first))) return null;
  return { number: first as WrittenNumber, calls: [...given.map((one) => one.call), ...left], isGiven: given.length > 0 };
}

function decidesNothing(number: WrittenNumber, { name }: Parameter, decides: Decides | "fate", fn: FunctionNode): boolean {
  // `max_trades=500`: how many are remembered.
  if (valueOf(number) === 0 || (valueOf(number) >= 100 && /^max_(\w+_)?(trades|records|entries|samples|points|orders)$/i.test(name)) || isMarketSpec(name) || isVenueMinimum(number, name)) return true;
  const demand = { expr: number, decides: decides === "fate" ? "entry" : decides, force: "value", site: number, from: null, hops: 0, compare: null, name, inside: null } as const;
  if (decides !== "fate" && decides !== "entry" && decides !== "exit" && isEveryday(demand)) return true;
  return !isAsked(fn, name);
}

/** `wait`, `hours` say nothing without the function. */
const nameOf = (fn: FunctionNode, name: string): string => (name.includes("_") || fn.name === "__init__" ? name : `${fn.name}_${name}`);

/** The function reads it in more than a text. */
function isAsked(fn: FunctionNode, name: string): boolean {
  let found = false;
  walkBody(fn, (node) => {
    if (node.kind !== "name" || node.id !== name || found) return;
    let at: Node | null = node.parent;
    while (at && (at.kind === "binary" || at.kind === "unary")) at = at.parent;
    found = at?.kind !== "interpolation";
  });
  return found;
}
