import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction, walkBody } from "../../../ir/walk.ts";
import { REGISTRY_WORDS } from "../../../knowledge/position-calls.ts";
import { MARKET_LISTS, POSITION_SYMBOLS, RESPELLING, SYMBOL_FORMS, type SymbolForm } from "../../../knowledge/position-symbols.ts";
import type { Anchor } from "../../../sdk/evidence.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program, settings } from "../../roots.ts";
import { index } from "../module-index.ts";
import { orderSites } from "../order-sites.ts";
import { places } from "../places.ts";
import { reach } from "../reach.ts";
import { sharedState } from "../shared-state.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";
import { reconciliations, type Reconciliation } from "./reconciliations.ts";
import { calledName } from "../../../ir/names.ts";
import { venuePositions } from "./venue-positions.ts";

/** A comparison of positions whose two sides spell the symbol in a known way. */
export interface SpeltBothSides {
  readonly reconciliation: Reconciliation;
  readonly own: Listed;
  readonly venue: { readonly form: SymbolForm; readonly call: Call };
}

/** A market as the bot's settings or constants write it. */
export interface Listed { readonly form: SymbolForm; readonly text: string; readonly at: Anchor }

export const spellings = codeFact({
  name: "position-spellings",
  doc: "How both sides of a comparison with the venue spell the symbol, where nothing between them changes it.",
  requires: { program, settings, index, orderSites, places, reach, sharedState, venuePositions, reconciliations },
  derive({ program, settings, index, orderSites, places, reach, sharedState, venuePositions, reconciliations }): readonly SpeltBothSides[] {
    const core = reconciliations.all.filter((one) => one.core);
    const venue = core.length > 0 ? onlyForm(venuePositions.fetches.map((one) => ({ call: one.call, form: POSITION_SYMBOLS.find(([by]) => by.test(one.by))?.[1] ?? null }))) : null;
    if (!venue) return [];
    const listed = listedMarkets();
    const [own] = listed;
    if (!own || listed.some((one) => one.form !== own.form) || changesSpelling()) return [];
    return core.map((reconciliation) => ({ reconciliation, own, venue }));

    function listedMarkets(): Listed[] {
      const found: Listed[] = [];
      const add = (text: string, at: Anchor): void => {
        for (const one of text.split(",")) {
          const form = SYMBOL_FORMS.find(([shape]) => shape.test(one.trim()))?.[1];
          if (form) found.push({ form, text: one.trim(), at });
        }
      };
      for (const one of settings.settings) {
        if (!MARKET_LISTS.test(one.path.at(-1) ?? "")) continue;
        for (const value of Array.isArray(one.value) ? one.value : [one.value]) if (typeof value === "string") add(value, { in: "code", ...one.at });
      }
      for (const [file, one] of index.modules) {
        if (UNTRADED_ROLES.has(program.roles.get(file) ?? "bot")) continue;
        for (const node of one.byKind.get("string") ?? []) if (node.kind === "string" && node.value.length < 200 && /[A-Z]{3}/.test(node.value) && MARKET_LISTS.test(boundAs(node))) add(node.value, places.at(node));
      }
      return found;
    }

    /** Anywhere on the way from the books or the answer to the comparison, or to the order. */
    function changesSpelling(): boolean {
      const passed = new Set<FunctionNode>(core.map((one) => one.fn));
      for (const node of venuePositions.spread.marks.keys()) add(enclosingFunction(node));
      for (const { location, accesses } of sharedState.places) {
        if (REGISTRY_WORDS.test(location.label)) for (const one of accesses) if (one.kind === "store" || one.kind === "add") add(one.fn);
      }
      for (const one of orderSites) if (one.role === "open") add(one.fn);
      return [...passed].some(respells);

      function add(fn: FunctionNode | null): void {
        if (fn && reach.of(fn) !== "dead") passed.add(fn);
      }
    }
  },
});

function onlyForm(all: readonly { readonly call: Call; readonly form: SymbolForm | null }[]): SpeltBothSides["venue"] | null {
  const [first] = all;
  return first?.form && all.every((one) => one.form === first.form) ? { call: first.call, form: first.form } : null;
}

/** The name that a literal, or the list that it stands in, is given. */
function boundAs(node: Node): string {
  let at = node.parent;
  while (at && (at.kind === "list" || at.kind === "tuple" || at.kind === "set" || (at.kind === "call" && /^(field|Field|getenv|get|list|set|frozenset|tuple|split)$/.test(calledName(at))) || at.kind === "argument" || at.kind === "lambda" as never)) at = at.parent;
  if (at?.kind === "assign") {
    const [target] = at.targets;
    return target?.kind === "name" ? target.id : target?.kind === "attribute" ? target.name : "";
  }
  if (at?.kind === "entry" && at.key?.kind === "string") return at.key.value;
  return at?.kind === "parameter" ? at.name : "";
}

/** `symbol.replace("/", "")`, `symbol.split(":")[0]`, `self.normalize_symbol(row["symbol"])`, `f"{symbol}:USDT"` */
function respells(fn: FunctionNode): boolean {
  let found = false;
  walkBody(fn, (node) => {
    if (found) return;
    if (node.kind === "call") {
      const name = calledName(node);
      const first = node.args[0]?.value;
      if (RESPELLING.test(name)) found = true;
      else if (/^(replace|split|partition|removesuffix|rstrip|strip|sub)$/.test(name)) found = first?.kind === "string" && /[/:_-]|USD|SWAP/.test(first.value);
    } else if (node.kind === "template") found = node.parts.some((part) => part.kind === "string" && /^(:|\/|-|_)?(USDT|USDC|USD)(:USDT|-SWAP)?$/.test(part.value));
  });
  return found;
}
