import type { MapPath, MapSummary } from "../../src/sdk/audit-result.ts";
import { verbatim } from "../../src/sdk/text.ts";
import { code } from "./sample-audit.ts";

const FILTERS = ["expected value", "gap", "circuit breaker", "correlation", "position limit", "loss limit"];
const KINDS = ["signal", "quotes or grid", "a person's command", "no signal recognised"];

/** `words` stands wherever a map has words of the bot. */
export function samplePath(n: number, words: string): MapPath {
  const kind = KINDS[n % 7 === 3 ? 1 : n % 11 === 5 ? 2 : n % 13 === 7 ? 3 : 0]!;
  const filters = kind === "signal" || kind === "no signal recognised" ? FILTERS.map((what, i) => ((n >> i) % 3 === 0 ? { what: verbatim(what), there: false } : { what: verbatim(what), there: true, at: code(`src/risk/${words}.py`, 10 + i), test: verbatim(`self.${words}_ok(signal)`) })) : [];
  return {
    kind: verbatim(kind), source: { what: verbatim(`${words}.decide_${n}`), at: code(`src/strategy/${words}.py`, 100 + n) },
    ...(n % 5 === 4 ? {} : { start: { what: verbatim(`${words}.main_${n % 17}`), at: code("main.py", 1 + (n % 17)), why: verbatim(`started by ${words}`) } }),
    steps: [{ what: verbatim(`${words}.decide_${n}: await self.open(signal)`), at: code("a.py", 3) }, { what: verbatim(words), at: code("b.py", 4) }],
    filters, sizing: n % 4 === 1 ? null : { what: verbatim(`${words}.size(${n % 12})`), at: code("src/size.py", 1 + (n % 12)) },
    order: { what: verbatim(`ccxt.${words}().create_order`), at: code(`src/exchange/rest_${n % 3}.py`, 154) },
  };
}

export const sampleMap = (paths: number, words = "name"): MapSummary => ({
  entries: [
    { concept: "entry-point", at: code("main.py", 1), what: verbatim(words), why: verbatim(words), detail: verbatim(words) },
    { concept: "order-protect", at: code("stops.py", 7), what: verbatim(`${words}.set_trading_stop()`), why: verbatim("calls it") },
    { concept: words, at: null, what: verbatim(words), why: verbatim(words) },
  ],
  paths: Array.from({ length: paths }, (_, n) => samplePath(n, words)),
  exits: [{
    what: verbatim(`${words}.close`), at: code("exits.py", 37), order: { what: verbatim("/api/v5/trade/order"), at: code("rest.py", 178) },
    triggers: [{ what: verbatim(`${words}.on_tick`), at: code("exits.py", 62), when: verbatim(`when ${words} is not None`) }, { what: verbatim(words), at: code("app.py", 182), when: null }],
  }],
  calls: { inProject: 8, resolved: 7, unresolvedReasons: [{ why: verbatim("made by getattr"), count: 1, examples: [code("b.py", 9)] }] },
});
