import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "./walk.ts";

export type Contents =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly why: "unreadable"; readonly error: string }
  | { readonly ok: false; readonly why: "special" }
  | { readonly ok: false; readonly why: "tooLarge"; readonly size: number };

/** Between the walk and now a path may have become a link or a pipe: neither is followed nor waited for. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * The contents of each of `paths`, in their order. `largest`: size limit in bytes of each. One after the other: for files that the
 * system has in memory, handing each to a thread costs five times as much as reading it.
 */
export const readFiles = (root: string, paths: readonly string[], largest: (path: string) => number): Contents[] =>
  paths.map((path) => readOne(join(root, path), largest(path)));

function readOne(path: string, largest: number): Contents {
  let fd: number | null = null;
  try {
    fd = openSync(path, FLAGS);
    const stat = fstatSync(fd);
    if (!stat.isFile()) return { ok: false, why: "special" };
    if (stat.size > largest) return { ok: false, why: "tooLarge", size: stat.size };
    return { ok: true, bytes: fill(fd, Buffer.allocUnsafeSlow(stat.size)) };
  } catch (error) {
    return { ok: false, why: "unreadable", error: errorCode(error) };
  } finally {
    if (fd !== null) closeSync(fd);
  }
}

/** A file that shrinks meanwhile ends early; what is added to it meanwhile is not read. */
function fill(fd: number, buffer: Buffer): Buffer {
  let length = 0;
  while (length < buffer.length) {
    const count = readSync(fd, buffer, length, buffer.length - length, length);
    if (count === 0) break;
    length += count;
  }
  return buffer.subarray(0, length);
}
