import type { Audit } from "../sdk/audit-result.ts";
import type { RunTraceback } from "../sdk/run-summary.ts";
import type { Text } from "../sdk/text.ts";
import { inBoth } from "../sdk/text.ts";
import { placeOf } from "./places.ts";
import { runWords } from "./run-words.ts";

export const withoutStop = (sentence: string): string => sentence.replace(/\.$/, "");

type Short = (file: string) => string;

/** `KeyError: 'BTC' at positions.py:75 (3 times), first in bot.log:120` */
export function tracebackText({ exception, message, count, at, code }: RunTraceback, short: Short): Text {
  const what = message === "" ? exception : `${exception}: ${message}`;
  const log = placeOf(at, short);
  return inBoth((language) => {
    const said = (code ? runWords("traceback", { exception: what, place: placeOf(code, short), log }) : runWords("tracebackFirst", { exception: what, log }))[language];
    return count === 1 ? said : `${said} ${runWords("times", { count })[language]}`;
  });
}

/** What the run did not show, by section; the same words of several sections once. */
export function notExercisedTexts({ verdicts }: Audit): Text[] {
  const sections = new Map<string, { text: Text; numbers: Set<number> }>();
  for (const { number, notExercised } of verdicts) for (const text of notExercised) {
    const known = sections.get(text.en) ?? { text, numbers: new Set<number>() };
    sections.set(text.en, known);
    known.numbers.add(number);
  }
  return [...sections.values()].map(({ text, numbers }) => inBoth((language) => `${[...numbers].map((number) => `#${number}`).join(", ")}: ${withoutStop(text[language])}`));
}

/** Findings that the run showed and the analysis of the code should have foretold: our bug as well as theirs. */
export function gapTexts({ verdicts }: Audit, short: Short): Text[] {
  return verdicts.flatMap(({ findings }) => findings).filter((one) => one.analysisGap).map(({ at, message, check, fingerprint }) =>
    inBoth((language) => runWords("gap", { place: placeOf(at, short), message: withoutStop(message[language]), check, name: fingerprint })[language]));
}
