import type { Call, Expr, FunctionNode } from "../../ir/nodes.ts";
import { snake } from "./snake.ts";

const PERSONS = /CommandHandler|CallbackQueryHandler|MessageHandler|message_handler|callback_query_handler|add_handler|(^|\.)(callback_query|command|slash_command|hybrid_command|on_click|button|bind)$|(^|\.)(clicked|triggered|pressed|released|activated|toggled|accepted|returnPressed|\w*[dD]oubleClicked|cellClicked|itemClicked)(\.connect)?$|kinter\.\S*(Button|add_command)$|(^|\.)CTkButton$/;
const ROUTES = /(^|\.)(get|post|put|delete|patch|route|websocket|api_route|add_api_route|add_route|add_get|add_post)$/;
/** A route that takes signals from a machine. */
const MACHINE = /webhook|signal|alert|tradingview|hook|(^|[\/_])tv_|strategy_?(order|execut)/i;

/** It answers requests to the bot's own server. */
export const isRoute = (fn: FunctionNode): boolean => fn.decorators.some((one) => one.kind === "call" && ROUTES.test(textOf(one)));

/** What registers the function lets a person call it. */
export const isPersons = (by: string, fn: FunctionNode): boolean => !startsProgram(fn, by) && (PERSONS.test(by.replace(/\(\)$/, "")) || (ROUTES.test(by) && !MACHINE.test(fn.qualname) && !fn.decorators.some((one) => MACHINE.test(textOf(one)))));

const TALKS = /^(update|message|msg|event|ctx|context|call|query|interaction)$/;

/** `async def cmd_buy(update, context)`: what a chat library calls with a person's message. */
export function isCommand(fn: FunctionNode): boolean {
  if (startsProgram(fn)) return false;
  const names = fn.params.map((one) => one.name);
  if (names.includes("update") && names.includes("context")) return true;
  if (/^_?(cmd|command)_|_(command|cmd)$/.test(fn.name) && fn.params.some((one) => TALKS.test(one.name))) return true;
  return fn.decorators.some((one) => PERSONS.test(textOf(one)) || (ROUTES.test(textOf(one)) && one.kind === "call" && !MACHINE.test(fn.qualname) && !MACHINE.test(literalsOf(one))));
}

/** `@app.command() def run(config)`, `app.command("run")(run)`: the command line of the program, which goes on by itself. */
export const startsProgram = (fn: FunctionNode, by = ""): boolean =>
  STARTS.test(snake(fn.name)) && (/\.command(\(\))?$/.test(by) || fn.decorators.some((one) => textOf(one) === ".command")) && !fn.params.some((one) => TALKS.test(one.name) || ORDERED.test(one.name));
const ORDERED = /^(side|direction|qty|quantity|amount|size)$/;
const STARTS = /^(?!.*(buy|sell|order|close))(.*_)?(run|start|live|paper|trade|trading|bot|main|serve|daemon|launch|loop)(_|$)/;

/** The end of a decorator: `.command` of `@app.command()`. */
export const textOf = (decorator: Expr): string => {
  const head = decorator.kind === "call" ? decorator.callee : decorator;
  return head.kind === "attribute" ? `.${head.name}` : head.kind === "name" ? head.id : "";
};
const literalsOf = (call: Call): string => call.args.map((one) => (one.value.kind === "string" ? one.value.value : "")).join(" ");
