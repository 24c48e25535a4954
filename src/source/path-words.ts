/** What the words of a path say about a file. */

/** Words of a name in lower case: split at separators, digits and humps. */
export const wordsOf = (name: string): string[] => name.replace(/([a-z\d])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z]+/).filter((word) => word !== "");

const OLD = new Set(["old", "olds", "backup", "backups", "bak", "archive", "archived", "archives", "deprecated", "obsolete", "checkpoint", "checkpoints", "trash", "attic", "snapshot", "snapshots"]);

/** A directory for former versions: `old_bot_backup`, `archive`, `checkpoints`; `core 2` and `core copy` are what a file manager makes of a copied package, and no import gets there. */
export const isOldDirectory = (segment: string): boolean =>
  COPIED.test(segment) || (wordsOf(segment).some((word) => OLD.has(word)) && !/manager|service|restore/i.test(segment));

const COPIED = /^[a-z_]\w* (\d{1,2}|copy( \d{1,2})?)$/;

export const isOldPath = (path: string): boolean => path.split("/").some(isOldDirectory);

/** What people put behind a name to keep the former version beside the new one. */
const VERSIONED = /(?:[\s._-]+(?:old|backup|bak|copy|orig|original|prev|previous|deprecated|archive|archived|before|v\d+(?:[._]\d+)*|ver\d+|\d{6,8}(?:[_-]\d{4,6})?|\d{4}-\d{2}-\d{2})|\s*\(\d+\)|\s\d{1,2}|[\s_-]+copy[\s_-]*\d*|~)$/i;

/** `risk_old_2`, `risk (1)`, `risk_20250731_032116` -> `risk`; and whether anything was cut off. */
export function withoutVersion(stem: string): { readonly stem: string; readonly cut: boolean } {
  let name = stem;
  for (let round = 0; round < 4; round++) {
    const shorter = name.replace(VERSIONED, "");
    if (shorter === name || shorter === "") break;
    name = shorter;
  }
  return { stem: name, cut: name !== stem };
}
