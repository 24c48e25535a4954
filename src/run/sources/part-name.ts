/** What the name of a file says about it as a log: what it is packed with, which log it is a part of, and which part. */
export type Packing = "plain" | "gz" | "zst" | "zip";

export interface PartName {
  /** The name of the log without what rotation and packing add: parts of one log have it in common. */
  readonly log: string;
  readonly packing: Packing;
  /** Larger is older; 0 is the log that is still written. Of numbered parts (`.1`, `.2`). */
  readonly number: number;
  /** The date in the name, as digits that sort like time; "" for none. */
  readonly stamp: string;
}

const PACKED: Readonly<Record<string, Packing>> = { gz: "gz", gzip: "gz", zst: "zst", zstd: "zst", zip: "zip" };
/** 2026-11-23, 20261123, 2026-11-23_03-17-59_123456 (loguru), 2026-11-23T03. */
const STAMP = /[._-]?(\d{4}-\d\d-\d\d|\d{8})(?:[T_.-]?(\d\d[-_.]?\d\d(?:[-_.]?\d\d)?(?:[_.-]\d{3,9})?))?/;

export function partName(name: string): PartName {
  let rest = name;
  let packing: Packing = "plain";
  const extension = /\.([a-z]+)$/i.exec(rest)?.[1]?.toLowerCase() ?? "";
  if (PACKED[extension] !== undefined) {
    packing = PACKED[extension];
    rest = rest.slice(0, -extension.length - 1);
  }
  let number = 0;
  const numbered = /[.](\d{1,4})$/.exec(rest) ?? /[.-](\d{1,4})(?=\.(?:log|txt|jsonl?|out)$)/i.exec(rest);
  if (numbered && !STAMP.test(numbered[0])) {
    number = Number(numbered[1]);
    rest = rest.replace(numbered[0], "");
  }
  const stamp = STAMP.exec(rest);
  if (stamp) rest = rest.replace(stamp[0], "");
  return { log: rest, packing, number, stamp: stamp ? stamp[0].replace(/\D/g, "") : "" };
}

/** In the order of time: dated parts by date, undated ones are still written; of one date the higher number is older. */
export function compareParts(a: PartName, b: PartName): number {
  if (a.stamp !== b.stamp) {
    if (a.stamp === "" || b.stamp === "") return a.stamp === "" ? 1 : -1;
    return a.stamp < b.stamp ? -1 : 1;
  }
  return b.number - a.number;
}

const LOG_NAME = /\.(?:log|out|err|jsonl|ndjson)(?:[._-]|$)|(?:^|[._-])(?:log|logs|stdout|stderr|nohup|journal)(?:[._-]|$)/i;
const MAYBE_LOG = /\.(?:txt|json)(?:\.\d+)?$/i;
const NEVER_LOG = /^(?:readme|requirements|licen[cs]e|changelog|robots)\b|\.(?:pyc?|tsx?|m?js|c?sv|db|sqlite3?|png|jpe?g|html?|ya?ml|toml|ini|cfg|env|md|pid|lock|pkl|parquet|pdf|css|sh|sock|tmp|swp)$/i;

/** Whether such a file may hold lines without any prefix and still be a log. */
export const mayBeBare = (name: string): boolean => isLogName(name) === "yes" || /\.txt(?:\.\w+)?$/i.test(name);

/** Of a file in a directory that was named: yes, no, or look into it. */
export function isLogName(name: string): "yes" | "no" | "look" {
  const { packing } = partName(name);
  const plain = packing === "plain" ? name : name.replace(/\.\w+$/, "");
  if (LOG_NAME.test(plain)) return "yes";
  if (NEVER_LOG.test(plain) || plain.startsWith(".")) return "no";
  return packing !== "plain" || MAYBE_LOG.test(plain) || !plain.includes(".") || /\.\d+$/.test(plain) ? "look" : "no";
}
