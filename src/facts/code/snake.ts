const known = new Map<string, string>();

/** An identifier in snake case, as most are already. */
export function snake(identifier: string): string {
  let found = known.get(identifier);
  if (found === undefined) known.set(identifier, (found = identifier.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase()));
  return found;
}
