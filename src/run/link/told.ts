import type { Classified, Told } from "../classified.ts";
import type { RunEventKind } from "../event.ts";
import type { LogRecord } from "../record.ts";
import { countersIn, countsBeside } from "./counters.ts";
import { eventFields, metricOf, namesInstrument } from "./event-fields.ts";
import { fieldOf, snakeCase, type Value } from "./values.ts";
import { isBareEvent, mayCount, type Worded } from "./wordings.ts";

/** A summary whose counters stand beside its message; a market's or a strategy's own are another matter. */
export function withCounts(found: Classified, { fields, message }: LogRecord): Classified {
  const counts = fields && countsBeside(fields);
  if (counts === null || found.by !== "bot" || !mayCount(message, found.events)) return found;
  const owned = Object.keys(fields!).some((name) => ["symbol", "name"].includes(fieldOf(snakeCase(name)) ?? "") || /strategy/i.test(name));
  return owned || namesInstrument(message) ? found : { ...found, events: [...found.events, { kind: "counters", fields: { counts } }] };
}

/** Of the whole bot: a market's or a strategy's own counts are another matter. */
const isSummary = (text: string): boolean => {
  const own = countersIn(text);
  return own !== null && [...own.counts.values()].some((one) => !Number.isNaN(one)) && !namesInstrument(own.rest);
};

/** One of them must stand beside the bare name of an event. */
const ABOUT = ["symbol", "order-id", "client-order-id", "attempt", "delay"] as const;

/** What a text says, with what its values add. */
export function toldOf(says: readonly Worded[], values: readonly Value[], text: string): Told[] {
  const told = says.flatMap(({ kind, name }): Told[] => {
    if (kind === "counters") return isSummary(text) ? [{ kind, fields: {} }] : [];
    const fields = eventFields(kind, name, values, text);
    // `close` alone may be anything.
    if (isBareEvent(text) && ABOUT.every((field) => fields[field] === undefined)) return [];
    // A metric without a number is talk about it.
    return (kind === "metric" || kind === "memory") && fields.value === undefined ? [] : [{ kind, fields }];
  });
  return told.some(({ kind }) => TRADED.has(kind)) ? [...told, ...measuredBeside(values, text, says)] : told;
}

/** How well an order, a fill, a position fared is told in values of its record as well as in words. */
const TRADED: ReadonlySet<RunEventKind> = new Set(["order-submitted", "order-accepted", "fill", "entry", "exit"]);

function measuredBeside(values: readonly Value[], text: string, says: readonly Worded[]): Told[] {
  const said = new Set(says.flatMap(({ kind, name }) => (kind === "metric" ? [name] : [])));
  return values.flatMap((value): Told[] => {
    const name = metricOf(value);
    if (name === null || said.has(name)) return [];
    said.add(name);
    const fields = eventFields("metric", name, [value, ...values.filter((one) => one !== value && metricOf(one) === null)], text);
    return fields.value === undefined ? [] : [{ kind: "metric", fields }];
  });
}
