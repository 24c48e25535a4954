import { Anything, Numeric, type Form } from "./forms.ts";

/** Where the holes of the last match lie: start and end of each. */
export class Spans {
  at = new Int32Array(64);

  room(holes: number): void {
    if (holes * 2 > this.at.length) this.at = new Int32Array(holes * 4);
  }
}

/** Whether the text is one that the form prints; fills `spans`. Literals are looked for from the left, and once more from the right where a hole would hold what it cannot. */
export function fits(form: Form, text: string, spans: Spans): boolean {
  const { literals } = form;
  const holes = literals.length - 1;
  if (holes === 0) return form.open ? text.startsWith(literals[0]!) && endsAt(text, literals[0]!.length) : text === literals[0];
  const first = literals[0]!;
  if (!text.startsWith(first)) return false;
  const last = literals[holes]!;
  if (!form.open && !text.endsWith(last)) return false;
  const end = form.open ? openEnd(text, last) : text.length - last.length;
  if (end < first.length) return false;
  spans.room(holes);
  if (fromLeft(form, text, end, spans) && holds(form, text, spans)) return true;
  return holes > 1 && hasConstraint(form) && fromRight(form, text, end, spans) && holds(form, text, spans);
}

/** Behind the message only values follow. */
const endsAt = (text: string, at: number): boolean => at === text.length || text.charCodeAt(at) <= 32;

function openEnd(text: string, last: string): number {
  if (last === "") return text.length;
  const at = text.indexOf(last);
  return at < 0 ? -1 : text.endsWith(last) ? text.length - last.length : text.lastIndexOf(last);
}

function hasConstraint(form: Form): boolean {
  for (const kind of form.kinds) if (kind !== Anything) return true;
  return false;
}

function fromLeft(form: Form, text: string, end: number, spans: Spans): boolean {
  const { literals } = form;
  const holes = literals.length - 1;
  let from = literals[0]!.length;
  for (let i = 1; i < holes; i++) {
    const literal = literals[i]!;
    const at = text.indexOf(literal, from);
    if (at < 0 || at + literal.length > end) return false;
    spans.at[i * 2 - 2] = from;
    spans.at[i * 2 - 1] = at;
    from = at + literal.length;
  }
  if (from > end) return false;
  spans.at[holes * 2 - 2] = from;
  spans.at[holes * 2 - 1] = end;
  return true;
}

function fromRight(form: Form, text: string, end: number, spans: Spans): boolean {
  const { literals } = form;
  const start = literals[0]!.length;
  let to = end;
  for (let i = literals.length - 2; i >= 1; i--) {
    const literal = literals[i]!;
    const at = to - literal.length < start ? -1 : text.lastIndexOf(literal, to - literal.length);
    if (at < start) return false;
    spans.at[i * 2] = at + literal.length;
    spans.at[i * 2 + 1] = to;
    to = at;
  }
  spans.at[0] = start;
  spans.at[1] = to;
  return true;
}

/** Each hole holds what it may. */
function holds(form: Form, text: string, spans: Spans): boolean {
  const { kinds } = form;
  for (let i = 0; i < kinds.length; i++) {
    const kind = kinds[i]!;
    if (kind === Anything) continue;
    const [from, to] = [spans.at[i * 2]!, spans.at[i * 2 + 1]!];
    if (kind === Numeric ? !isNumber(text, from, to) : !isToken(text, from, to)) return false;
  }
  return true;
}

/** Digits with what formats put around them; nan, inf. */
function isNumber(text: string, from: number, to: number): boolean {
  if (to - from > 40) return false;
  let digits = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) digits++;
    else if (code === 46 || code === 44 || code === 43 || code === 45 || code === 32 || code === 37 || code === 95 || code === 101 || code === 69) continue;
    else return /^\s*[+-]?(nan|inf|0x[0-9a-f]+|[0-9a-f]+)\s*$/i.test(text.slice(from, to));
  }
  return digits > 0;
}

const MOST_TOKEN = 64;

function isToken(text: string, from: number, to: number): boolean {
  let [start, end] = [from, to];
  while (start < end && text.charCodeAt(start) === 32) start++;
  while (end > start && text.charCodeAt(end - 1) === 32) end--;
  if (end - start > MOST_TOKEN) return false;
  for (let i = start; i < end; i++) if (text.charCodeAt(i) <= 32) return false;
  return true;
}

