import type { Call, Expr, FunctionNode } from "../../ir/nodes.ts";
import type { Definition } from "./module-index.ts";
import { snake } from "./snake.ts";

const PERSONS = /CommandHandler|CallbackQueryHandler|MessageHandler|message_handler|callback_query_handler|add_handler|(^|\.)(callback_query|command|slash_command|hybrid_command|on_click|button|bind)$|(^|\.)(clicked|triggered|pressed|released|activated|toggled|accepted|returnPressed|\w*[dD]oubleClicked|cellClicked|itemClicked)(\.connect)?$|kinter\.\S*(Button|add_command)$|(^|\.)CTkButton$/;
const ROUTES = /(^|\.)(get|post|put|delete|patch|route|websocket|api_route|add_api_route|add_route|add_get|add_post)$/;
/** A route that takes signals from a machine. */
const MACHINE = /webhook|signal|alert|tradingview|hook|(^|[\/_])tv_|strategy_?(order|execut)/i;

/** It answers requests to the bot's own server. */
export const isRoute = (fn: FunctionNode): boolean => fn.decorators.some((one) => one.kind === "call" && ROUTES.test(textOf(one)));

/** What registers the function lets a person call it. */
export const isPersons = (by: string, fn: FunctionNode): boolean => !startsProgram(fn, by) && (PERSONS.test(by.replace(/\(\)$/, "")) || (ROUTES.test(by) && !MACHINE.test(fn.qualname) && !fn.decorators.some((one) => MACHINE.test(textOf(one)))));

/** What a page draws for a person to press; it answers whether that was done (https://docs.streamlit.io/develop/api-reference/widgets). */
const PRESSED = /^(button|form_submit_button)$/;

/** It hangs on a button: `if st.button("Buy"):`, `if not submitted: return` behind `submitted = st.form_submit_button(...)`. */
export const isPressed = (test: Expr, outcome: boolean, definitionsOf: (name: Expr & { kind: "name" }) => readonly Definition[]): boolean => {
  if (test.kind === "unary" && test.op === "not") return isPressed(test.operand, !outcome, definitionsOf);
  if (!outcome) return false;
  if (test.kind === "call") return test.callee.kind === "attribute" && PRESSED.test(test.callee.name);
  return test.kind === "name" && definitionsOf(test).some((one) => one.kind === "value" && one.item < 0 && one.expr.kind === "call" && one.expr.callee.kind === "attribute" && PRESSED.test(one.expr.callee.name));
};

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
