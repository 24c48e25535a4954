/** What files of these roles do, the running bot does not: no defect of theirs costs money. */
export const UNTRADED_ROLES: ReadonlySet<string> = new Set(["test", "example", "docs", "research", "migration", "vendored", "backup", "generated"]);
