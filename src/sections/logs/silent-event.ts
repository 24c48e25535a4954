import type { EventNames } from "../../facts/code/logs/event-names.ts";
import type { EventSite, EventSites } from "../../facts/code/logs/event-sites.ts";
import type { SilentWay } from "../../facts/code/logs/event-coverage.ts";
import type { LogLevels } from "../../facts/code/logs/log-levels.ts";
import { isFailure } from "../../facts/code/logs/statements.ts";
import type { OrderSite } from "../../facts/code/order-sites.ts";
import type { Places } from "../../facts/code/places.ts";
import type { LogEvent } from "../../knowledge/log-words.ts";
import type { Evidence, See, Subject } from "../../sdk/evidence.ts";
import { say } from "./silent-messages.ts";
import { denies } from "./told-events.ts";

export interface EventFacts {
  readonly eventSites: EventSites;
  readonly eventNames: EventNames;
  readonly logLevels: LogLevels;
  readonly orderSites: readonly OrderSite[];
  readonly places: Places;
}

export type SilentEvent = Exclude<LogEvent, "skip">;

interface Quiet { readonly site: EventSite; readonly way: SilentWay }

/** What the checks of silent events have in common: one finding for each function in which the event passes unwritten. */
export function lookForSilence(event: SilentEvent, { eventSites, eventNames, logLevels, orderSites, places }: EventFacts, see: See<"event">): void {
  const sites = eventSites.of(event);
  if (sites.length === 0) return withoutSites(event, orderSites, see);
  const byFunction = silentByFunction(sites, places);
  for (const quiet of byFunction.values()) report(event, quiet, places, see);
  const person = sites.filter((one) => one.coverage.byPerson.length > 0 && one.coverage.silent.length === 0);
  if (person.length > 0 && event === "exit") see.broken({ kind: "event", id: `${event} by person` }, say("person", { count: String(person.length), fn: person[0]!.fn.qualname }), listed(person, places), { fix: say(`fix-${event}`), group: event, impact: "blind" });
  const open = sites.filter((one) => (one.coverage.unsure || (event !== "exit" && person.includes(one))) && one.coverage.silent.length === 0 && one.coverage.records.length === 0);
  if (open.length > 0) see.unclear({ kind: "event", id: `${event} undecided` }, say("unsure", { count: String(open.length) }), listed(open, places));
  // Written where it goes well, not in the branch of a failure, nor that it will be tried, and at a level that ships.
  const done = (one: EventSite): EventSite["coverage"]["records"] => one.coverage.records.filter((each) => !isFailure(each.call) && !denies(event, each) && logLevels.hides(each) === null);
  const told = sites.filter((one) => one.coverage.silent.length === 0 && one.coverage.byPerson.length === 0 && eventNames.best(event, done(one)) === "tag");
  if (told.length > 0) see.holds({ kind: "event", id: `${event} told` }, say(`holds-${event}`, { count: String(told.length) }), listed(told, places));
  const others = sites.filter((one) => !told.includes(one) && !open.includes(one) && !person.includes(one) && one.coverage.silent.length === 0);
  if (byFunction.size === 0 && others.length > 0 && others.every((one) => done(one).length > 0)) see.holds({ kind: "event", id: `${event} written` }, say("written", { count: String(others.length) }), listed(others, places));
}

function silentByFunction(sites: readonly EventSite[], places: Places): Map<string, Quiet[]> {
  const byFunction = new Map<string, Quiet[]>();
  for (const site of sites) {
    for (const way of site.coverage.silent) {
      const { fn } = reported(sites[0]!.event as SilentEvent, way, places);
      const key = `${places.at(fn).file} ${fn.qualname}`;
      byFunction.set(key, [...(byFunction.get(key) ?? []), { site, way }]);
    }
  }
  return byFunction;
}

/** Functions of the code in which the event passes unwritten, as the code half speaks of them. */
export function silentSubjects(event: SilentEvent, { eventSites, places }: Pick<EventFacts, "eventSites" | "places">): { readonly subject: Subject<"event">; readonly at: Evidence["at"]; readonly fn: string }[] {
  return [...silentByFunction(eventSites.of(event), places).values()].map((quiet) => {
    const step = reported(event, quiet[0]!.way, places);
    return { subject: subjectOf(event, step, places), at: atOf(step.node, places), fn: step.fn.qualname };
  });
}

const subjectOf = (event: SilentEvent, { fn }: SilentWay[number], places: Places): Subject<"event"> => places.subject("event", fn, `${event} ${fn.qualname}`);

function withoutSites(event: SilentEvent, orderSites: readonly OrderSite[], see: See<"event">): void {
  const [order] = orderSites;
  if (event === "trail" || event === "reload" || !order) return see.notApplicable(say(`absent-${event}`));
  see.unclear({ kind: "event", id: `${event} none` }, say(`absent-${event}`), [{ at: { ...order.at, endLine: order.at.line }, note: say("orders") }]);
}

/** The bot's own code above the wrapper of the venue's API: there the reason and the result are known. What happens in the bot's books is told there. */
function reported(event: SilentEvent, way: SilentWay, places: Places): SilentWay[number] {
  const [first, second] = way;
  const isVenues = event === "exit" || (event === "trail" && first!.node.kind === "call");
  return isVenues && second && places.at(second.fn).file !== places.at(first!.fn).file ? second : first!;
}

function report(event: SilentEvent, quiet: readonly Quiet[], places: Places, see: See<"event">): void {
  const [{ site, way }] = quiet as readonly [Quiet, ...Quiet[]];
  const step = reported(event, way, places);
  const fn = step.fn.qualname;
  const steps = [step, ...way.filter((one) => one !== step)].map((one, i) => ({ at: atOf(one.node, places), note: say(i === 0 ? `here-${event}` : "passes", { fn: one.fn.qualname, what: site.what }) }));
  // One place is reached on several ways.
  const nodes = [...new Set(quiet.map((one) => reported(event, one.way, places).node))].filter((node) => node !== step.node).slice(0, 7);
  const more = nodes.map((node) => ({ at: atOf(node, places), note: say(`here-${event}`, { fn, what: quiet.find((one) => reported(event, one.way, places).node === node)!.site.what }) }));
  const [first, ...rest] = steps as [Evidence, ...Evidence[]];
  see.broken(subjectOf(event, step, places), say(`broken-${event}`, { fn, what: site.what }), [first, ...more, ...rest], { fix: say(`fix-${event}`), group: fn });
}

function atOf(node: Parameters<Places["at"]>[0], places: Places): Evidence["at"] {
  const at = places.at(node);
  return node.kind === "function" ? { ...at, endLine: at.line } : at;
}

const listed = (sites: readonly EventSite[], places: Places): [Evidence, ...Evidence[]] =>
  sites.slice(0, 8).map((one) => ({ at: atOf(one.node, places), note: say(`here-${one.event as SilentEvent}`, { fn: one.fn.qualname, what: one.what }) })) as [Evidence, ...Evidence[]];
