import { calledName, ownName } from "../../ir/names.ts";
import type { Call, ClassNode, FunctionNode, Node } from "../../ir/nodes.ts";
import { codeFact } from "../../sdk/fact.ts";
import { program } from "../roots.ts";
import { callGraph } from "./call-graph.ts";
import { guardKinds } from "./guard-kinds.ts";
import { index, type Index } from "./module-index.ts";
import { reach } from "./reach.ts";

/** A filter object that the running bot builds and nobody asks. */
export interface UnaskedFilter {
  readonly class: ClassNode;
  readonly built: Call;
  /** The name that it is kept under. */
  readonly name: string;
  /** What it could be asked. */
  readonly questions: readonly FunctionNode[];
  readonly kinds: number;
  /** A call of it that stands in a comment. */
  readonly comment: { readonly file: string; readonly line: number; readonly text: string } | null;
}

const FILTER_CLASS = /(Filter|Guard|Breaker|Gate|FilterChain|NoTradeZones?)$/;
const BY_NAME = /^(getattr|hasattr|attrgetter|methodcaller)$/;
/** Filters of log records, data and text are no filters of signals. */
const OTHER = /(Log|Logging|Message|Data|Kalman|Price|Noise|Text|Spam|Secret|Sensitive|Redact|Memory|Singleton|Lock|Symbol|Instrument|Shutdown|Rate)\w*(Filter|Guard|Gate)$/;
const ASKS = /^(?!_)(?:.*(check|allow|pass|filter|should|can_|is_|evaluate|validate|reject|block|apply|veto|ok).*)$/;

export const unaskedFilters = codeFact({
  name: "unasked-filters",
  doc: "Filter objects that the running bot builds and nobody asks.",
  requires: { program, index, callGraph, guardKinds, reach },
  derive({ program, index, callGraph, guardKinds, reach }): readonly UnaskedFilter[] {
    const found: UnaskedFilter[] = [];
    const kept = new Map<ClassNode, Map<string, Call>>();
    for (const one of index.modules.values()) {
      for (const { target, value, fn } of one.stores) {
        if (target.kind !== "attribute" || value?.kind !== "call" || reach.of(fn) !== "live") continue;
        for (const made of callGraph.targets(value).classes) if (FILTER_CLASS.test(made.name) && !OTHER.test(made.name)) kept.set(made, (kept.get(made) ?? new Map<string, Call>()).set(target.name, value));
      }
    }
    for (const [node, names] of kept) {
      const methods = node.body.flatMap((one) => (one.kind === "function-statement" ? [one.function] : []));
      const questions = methods.filter((fn) => ASKS.test(fn.name) && !fn.name.startsWith("__"));
      if (questions.length === 0) continue;
      const asked = methods.some((fn) => !fn.name.startsWith("__") && (callGraph.callersOf(fn).some((one) => reach.of(one.caller) !== "dead" && !methods.includes(one.caller)) || callGraph.escapes.some((one) => one.fn === fn)));
      // Others may ask one of their own; a receiver that nobody could resolve may be it.
      const unasked = [...names].find(([name]) => (!asked && !methods.some((fn) => mayBeAsked(fn, name))) || isNeverRead(name, index));
      if (unasked) found.push({ class: node, built: unasked[1], name: unasked[0], questions, kinds: questions.reduce((sum, fn) => sum | guardKinds.inside(fn), 0), comment: commented(unasked[0]) });
    }
    return found;

    function mayBeAsked(fn: FunctionNode, kept: string): boolean {
      for (const one of index.modules.values()) {
        for (const node of one.byKind.get("attribute") ?? []) {
          if (node.kind !== "attribute" || node.name !== fn.name) continue;
          const holder = ownName(node.object);
          if (holder === kept) return true;
        }
      }
      return false;
    }

    function commented(kept: string): UnaskedFilter["comment"] {
      const call = new RegExp(`^\\s*#.*\\b${kept}\\.\\w+\\(`);
      for (const [file, text] of program.texts) {
        if (!text.includes(`${kept}.`)) continue;
        const lines = text.split("\n");
        const line = lines.findIndex((one) => call.test(one));
        if (line >= 0) return { file, line: line + 1, text: lines[line]!.trim() };
      }
      return null;
    }
  },
});

/** Kept, and taken out by nobody. */
function isNeverRead(kept: string, index: Index): boolean {
  for (const one of index.modules.values()) {
    const stored = new Set<Node>(one.stores.map(({ target }) => target));
    for (const node of one.byKind.get("attribute") ?? []) if (node.kind === "attribute" && node.name === kept && !stored.has(node)) return false;
    for (const node of one.byKind.get("call") ?? []) if (node.kind === "call" && BY_NAME.test(calledName(node)) && node.args.some(({ value }) => value.kind === "string" && value.value === kept)) return false;
  }
  return true;
}
