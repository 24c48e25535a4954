import { ownName } from "../../ir/names.ts";
import type { Call, ClassNode, FunctionNode } from "../../ir/nodes.ts";
import { codeFact } from "../../sdk/fact.ts";
import { program } from "../roots.ts";
import { callGraph, type CallGraph } from "./call-graph.ts";
import { infer } from "./inference/infer.ts";
import type { Hierarchy } from "./inference/hierarchy.ts";
import { index } from "./module-index.ts";
import { reach } from "./reach.ts";

/** Calls of the running bot that raise TypeError whenever they are reached. */
export const failingCalls = codeFact({
  name: "failing-calls",
  doc: "Calls of live code whose arguments the only function that they may mean does not take.",
  requires: { program, index, infer, callGraph, reach },
  derive({ program, index, infer, callGraph, reach }): readonly FailingCall[] {
    return [...index.modules.values()].flatMap((one) => ((program.roles.get(one.module.file) ?? "bot") !== "bot" ? [] : one.module.functions.flatMap((fn) => {
      if (reach.of(fn) !== "live") return [];
      return one.calls[fn.index]!.flatMap((call) => {
        const wrong = isLastResort(call) ? null : wrongArguments(call, callGraph, infer.hierarchy);
        return wrong ? [{ call, wrong }] : [];
      });
    })));
  },
});

export interface FailingCall {
  readonly call: Call;
  readonly wrong: WrongArguments;
}

/** In a handler, or in the main block that shows a module off. */
function isLastResort(call: Call): boolean {
  for (let at = call.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "handler" || (at.kind === "if" && at.parent?.kind === "function" && at.parent.parent === null)) return true;
  return false;
}

/** Python raises TypeError at the call: `name` is a parameter that it leaves out, or an argument that the function does not take. */
export interface WrongArguments {
  readonly fn: FunctionNode;
  readonly how: "missing" | "unexpected" | "too-many";
  readonly name: string;
}

/** What is wrong with the arguments of a call whose function of the bot is known for sure. */
export function wrongArguments(call: Call, graph: CallGraph, hierarchy: Hierarchy): WrongArguments | null {
  if (call.args.some((one) => one.spread !== "none")) return null;
  const callee = calleeOf(call, graph, hierarchy);
  return callee && mismatch(call, callee.fn, callee.bound ? 1 : 0);
}

function calleeOf(call: Call, graph: CallGraph, hierarchy: Hierarchy): { readonly fn: FunctionNode; readonly bound: boolean } | null {
  const { how, libraries, functions, classes } = graph.targets(call);
  if (how !== "resolved" || libraries.length > 0 || functions.length + classes.length !== 1) return null;
  // What its object may be is asked only where the number or a name can be wrong.
  const [fn] = functions;
  if (fn && !mismatch(call, fn, 0) && !mismatch(call, fn, 1)) return null;
  const values = graph.valuesOf(call.callee);
  const [value] = values;
  if (values.length !== 1 || !value) return null;
  if (value.kind === "function") return isPlain(value.fn) ? value : null;
  return value.kind === "class" ? constructorOf(value.class, hierarchy) : null;
}

/** Neither a metaclass, a decorator nor a base of a library has a say in how it is made. */
function constructorOf(node: ClassNode, hierarchy: Hierarchy): { readonly fn: FunctionNode; readonly bound: boolean } | null {
  const line = hierarchy.ancestors(node);
  const isOwn = hierarchy.libraryBases(node).every((path) => /(^|\.)(ABC|object)$/.test(path)) && line.every((one) => one.decorators.length === 0 && one.args.every(({ name, value }) => name === null && (value.kind === "name" || value.kind === "attribute")));
  if (!isOwn || line.reduce((sum, one) => sum + one.args.length, 0) > line.length - 1 + hierarchy.libraryBases(node).length || hierarchy.member(node, "__new__")) return null;
  const made = hierarchy.member(node, "__init__")?.definitions;
  const [only] = made ?? [];
  return made?.length === 1 && only?.kind === "function" && isPlain(only.fn) ? { fn: only.fn, bound: true } : null;
}

const isPlain = (fn: FunctionNode): boolean => fn.name !== "<lambda>" && fn.decorators.every((one) => /^(staticmethod|classmethod|abstractmethod)$/.test(ownName(one)));

function mismatch(call: Call, fn: FunctionNode, shift: number): WrongArguments | null {
  const positional = fn.params.filter((one) => one.flavour === "normal" || one.flavour === "positional-only").slice(shift);
  const has = (flavour: string): boolean => fn.params.some((one) => one.flavour === flavour);
  const given = call.args.filter((one) => one.name === null);
  const named = new Set(call.args.flatMap((one) => one.name ?? []));
  if (given.length > positional.length && !has("rest")) return { fn, how: "too-many", name: String(positional.length) };
  const unknown = [...named].find((name) => !fn.params.some((one) => one.name === name && one.flavour !== "positional-only" && one.flavour !== "rest" && one.flavour !== "keyword-rest"));
  if (unknown !== undefined && !has("keyword-rest")) return { fn, how: "unexpected", name: unknown };
  const missing = [...positional.slice(given.length), ...fn.params.filter((one) => one.flavour === "keyword-only")].find((one) => one.default === null && !named.has(one.name));
  return missing ? { fn, how: "missing", name: missing.name } : null;
}
