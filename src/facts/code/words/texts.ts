import type { Call, Node } from "../../../ir/nodes.ts";
import { isClosed, mapped, only, OTHER, text, union, type Atom, type Said } from "./said.ts";

/** What methods of texts make of them. */
const METHODS: Readonly<Record<string, (value: string) => string>> = {
  upper: (value) => value.toUpperCase(),
  lower: (value) => value.toLowerCase(),
  casefold: (value) => value.toLowerCase(),
  strip: (value) => value.trim(),
  lstrip: (value) => value.trimStart(),
  rstrip: (value) => value.trimEnd(),
  capitalize: (value) => value.slice(0, 1).toUpperCase() + value.slice(1).toLowerCase(),
  title: (value) => value.toLowerCase().replace(/[a-z]+/g, (word) => word.slice(0, 1).toUpperCase() + word.slice(1)),
};

/** `said.upper()`; undefined: no method of texts that is known. */
export function methodOn(said: () => Said | null, call: Call, name: string): Said | null | undefined {
  const plain = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (plain) return call.args.length > 0 ? null : texts(said(), plain);
  if (name !== "replace") return undefined;
  const [from, to] = call.args.map((one) => (one.name === null && one.value.kind === "string" ? one.value.value : null));
  return typeof from === "string" && typeof to === "string" && from !== "" && call.args.length === 2 ? texts(said(), (value) => value.replaceAll(from, to)) : null;
}

const texts = (said: Said | null, turn: (value: string) => string): Said | null => dropping(mapped(said, (atom) => {
  const value = textOf(atom);
  return value === null ? null : text(turn(value), atom.kind === "text" ? atom.at : atom.kind === "member" ? atom.member.at : atom.site);
}));

/** A method on None or a number raises: nothing comes of it. */
const dropping = (said: Said | null): Said | null => said && { ...said, none: false, other: false };

function textOf(atom: Atom): string | null {
  if (atom.kind === "text") return atom.text;
  return atom.kind === "member" && atom.member.isText ? atom.member.text : null;
}

/** `str(x)`: a member of an Enum is told with its class. */
export function asText(said: Said | null, at: Node): Said | null {
  if (!said || said.other) return null;
  const made = mapped({ ...said, none: false }, (atom) => (atom.kind === "text" ? only(atom) : atom.kind === "member" ? told(atom.member) : null));
  return said.none ? union([made, text("None", at)]) : made;
}

const told = (member: (Atom & { kind: "member" })["member"]): Said | null => (member.isText ? null : text(`${member.owner.name}.${member.name}`, member.at));

/** `member.value` and `member.name`. */
export function ofMember(atom: Atom, field: "value" | "name"): Said | null {
  if (atom.kind !== "member") return null;
  if (field === "name") return text(atom.member.name, atom.member.at);
  return atom.member.text === null ? OTHER : text(atom.member.text, atom.member.at);
}

/** Each of the left behind each of the right. */
export function joined(parts: readonly (Said | null)[], at: Node): Said | null {
  let all = [""];
  for (const part of parts) {
    if (!isClosed(part) || part.none || part.other) return null;
    const words = [...part.atoms.values()].map((one) => (one.kind === "text" ? one.text : null));
    if (words.includes(null) || all.length * words.length > 24) return null;
    all = all.flatMap((one) => words.map((word) => one + word!));
  }
  return all.length === 0 ? null : { atoms: new Map(all.map((one) => [one, { kind: "text", text: one, at }])), none: false, other: false, open: false, declared: parts.some((one) => one?.declared === true) };
}
