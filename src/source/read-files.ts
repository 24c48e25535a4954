import { close, constants, fstat, open, read } from "node:fs";
import { join } from "node:path";
import { errorCode } from "./walk.ts";

export type Contents =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly why: "unreadable"; readonly error: string }
  | { readonly ok: false; readonly why: "special" }
  | { readonly ok: false; readonly why: "tooLarge"; readonly size: number };

/** Few enough for any limit on open files, enough to keep a slow disk busy. */
const AT_ONCE = 16;
/** Between the walk and now a path may have become a link or a pipe: neither is followed nor waited for. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The contents of each of `paths`, in their order. `largest`: size limit in bytes of each. */
export function readFiles(root: string, paths: readonly string[], largest: (path: string) => number): Promise<Contents[]> {
  const results: Contents[] = new Array(paths.length);
  return new Promise((resolve) => {
    let next = 0;
    let open = 0;
    const advance = (): void => {
      while (open < AT_ONCE && next < paths.length) {
        const index = next++;
        open++;
        readOne(join(root, paths[index]!), largest(paths[index]!), (contents) => {
          results[index] = contents;
          open--;
          advance();
        });
      }
      if (open === 0 && next >= paths.length) resolve(results);
    };
    advance();
  });
}

function readOne(path: string, largest: number, done: (contents: Contents) => void): void {
  open(path, FLAGS, (failed, fd) => {
    if (failed) return done({ ok: false, why: "unreadable", error: errorCode(failed) });
    const finish = (contents: Contents): void => close(fd, () => done(contents));
    fstat(fd, (error, stat) => {
      if (error) return finish({ ok: false, why: "unreadable", error: errorCode(error) });
      if (!stat.isFile()) return finish({ ok: false, why: "special" });
      if (stat.size > largest) return finish({ ok: false, why: "tooLarge", size: stat.size });
      fill(fd, Buffer.allocUnsafeSlow(stat.size), 0, finish);
    });
  });
}

/** A file that shrinks meanwhile ends early; what is added to it meanwhile is not read. */
function fill(fd: number, buffer: Buffer, from: number, finish: (contents: Contents) => void): void {
  if (from === buffer.length) return finish({ ok: true, bytes: buffer });
  read(fd, buffer, from, buffer.length - from, from, (error, count) => {
    if (error) return finish({ ok: false, why: "unreadable", error: errorCode(error) });
    if (count === 0) return finish({ ok: true, bytes: buffer.subarray(0, from) });
    fill(fd, buffer, from + count, finish);
  });
}
