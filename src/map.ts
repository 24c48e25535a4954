import type { FunctionNode } from "./ir/nodes.ts";
import { functionAround } from "./ir/walk.ts";
import type { Facts } from "./facts/engine.ts";
import { Unavailable } from "./facts/engine.ts";
import { callSummary } from "./facts/code/call-summary.ts";
import { entryPoints } from "./facts/code/entry-points.ts";
import { exitTriggers } from "./facts/code/exit-triggers.ts";
import { index } from "./facts/code/module-index.ts";
import { openWays } from "./facts/code/open-ways.ts";
import { positionRequests } from "./facts/code/drift/position-fetches.ts";
import { isConditional } from "./facts/code/order-answers.ts";
import { closesByName } from "./facts/code/order-intent.ts";
import { orderSites } from "./facts/code/order-sites.ts";
import { places } from "./facts/code/places.ts";
import { reach } from "./facts/code/reach.ts";
import { registries } from "./facts/code/registries.ts";
import { reconnectLoops } from "./facts/code/reconnect-loops.ts";
import { tasks } from "./facts/code/tasks.ts";
import { tradePaths } from "./facts/code/trade-paths.ts";
import { tradingStart } from "./facts/code/stopping/trading-start.ts";
import { program, settings } from "./facts/roots.ts";
import { BUILTINS } from "./knowledge/python-library.ts";
import { exitsOf, pathsOf } from "./map-paths.ts";
import type { MapEntry, MapSummary } from "./sdk/audit-result.ts";
import { catalogue, verbatim, type Text } from "./sdk/text.ts";
import type { Fact } from "./sdk/fact.ts";

const say = catalogue({
  live: { en: "live", ru: "рабочая" },
  trades: { en: "live, the bot is judged from here", ru: "рабочая, бот оценивается отсюда" },
  unreached: { en: "no start of the bot was seen to get there", ru: "ни один запуск бота сюда не приводит" },
  broken: { en: "Python cannot start it as it ships", ru: "в таком виде Python её не запустит" },
  side: { en: "on the side", ru: "вспомогательная" },
  shipped: { en: "shipped", ru: "рабочий" },
  template: { en: "template", ru: "образец" },
  test: { en: "test", ru: "тестовый" },
  outside: { en: "no start of the bot leads to its orders: something outside of it makes this and calls it", ru: "ни один запуск бота не ведёт к его ордерам: объект создаёт и запускает кто-то снаружи" },
  other: { en: "other", ru: "прочий" },
  by: { en: "calls {by}", ru: "вызывает {by}" },
  started: { en: "started by {by}", ru: "запускается через {by}" },
  pretended: { en: "of a paper account or a simulation", ru: "бумажного счёта или симуляции" },
  memory: {
    en: "kept over calls and used by {count, plural, one {# function} other {# functions}}",
    ru: "хранится между вызовами, используется в {count, plural, one {# функции} other {# функциях}}",
  },
  table: {
    en: "its open rows are asked for in {count, plural, one {# function} other {# functions}}",
    ru: "открытые записи запрашивают {count, plural, one {# функция} few {# функции} other {# функций}}",
  },
  again: { en: "a long-lived connection that the code around it opens again", ru: "долгоживущее соединение, код вокруг открывает его снова" },
  once: { en: "a long-lived connection; nothing was seen that opens it again", ru: "долгоживущее соединение; кода, который открывает его снова, не видно" },
});

/** `sorted(rows, key=...)`, `field(default_factory=...)`, `wait_for(work)`: what is handed over runs in the caller's own time, or is only looked at. */
const IN_PLACE = /^(collections|dataclasses|functools|itertools|inspect|operator|copy|json|yaml|attr|attrs|pydantic|typing|re)\.|^asyncio\.(iscoroutine(function)?|wait_for|shield|timeout|gather|wait)$|^loguru\.logger\.configure$/;
const runsInPlace = (by: string): boolean => BUILTINS.has(by) || IN_PLACE.test(by);

/** What lies beside the bot and is reached by no start of it is only counted. */
const ASIDE: ReadonlySet<string> = new Set(["script", "test", "example", "docs", "research", "migration", "backup", "vendored"]);

/** What was recognised, so that a wrong guess is seen at once. */
export function mapOf(facts: Facts): MapSummary {
  const get = <T>(fact: Fact<T>): T => {
    const value = facts.get(fact);
    if (value instanceof Unavailable) throw new Error(`${fact.name}: ${value.why.en}`);
    return value;
  };
  const place = get(places);
  const entries: MapEntry[] = [];
  const main = get(tradingStart);
  const isMain = (file: string): boolean => main.trades && main.name === file;
  for (const one of [...get(entryPoints).all].sort((a, b) => Number(isMain(b.module.file)) - Number(isMain(a.module.file)))) {
    entries.push({ concept: "entry-point", at: place.at(one.module.root), what: verbatim(one.module.file), why: one.why, detail: say(one.broken ? "broken" : !one.live ? "side" : isMain(one.module.file) ? "trades" : "live"), ...(one.live || one.broken ? {} : { aside: true }) });
  }
  const reached = get(reach);
  for (const fn of reached.outside) entries.push({ concept: "entry-point", at: place.at(fn), what: verbatim(fn.qualname), why: say("outside"), detail: say("trades") });
  const roles = get(program).roles;
  const unreached = (fn: FunctionNode): { detail?: Text; aside?: true } => (reached.of(fn) !== "dead" ? {} : { detail: say("unreached"), ...(ASIDE.has(roles.get(place.moduleOf(fn).file) ?? "bot") ? { aside: true as const } : {}) });
  const { reducing } = get(tradePaths);
  for (const site of get(orderSites)) {
    const role = site.role !== "open" || !(closesByName(site.fn) || reducing.has(site)) ? site.role : isConditional(site.call) ? "protect" : "close";
    entries.push({ concept: `order-${role}`, at: site.at, what: verbatim(place.snippet(site.call, 60)), why: say("by", { by: site.by }), ...unreached(site.fn) });
  }
  for (const one of get(positionRequests)) {
    entries.push({ concept: "position-fetch", at: one.at, what: verbatim(place.snippet(one.call, 60)), why: say("by", { by: one.by }), ...unreached(one.fn) });
  }
  for (const root of get(tasks).roots) {
    if (root.at && !(root.kind === "callback" && runsInPlace(root.by))) entries.push({ concept: `task-${root.kind}`, at: place.at(root.at), what: verbatim(root.fn.qualname), why: say("started", { by: root.by || "?" }) });
  }
  for (const one of get(registries)) {
    entries.push({ concept: "registry", at: place.at(one.at), what: verbatim(one.label), why: say(one.kind, { count: one.users }), ...(one.pretended ? { detail: say("pretended") } : {}) });
  }
  for (const one of get(reconnectLoops).connections) {
    entries.push({ concept: "connection", at: one.at, what: verbatim(place.snippet(one.site.call, 60)), why: say(one.story ? "again" : "once"), ...unreached(functionAround(one.site.call)) });
  }
  for (const file of get(settings).files) {
    entries.push({ concept: "settings", at: { in: "code", file: file.path, line: 1 }, what: verbatim(file.path), why: file.why, detail: say(file.class), ...(file.class === "other" || file.class === "test" ? { aside: true } : {}) });
  }
  return { entries, paths: pathsOf(get(openWays), get(index), get(tasks), place), exits: exitsOf(get(exitTriggers), place), calls: get(callSummary) };
}
