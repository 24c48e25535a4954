import { keyReads } from "../../../facts/code/missing-keys.ts";
import { misreadAnswers, type MisreadAnswer } from "../../../facts/code/venue-values/misread-answers.ts";
import { unsentReads } from "../../../facts/code/venue-values/unsent-reads.ts";
import { VENUE_NAMES } from "../../../facts/code/venue-values/trail.ts";
import { places } from "../../../facts/code/places.ts";
import { tradingCode } from "../../../facts/code/trading-code.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { say } from "./messages.ts";

export const defaultHidesMissingKey = defineCheck({
  name: "casts/default-hides-missing-key",
  claim: "A quantity that is read with a default is written by whoever makes the dict.",
  impact: "position",
  about: "key-read",
  code: {
    requires: { keyReads, unsentReads, misreadAnswers, places, tradingCode },
    look({ keyReads, unsentReads, misreadAnswers, places, tradingCode }, see) {
      const told = new Set<unknown>();
      for (const one of misreadAnswers) {
        told.add(one.read);
        if (told.has(one.fn)) continue;
        told.add(one.fn);
        const opened = places.at(one.opened);
        const words = { code: places.snippet(one.test ?? one.read, 70), key: one.key, venue: VENUE_NAMES[one.text.value.venue]!, place: `${opened.file}:${opened.line}`, rows: one.rows ?? "" };
        const key = one.rows !== null && one.effect !== "fails" ? "above" : UNWRAPPED[one.effect];
        see.broken(places.subject("key-read", one.read), say(key, words), [{ at: places.at(one.read), note: say("hereUnwrapped", words) }, { at: opened, note: say("opened", { code: places.snippet(one.opened, 60) }) }], {
          fix: one.rows !== null ? say("fixAbove", words) : say("fixUnwrapped"), impact: passesForSuccess(one) || tradingCode.of(one.fn) === "other" ? "blind" : "position", group: `${places.at(one.read).file} envelope`,
        });
      }
      const answers = new Set<unknown>();
      for (const { read, fn, text, instead, trail } of unsentReads) {
        const neverTaken = text.value.venue === "ccxt" && read.kind === "call" && read.args[1]?.value === instead;
        told.add(read);
        if (answers.has(fn)) continue;
        answers.add(fn);
        const words = { code: places.snippet(read, 70), key: text.value.field, instead: places.snippet(instead, 40), venue: VENUE_NAMES[text.value.venue]! };
        const key = neverTaken ? (instead.kind === "string" ? "unsentWord" : "unsentNone") : instead.kind === "number" ? "unsentZero" : "unsent";
        see.broken(places.subject("key-read", read), say(key, words), [{ at: places.at(read), note: say("hereUnsent", words) }, ...trail], {
          fix: say("fixUnsent"), impact: "blind", group: `${places.at(read).file} answer`,
        });
      }
      for (const { read, key, producer, instead } of keyReads.noPositions) {
        told.add(read);
        const made = places.at(producer);
        const words = { code: places.snippet(read, 70), key, place: `${made.file}:${made.line}`, instead };
        see.broken(places.subject("key-read", read), say("noPositions", words), [{ at: places.at(read), note: say("here", words) }, { at: made, note: say("made", words) }], {
          fix: say("fix"), group: `${made.file} ${key}`, weight: 3,
        });
      }
      for (const { read, key, producer, instead } of keyReads.missing) {
        if (told.has(read)) continue;
        told.add(read);
        const made = places.at(producer);
        const keys = instead.map((one) => `"${one}"`).join(", ");
        const words = { code: places.snippet(read, 70), key, place: `${made.file}:${made.line}`, instead: keys };
        see.broken(places.subject("key-read", read), say("broken", words), [{ at: places.at(read), note: say("here", words) }, { at: made, note: say("made", words) }], {
          fix: say("fix"), group: `${made.file} ${key}`,
        });
      }
      for (const { read, producer } of keyReads.present) {
        if (told.has(read)) continue;
        told.add(read);
        see.holds(places.subject("key-read", read), say("holds", { code: places.snippet(read, 70) }), [{ at: places.at(read), note: say("holds", { code: places.snippet(read, 70) }) }, { at: places.at(producer), note: say("writes") }]);
      }
      if (told.size === 0) see.notApplicable(say("none"));
    },
  },
});

const UNWRAPPED = { fails: "unwrappedFails", test: "unwrappedTest", default: "unwrapped", never: "unwrappedNever" } as const;

/** `answer.get("retCode", 0)`: the error branches are dead, the rest goes on. */
const passesForSuccess = ({ effect, read }: MisreadAnswer): boolean => effect === "test" && read.kind === "call" && read.args[1] !== undefined;
