import type { ClassNode, Expr } from "../../../ir/nodes.ts";
import { calledName } from "../../../ir/names.ts";
import type { Inference } from "../inference/context.ts";
import { only, union, type Member, type Said } from "./said.ts";

const ENUM = /(^|\.)(Str|Int)?(Enum|Flag)$/;
const TEXT = /(^|\.)(str|StrEnum)$/;
/** Whoever writes these decides by himself what a member equals or how it reads. */
const OWN_MIND = ["__eq__", "__str__", "__format__", "__new__", "__init__", "value", "name", "_generate_next_value_"];

export const isEnum = (on: Inference, owner: ClassNode): boolean => on.hierarchy.libraryBases(owner).some((one) => ENUM.test(one));

/** The members of an Enum by name; null: it is none, or an unusual one. */
export function membersOf(on: Inference, owner: ClassNode): ReadonlyMap<string, Member> | null {
  if (!isEnum(on, owner) || OWN_MIND.some((name) => on.hierarchy.member(owner, name) !== null)) return null;
  const bases = on.hierarchy.libraryBases(owner);
  const isText = bases.some((one) => TEXT.test(one));
  const found = new Map<string, Member>();
  for (const each of on.hierarchy.ancestors(owner)) {
    for (const statement of each.body) {
      const [target] = statement.kind === "assign" ? statement.targets : [];
      if (statement.kind !== "assign" || target?.kind !== "name" || target.id.startsWith("_")) continue;
      const given = valueOf(statement.value, target.id, bases);
      if (given === undefined) return null;
      found.set(target.id, { owner, name: target.id, text: given, isText, at: statement });
    }
  }
  return found.size > 0 ? found : null;
}

/** The text of a member, null for one without; undefined: nobody knows. */
function valueOf(value: Expr, name: string, bases: readonly string[]): string | null | undefined {
  if (value.kind === "string") return value.value;
  if (value.kind === "call" && calledName(value) === "auto") return bases.some((one) => /(^|\.)StrEnum$/.test(one)) ? name.toLowerCase() : null;
  return value.kind === "number" || value.kind === "boolean" || value.kind === "unary" || value.kind === "tuple" ? null : undefined;
}

export const memberSaid = (member: Member): Said => only({ kind: "member", member });

export function allMembers(on: Inference, owner: ClassNode): Said | null {
  const members = membersOf(on, owner);
  return members && union([...members.values()].map(memberSaid));
}
