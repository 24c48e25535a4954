import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";

/**
 * /proc as it is read here: a process may end between any two reads, and may belong to somebody else, so every read may come
 * back with nothing.
 */
export interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
  /** Clock ticks of the process and of its ended children. */
  readonly ticks: number;
  readonly threads: number;
  /** Clock ticks after the boot: with the pid, it tells a process from a later one of the same number. */
  readonly start: number;
  readonly pages: number;
}

/** The numbers of /proc/PID/stat after the name, which may hold spaces and brackets itself; see proc(5). */
export function parseStat(text: string): ProcessStat | null {
  const after = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const at = (field: number): number => Number(after[field - 3]);
  const stat = { pid: Number.parseInt(text, 10), parent: at(4), session: at(6), ticks: at(14) + at(15) + at(16) + at(17), threads: at(20), start: at(22), pages: at(24) };
  return Object.values(stat).every(Number.isFinite) ? stat : null;
}

export function readStat(pid: number): ProcessStat | null {
  const text = readText(`/proc/${pid}/stat`);
  return text === null ? null : parseStat(text);
}

export function readText(path: string): string | null {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return null;
  }
}

export function entriesOf(path: string): string[] | null {
  try {
    return readdirSync(path);
  } catch {
    return null;
  }
}

export function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

/** Open files of a process: Linux 6.2 and newer tell it as the size of the directory, older ones as zero. */
export function openFiles(pid: number): number | null {
  try {
    return statSync(`/proc/${pid}/fd`).size || (entriesOf(`/proc/${pid}/fd`)?.length ?? null);
  } catch {
    return null;
  }
}

/** Null where the kernel was built without these files. */
export function childrenOf({ pid, threads }: ProcessStat): number[] | null {
  const tasks = threads > 1 ? (entriesOf(`/proc/${pid}/task`) ?? []) : [String(pid)];
  const lists = tasks.map((task) => readText(`/proc/${pid}/task/${task}/children`));
  if (lists.length > 0 && lists.every((list) => list === null)) return null;
  return lists.flatMap((list) => (list ?? "").split(" ").filter((word) => word.trim() !== "").map(Number));
}

export const allProcesses = (): number[] => (entriesOf("/proc") ?? []).filter((name) => /^\d+$/.test(name)).map(Number);

export interface Machine {
  readonly pageBytes: number;
  readonly ticksPerSecond: number;
}

const PAGE_SIZE = 6n;
const CLOCK_TICKS = 17n;

/** From what the kernel hands to each program at its start; what nearly every machine has where it cannot be read. */
export function machine(): Machine {
  const found = new Map<bigint, number>();
  try {
    const vector = readFileSync("/proc/self/auxv");
    for (let at = 0; at + 16 <= vector.length; at += 16) found.set(vector.readBigUInt64LE(at), Number(vector.readBigUInt64LE(at + 8)));
  } catch { /* the usual values */ }
  return { pageBytes: found.get(PAGE_SIZE) || 4096, ticksPerSecond: found.get(CLOCK_TICKS) || 100 };
}
