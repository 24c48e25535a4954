import { ORDER_STATES } from "../../knowledge/run-fields.ts";
import type { RunEventKind } from "../event.ts";
import type { Value } from "./values.ts";

/** What the `state` of an order in the line says, in the venues' words. */
export function stateEvent(text: string, values: readonly Value[]): RunEventKind | null {
  if (!/order|ордер/i.test(text)) return null;
  for (const one of values) {
    if (!/(^|_)(state|status)$/.test(one.key) && !/(^|_)(state|status)$/.test(one.called)) continue;
    const kind = ORDER_STATES.find(([, shape]) => shape.test(one.text))?.[0];
    if (kind) return kind as RunEventKind;
  }
  return null;
}
