import type { RunEvent } from "../../run/event.ts";

/** A pause before an attempt, as the log tells it. */
export interface LoggedWait {
  readonly event: RunEvent;
  readonly attempt: number | null;
  /** Seconds that the line states. */
  readonly stated: number | null;
  /** Seconds to the connection or the next pause: the attempt itself takes part of them, so the pause was no longer. Null: none followed. */
  readonly measured: number | null;
  /** Seconds since the stream's line before; null: it is the first. */
  readonly since: number | null;
}

/** From the loss of a connection to the next one. */
export interface Outage {
  /** The line that told of the loss; null where the first line is already a pause. */
  readonly down: RunEvent | null;
  readonly waits: readonly LoggedWait[];
  readonly up: RunEvent | null;
  readonly gaveUp: RunEvent | null;
  /** The stream's last line in it. */
  readonly last: RunEvent;
  /** Seconds that the connection before had held; null where the log does not show it. */
  readonly heldBefore: number | null;
}

export interface StreamStory {
  readonly outages: readonly Outage[];
  /** Lines of several streams that nothing tells apart: gaps between them say nothing. */
  readonly mixed: boolean;
  /** The log has shown that a connection stood. */
  readonly everUp: boolean;
}

type Open = { down: RunEvent | null; waits: { event: RunEvent; attempt: number | null; stated: number | null; measured: number | null; since: number | null }[]; last: RunEvent; heldBefore: number | null };

/** Seconds within which two lines tell of the same connection: "connected", "subscribed". */
const TOLD_TWICE = 3;

/** Pure: the connecting lines of one stream, in the order of time → its outages. Lines without a time are left out. A new start of the bot begins anew. */
export function storyOf(events: readonly RunEvent[]): StreamStory {
  const outages: Outage[] = [];
  let open: Open | null = null;
  let up: RunEvent | null = null;
  let [mixed, everUp] = [false, false];
  let previous: number | null = null;
  const close = (by: { up?: RunEvent; gaveUp?: RunEvent }): void => {
    if (open) outages.push({ ...open, up: by.up ?? null, gaveUp: by.gaveUp ?? null, last: by.up ?? by.gaveUp ?? open.last });
    open = null;
  };
  for (const event of events) {
    const time = event.time;
    if (time === null) continue;
    const before = (open as Open | null)?.waits.at(-1);
    // The loss itself is often told by another line behind the pause's, so it ends no pause.
    const again = event.kind === "reconnect-wait" && before !== undefined && isTwice(before, event);
    if (before && before.measured === null && !again && (event.kind === "connected" || event.kind === "reconnect-wait")) before.measured = (time - before.event.time!) / 1000;
    switch (event.kind) {
      case "started":
        close({});
        up = null;
        break;
      case "connected":
        if (!open && up && !(event.pattern !== up.pattern && time - up.time! <= TOLD_TWICE * 1000)) mixed = true;
        if (open || !up) up = event;
        close({ up: event });
        everUp = true;
        break;
      case "gave-up":
        close({ gaveUp: event });
        up = null;
        break;
      case "disconnected":
      case "reconnect-wait": {
        const now: Open = open ?? { down: event.kind === "disconnected" ? event : null, waits: [], last: event, heldBefore: up ? (time - up.time!) / 1000 : null };
        if (again) before.stated ??= secondsOf(event);
        else if (event.kind === "reconnect-wait") now.waits.push({ event, attempt: whole(event.fields.attempt), stated: secondsOf(event), measured: null, since: previous === null ? null : (time - previous) / 1000 });
        now.last = event;
        open = now;
        up = null;
        break;
      }
      default:
    }
    previous = event.kind === "started" ? null : time;
  }
  close({});
  return { outages, mixed: mixed || outages.some((one) => interleaved(one.waits)), everUp };
}

/** Two logging calls tell of one pause. */
function isTwice(before: LoggedWait, event: RunEvent): boolean {
  const stated = secondsOf(event);
  const alike = stated === null || before.stated === null || stated === before.stated;
  return alike && event.pattern !== before.event.pattern && event.time! - before.event.time! < 500;
}

/** 1, 1, 2, 2, 3, 3: two streams that count alike. 1, 1, 1 is one whose counter stands. */
function interleaved(waits: readonly LoggedWait[]): boolean {
  const counts = waits.map((one) => one.attempt);
  const repeats = counts.filter((one, i) => i > 0 && one !== null && one === counts[i - 1]).length;
  const grows = counts.some((one, i) => i > 0 && one !== null && counts[i - 1] !== null && one > counts[i - 1]!);
  const falls = counts.some((one, i) => i > 0 && one !== null && counts[i - 1] !== null && one < counts[i - 1]!);
  return grows && (repeats > 0 || falls);
}

function whole(text: string | undefined): number | null {
  const found = /^\s*(\d{1,9})(?!\.\d)/.exec(text ?? "");
  return found ? Number(found[1]) : null;
}

const UNITS: readonly (readonly [RegExp, number])[] = [[/^\s*(?:ms|msec|millis\w*|мс)(?![\p{L}])/iu, 0.001], [/^\s*(?:m|min|mins|minutes?|мин\p{L}*)(?![\p{L}])/iu, 60], [/^\s*(?:h|hours?|час\p{L}*)(?![\p{L}])/iu, 3600]];

/** The delay that a line states, in seconds unless it says another unit. */
export function secondsOf({ fields, text }: RunEvent): number | null {
  const { delay } = fields;
  const found = /^\s*(\d+(?:[.,]\d+)?)(.*)$/s.exec(delay ?? "");
  if (!found) return null;
  const number = Number(found[1]!.replace(",", "."));
  if (!Number.isFinite(number)) return null;
  const behind = found[2]!.trim() !== "" ? found[2]! : after(text, found[1]!);
  return number * (UNITS.find(([unit]) => unit.test(behind))?.[1] ?? (/delay_ms|_ms\b/i.test(text) ? 0.001 : 1));
}

function after(text: string, number: string): string {
  const at = text.lastIndexOf(number);
  return at < 0 ? "" : text.slice(at + number.length, at + number.length + 12);
}
