import type { EventNames } from "../../facts/code/logs/event-names.ts";
import { namesIn } from "../../facts/code/logs/handed-after.ts";
import type { TradeSteps } from "../../facts/code/trade-steps.ts";
import { EVENT_FIELDS, WAITS, type LogEvent } from "../../knowledge/log-words.ts";
import { snake } from "../../facts/code/snake.ts";
import { isBlank } from "./log-words.ts";
import type { Told } from "./told-events.ts";

/** Fields that no line written about the event has: together they may tell it. */
export function missingIn(event: LogEvent, one: Told, names: EventNames): string[] {
  const wanted = EVENT_FIELDS[event];
  const timed = !("latency" in wanted) || rests(one) || tellsLatency(one, wanted["latency"]!, names);
  // A record whose object is handed over as a whole may carry anything but what its function never takes.
  if (one.records.some(isBlank)) return timed ? [] : ["latency"];
  const all = one.records.map((each) => each.fields).join(" ");
  const whole = ANSWER.test(all);
  const laterToo = (field: RegExp): boolean => one.above.length > 0 && one.above.every((records) => records.some((each) => field.test(each.fields)));
  return Object.keys(wanted).filter((field) => (field === "latency" ? !timed : !wanted[field]!.test(all) && !(whole && OF_ORDERS.has(field)) && !laterToo(wanted[field]!)));
}

/** What rests at its price is filled when the market gets there: how long that took says nothing of the venue. */
const rests = ({ records, fn }: Told): boolean => RESTS.test(snake(fn)) || records.some((each) => each.kind === "log" && RESTS.test(each.text));
const RESTS = /(^|[^a-z])(limit|maker|grid|post.?only|resting|tp\d?|take.?profit|dca|ladder)([^a-z]|$)|лимит|сетк|挂单|掛單|限价|限價|指値/i;

/** A command of a person at a terminal, a page or a chat: who gave it sees what came of it. */
export const isPersons = (one: Told, { startOf }: Pick<TradeSteps, "startOf">): boolean => startOf(one.home) === "person" || PERSONS.test("file" in one.at ? one.at.file : "") || /(^|[._])(cmd|command|handle_command|on_button)_|_(command|cmd|button)$/.test(one.fn);
const PERSONS = /(^|\/)(routes?|routers?|endpoints?|webui|dashboard|commands?)\/|(^|\/)cli\.\w+$/i;

/** A line of the fill has it, or its function works with it; that a helper writes how long something else took says nothing. */
function tellsLatency({ records, home }: Told, latency: RegExp, names: EventNames): boolean {
  const asked = (words: string): boolean => latency.test(words.replace(WAITS, ""));
  return records.some((each) => (each.fn === home || names.of("fill", each) !== "none") && asked(each.fields)) || [...namesIn(home)].some(asked);
}

/** The venue's whole answer in the line: what it is about stands there, what came of the trade does not. */
const ANSWER = /(^|[\s_])(order|response|resp|result|res|answer|fill|execution|info|data|payload|event|position|trade)\*/;
const OF_ORDERS: ReadonlySet<string> = new Set(["symbol", "side", "price", "size"]);
