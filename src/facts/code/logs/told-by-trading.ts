import type { Call, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import type { LogEvent } from "../../../knowledge/log-words.ts";
import type { RunEventKind } from "../../../run/event.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { positionFetches } from "../drift/position-fetches.ts";
import { orderSites } from "../order-sites.ts";
import { eventNames, type EventNames } from "./event-names.ts";
import { eventSites, type EventSites } from "./event-sites.ts";
import { tagged } from "./event-texts.ts";
import { handlerAround, lineAfter } from "./next-line.ts";
import { printingCalls } from "./printing-calls.ts";
import { skipSites } from "./skip-sites.ts";
import type { ToldEvent } from "./told-event.ts";

const KIND: Readonly<Record<LogEvent, RunEventKind>> = { skip: "skip", exit: "exit", fill: "fill", trail: "trail", reload: "trail-reload", drift: "drift-remove" };

export const toldByTrading = codeFact({
  name: "told-by-trading",
  doc: "Lines that report a dropped signal, an order, an exit, a moved stop, a repaired registry, by where they stand.",
  requires: { printingCalls, eventNames, eventSites, skipSites, orderSites, positionFetches },
  derive({ printingCalls, eventNames, eventSites, skipSites, orderSites, positionFetches }): readonly ToldEvent[] {
    const found = ATTRIBUTED.flatMap((event) => atSites(event, eventSites, eventNames, printingCalls));
    for (const { branch, records } of skipSites) {
      for (const one of records) if (one.kind === "log" && (within(branch, one.call) || eventNames.of("skip", one) === "tag")) found.push(told(one.call, "skip"));
    }
    for (const site of orderSites) {
      const line = (site.role === "open" || site.role === "close") && !handlerAround(site.call) ? lineAfter(site.call, printingCalls) : null;
      if (line) found.push(told(line, "order-submitted"));
    }
    const failing = new Set(positionFetches.flatMap((one) => handlersOf(one.call)));
    for (const line of failing.size > 0 ? printingCalls : []) {
      const handler = handlerAround(line);
      if (handler && failing.has(handler)) found.push(told(line, "sync-failed"));
    }
    return found;
  },
});

/** Of the nearest `try` around a call: they run when it fails. */
function handlersOf(call: Call): readonly Node[] {
  for (let at: Node = call; at.parent && at.kind !== "function"; at = at.parent) {
    const up: Node = at.parent;
    if (up.kind === "try" && up.handlers.length > 0 && (up.body as readonly Node[]).includes(at)) return up.handlers;
  }
  return [];
}

const ATTRIBUTED: readonly LogEvent[] = ["exit", "fill", "trail", "reload", "drift"];

const told = (call: Call, kind: RunEventKind): ToldEvent => ({ call, kind, name: null });

/** Lines with what golive.yaml says stands for the event's tag (the tag itself is read from the text); where nobody says it in words, the line right behind the act. */
function atSites(event: LogEvent, sites: EventSites, names: EventNames, lines: ReadonlySet<Call>): ToldEvent[] {
  return sites.of(event).flatMap(({ fn, node, coverage }) => {
    const named = coverage.records.filter((one) => one.kind === "log" && names.of(event, one) === "tag" && !tagged(event, one.text)).map((one) => told(one.call, KIND[event]));
    if (node === fn || coverage.records.some((one) => names.of(event, one) !== "none")) return named;
    const line = lineAfter(node, lines);
    return line ? [told(line, KIND[event])] : [];
  });
}

const within = (outer: Node, inner: Node): boolean => outer.start <= inner.start && inner.end <= outer.end && enclosingFunction(outer) === enclosingFunction(inner);
