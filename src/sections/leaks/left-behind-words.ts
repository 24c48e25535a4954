import type { SocketLevels, SocketSteps } from "../../facts/run/socket-steps.ts";
import type { Evidence } from "../../sdk/evidence.ts";
import { catalogue, type Text } from "../../sdk/text.ts";
import { logLine } from "../log-line.ts";

const say = catalogue({
  steps: {
    en: "Each of {count} reconnects left something open: {what, select, sockets {sockets} fds {open files} threads {threads} other {sockets that the peer has closed}} went from {from} to {to}, until the exchange or the system allows no more",
    ru: "После каждого из {count} переподключений что-то осталось открытым: {what, select, sockets {сокетов} fds {открытых файлов} threads {потоков} other {закрытых с той стороны сокетов}} было {from}, стало {to} — пока биржа или система не откажет",
  },
  before: { en: "{count} before the first reconnect", ru: "до первого переподключения: {count}" },
  after: { en: "{count} after the last", ru: "после последнего: {count}" },
});

export const stepsText = ({ what, from, to, reconnects }: SocketSteps): Text =>
  say("steps", { what: what === "half-closed" ? "other" : what, from: String(from), to: String(to), count: String(reconnects.length) });

/** The two samples by themselves. */
export const levelsEvidence = (levels: SocketLevels): [Evidence, ...Evidence[]] => {
  const at = (line: number): Evidence["at"] => ({ in: "run", file: levels.file, line });
  return [{ at: at(levels.last.line), note: say("after", { count: String(levels.to) }) }, { at: at(levels.first.line), note: say("before", { count: String(levels.from) }) }];
};

/** Samples first: they are where the count is read; then the lines of the reconnects. */
export function stepsEvidence(steps: SocketSteps): [Evidence, ...Evidence[]] {
  return [
    ...levelsEvidence(steps),
    ...steps.reconnects.slice(0, 5).map(logLine),
  ];
}
