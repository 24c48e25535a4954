import type { LogEvent } from "../../../knowledge/log-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { projectConfig } from "../../roots.ts";
import { index } from "../module-index.ts";
import type { LogCall } from "./log-calls.ts";
import { tagged, wordingOf, type Wording } from "./event-texts.ts";

/** tag: its mandatory tag, or what golive.yaml says stands for it. words: the event, told otherwise. none: something else. */
export interface EventNames {
  of(event: LogEvent, record: LogCall): Wording;
  /** Cheaper than `of`, for many records. */
  tagged(event: LogEvent, record: LogCall): boolean;
  /** The best wording among records of all kinds but counters. */
  best(event: LogEvent, records: readonly LogCall[]): Wording;
}

/** The names of the events in golive.yaml: `concepts: {signal-skip: ["Entry blocked", bot.entries.reject]}`. */
export const EVENT_CONCEPTS: Readonly<Record<LogEvent, string>> = {
  skip: "signal-skip", exit: "exit-hit", fill: "fill-log", trail: "trail-update", reload: "trail-reload", drift: "drift-log",
};

const RANK: Readonly<Record<Wording, number>> = { tag: 2, words: 1, none: 0 };

export const eventNames = codeFact({
  name: "event-names",
  doc: "By which name a log line reports a mandatory event: its tag, a binding of golive.yaml, other words.",
  requires: { projectConfig, index },
  derive({ projectConfig, index }): EventNames {
    const known = new Map<LogEvent, Map<LogCall, Wording>>();
    const isTagged = (event: LogEvent, record: LogCall): boolean => {
      const bound = projectConfig.concepts[EVENT_CONCEPTS[event]] ?? [];
      if (bound.some((one) => one !== "" && record.text.includes(one))) return true;
      if (bound.length > 0) {
        const whole = `.${index.moduleOf(record.fn).file.replace(/\.[a-z]+$/, "").replace(/\/__init__$/, "").replaceAll("/", ".")}.${record.fn.qualname}`;
        if (bound.some((one) => whole.endsWith(`.${one}`))) return true;
      }
      return tagged(event, record.text);
    };
    const find = (event: LogEvent, record: LogCall): Wording => (isTagged(event, record) ? "tag" : wordingOf(event, record.text));
    const of = (event: LogEvent, record: LogCall): Wording => {
      let own = known.get(event);
      if (!own) known.set(event, (own = new Map()));
      let found = own.get(record);
      if (found === undefined) own.set(record, (found = find(event, record)));
      return found;
    };
    return {
      of,
      tagged: isTagged,
      best(event, records) {
        let best: Wording = "none";
        for (const one of records) {
          const found = one.kind === "counter" ? "none" : of(event, one);
          if (RANK[found] > RANK[best]) best = found;
        }
        return best;
      },
    };
  },
});
