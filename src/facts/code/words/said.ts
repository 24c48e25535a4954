import type { ClassNode, Expr, Node } from "../../../ir/nodes.ts";

/** One thing that an expression may be: a text, a member of an Enum, or a container by the expression that made it. */
export type Atom =
  | { readonly kind: "text"; readonly text: string; readonly at: Node }
  | { readonly kind: "member"; readonly member: Member }
  | { readonly kind: "site"; readonly site: Expr };

export interface Member {
  readonly owner: ClassNode;
  readonly name: string;
  /** Its value, where that is a text. */
  readonly text: string | null;
  /** The class is a text as well (`class Side(str, Enum)`): it equals its value. */
  readonly isText: boolean;
  readonly at: Node;
}

/** What an expression may be. Null: anything. */
export interface Said {
  readonly atoms: ReadonlyMap<unknown, Atom>;
  /** None may come. */
  readonly none: boolean;
  /** Something that equals no text may come: a number, a truth value, an object. */
  readonly other: boolean;
  /** An annotation or a venue's documentation alone says so: nobody is held to it. */
  readonly declared: boolean;
  /** Anything else may come beside. */
  readonly open: boolean;
}

const NO_ATOMS: ReadonlyMap<unknown, Atom> = new Map();
const MOST = 40;

export const NOTHING: Said = { atoms: NO_ATOMS, none: false, other: false, declared: false, open: false };
export const NONE: Said = { ...NOTHING, none: true };
export const OTHER: Said = { ...NOTHING, other: true };

const keyOf = (atom: Atom): unknown => (atom.kind === "text" ? atom.text : atom.kind === "member" ? atom.member.at : atom.site);

export const only = (atom: Atom): Said => ({ ...NOTHING, atoms: new Map([[keyOf(atom), atom]]) });
export const text = (value: string, at: Node): Said => only({ kind: "text", text: value, at });

/** Null where nothing is known of any, or where there are too many to be words. */
export function union(all: Iterable<Said | null>): Said | null {
  const atoms = new Map<unknown, Atom>();
  let [none, other, declared, open, known] = [false, false, false, false, false];
  let parts = 0;
  for (const one of all) {
    parts++;
    open ||= one === null || one.open;
    if (!one) continue;
    known = true;
    for (const [key, atom] of one.atoms) if (!atoms.has(key)) atoms.set(key, atom);
    none ||= one.none;
    other ||= one.other;
    declared ||= one.declared;
    if (atoms.size > MOST) return null;
  }
  return known || parts === 0 ? { atoms, none, other, declared, open } : null;
}

/** Each atom turned into something else. */
export function mapped(said: Said | null, turn: (atom: Atom) => Said | null): Said | null {
  if (!said) return null;
  const made = union([...said.atoms.values()].map(turn));
  return made && { ...made, none: made.none || said.none, other: made.other || said.other, declared: made.declared || said.declared, open: made.open || said.open };
}

export const isSame = (a: Said | null, b: Said | null): boolean =>
  a === b || (a !== null && b !== null && a.atoms.size === b.atoms.size && a.none === b.none && a.other === b.other && a.open === b.open);

/** Nothing else can come. */
export const isClosed = (said: Said | null): said is Said => said !== null && !said.open;

/** What is not known of the writers the annotation may say. */
export const orDeclared = (said: Said | null, declared: () => Said | null): Said | null => (isClosed(said) ? said : declared() ?? said);

/** The texts that it equals. */
export function textsOf(said: Said): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const atom of said.atoms.values()) {
    if (atom.kind === "text") found.set(atom.text, atom.at);
    else if (atom.kind === "member" && atom.member.isText && atom.member.text !== null) found.set(atom.member.text, atom.member.at);
  }
  return found;
}
