import { calledName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Name } from "../../../ir/nodes.ts";
import { SERVED_APPLICATIONS, SIGNAL_HANDLING_RUNNERS, SIGNAL_REGISTRATION, SIGNAL_RELATED } from "../../../knowledge/process-end.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { bindingsOf, scopeOf } from "../inference/scope-of.ts";
import { index, type Index } from "../module-index.ts";
import { reach } from "../reach.ts";

/** A place where the bot says what a signal of the operating system does. */
export interface SignalHandler {
  readonly call: Call;
  readonly fn: FunctionNode;
  /** Names of the signals (`SIGTERM`); null: they could not be told. */
  readonly signals: readonly string[] | null;
  readonly handler: Expr | null;
  /** Functions of the bot that run. */
  readonly runs: readonly FunctionNode[];
  /** `signal.SIG_IGN`, `signal.SIG_DFL`: nothing of the bot runs. */
  readonly empty: boolean;
}

export interface SignalHandlers {
  /** Those that the running bot installs. */
  readonly installed: readonly SignalHandler[];
  /** Those that nothing installs. */
  readonly dead: readonly SignalHandler[];
  /** Applications that a server outside of the code runs. */
  readonly served: readonly { readonly call: Call; readonly fn: FunctionNode; readonly by: string }[];
  /** Calls of servers that handle the signals themselves. */
  readonly runners: readonly { readonly call: Call; readonly fn: FunctionNode; readonly by: string }[];
}

export const signalHandlers = codeFact({
  name: "signal-handlers",
  doc: "Which signals the running bot handles, with what, and which servers do it for the bot.",
  requires: { index, callGraph, reach },
  derive({ index, callGraph, reach }): SignalHandlers {
    const installed: SignalHandler[] = [];
    const dead: SignalHandler[] = [];
    const served: { call: Call; fn: FunctionNode; by: string }[] = [];
    const runners: { call: Call; fn: FunctionNode; by: string }[] = [];
    for (const one of index.modules.values()) {
      one.module.functions.forEach((fn) => {
        for (const call of one.calls[fn.index]!) {
          if (!SIGNAL_RELATED.has(calledName(call))) continue;
          const path = pathOf(callGraph, call);
          if (SIGNAL_REGISTRATION.test(path)) {
            if (!putsBack(index, call)) (reach.of(fn) === "dead" ? dead : installed).push(handlerOf(index, callGraph, call, fn));
          } else if (reach.of(fn) !== "dead" && SERVED_APPLICATIONS.test(path)) served.push({ call, fn, by: path });
          else if (reach.of(fn) !== "dead" && SIGNAL_HANDLING_RUNNERS.some((each) => each.test(path))) runners.push({ call, fn, by: path.replace(/\(\)/g, "") });
        }
      });
    }
    return { installed, dead, runners, served };
  },
});


/** The library path of what is called; for an unknown receiver, its method's name. */
function pathOf(graph: CallGraph, call: Call): string {
  const { libraries, how } = graph.targets(call);
  if (libraries.length > 0) return libraries[0]!;
  return how !== "resolved" && call.callee.kind === "attribute" ? `.${call.callee.name}` : "";
}

/** `before = signal.getsignal(SIGTERM)` … `signal.signal(SIGTERM, before)`: what was there is put back. */
function putsBack(index: Index, call: Call): boolean {
  const handler = call.args[1]?.value;
  if (handler?.kind !== "name") return false;
  const bound = bindingsOf(handler, index.modules.get(index.moduleOf(call).file)!) ?? [];
  return bound.length > 0 && bound.every((one) => one.kind === "value" && one.expr.kind === "call" && /^(get)?signal$/.test(calledName(one.expr)));
}

function handlerOf(index: Index, graph: CallGraph, call: Call, fn: FunctionNode): SignalHandler {
  const [number, handler] = call.args.filter((one) => one.spread === "none");
  const value = handler?.value ?? null;
  const runs = value ? graph.valuesOf(value).flatMap((one) => (one.kind === "function" ? [one.fn] : one.kind === "partial" && one.of.kind === "function" ? [one.of.fn] : [])) : [];
  const empty = value?.kind === "attribute" && /^SIG_(IGN|DFL)$/.test(value.name);
  return { call, fn, signals: number ? signalsOf(index, number.value, 0) : null, handler: value, runs, empty };
}

const MAX_DEPTH = 4;

/** `signal.SIGTERM`, `getattr(signal, "SIGTERM")`, a name that a loop over a tuple of such binds. */
function signalsOf(index: Index, expr: Expr, depth: number): readonly string[] | null {
  if (depth > MAX_DEPTH) return null;
  switch (expr.kind) {
    case "attribute": return /^SIG[A-Z0-9]+$/.test(expr.name) ? [expr.name] : null;
    case "number": return [expr.value === 15 ? "SIGTERM" : expr.value === 2 ? "SIGINT" : `signal ${expr.text}`];
    case "call": {
      const words = expr.args.flatMap(({ value }) => (value.kind === "string" && /^SIG[A-Z0-9]+$/.test(value.value) ? [value.value] : []));
      return words.length > 0 ? words : null;
    }
    case "tuple": case "list": case "set": {
      const found = expr.items.flatMap((one) => signalsOf(index, one, depth + 1) ?? []);
      return found.length > 0 ? found : null;
    }
    case "name": return namedSignals(index, expr, depth);
    default: return null;
  }
}

function namedSignals(index: Index, name: Name, depth: number): readonly string[] | null {
  if (/^SIG[A-Z0-9]+$/.test(name.id)) return [name.id];
  const scope = scopeOf(name);
  const own = index.modules.get(index.moduleOf(name).file)!.scopes;
  const definitions = own.get(scope)?.get(name.id) ?? own.get(index.moduleOf(name).root)?.get(name.id) ?? [];
  const found = definitions.flatMap((one) => ((one.kind === "value" || one.kind === "iteration") ? (signalsOf(index, one.expr, depth + 1) ?? []) : []));
  return found.length > 0 ? [...new Set(found)] : null;
}
