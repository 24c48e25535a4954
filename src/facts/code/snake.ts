/** An identifier in snake case, as most are already. */
export const snake = (identifier: string): string => (/[A-Z]/.test(identifier) ? identifier.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase() : identifier);
