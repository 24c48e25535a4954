import { describe, expect, test } from "vitest";
import { FramePlaces } from "../../../src/run/link/frames.ts";
import { beforeException, exceptionsIn, showsException } from "../../../src/run/link/tracebacks.ts";

const PLAIN = `sync failed
Traceback (most recent call last):
  File "/app/src/bot/sync.py", line 12, in run
    await self.compare()
  File "/app/src/bot/sync.py", line 30, in compare
    return float(row["avgPx"])
           ~~~~~^^^^^^^^^^^^^^
ValueError: could not convert string to float: ''`;

describe("tracebacks", () => {
  test("frames from the outside in, the exception and its message", () => {
    expect(exceptionsIn(PLAIN)).toEqual([{
      exception: "ValueError", message: "could not convert string to float: ''",
      frames: [{ file: "/app/src/bot/sync.py", line: 12, fn: "run" }, { file: "/app/src/bot/sync.py", line: 30, fn: "compare" }],
    }]);
    expect(beforeException(PLAIN)).toBe("sync failed");
    expect(showsException("sync failed")).toBe(false);
  });

  test("a chain: the last one printed is the one that got out", () => {
    const chain = `${PLAIN}\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "main.py", line 3, in <module>\n    run()\nbot.errors.SyncError: no answer\nsecond line of it`;
    expect(exceptionsIn(chain).map((one) => [one.exception, one.message, one.frames.length])).toEqual([["ValueError", "could not convert string to float: ''", 2], ["bot.errors.SyncError", "no answer\nsecond line of it", 1]]);
  });

  test("a group of exceptions", () => {
    const group = `  + Exception Group Traceback (most recent call last):
  |   File "main.py", line 9, in <module>
  |     asyncio.run(main())
  | ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "main.py", line 4, in feed
    |     x = {}["a"]
    |         ~~^^^^^
    | KeyError: 'a'
    +---------------- 2 ----------------
    | TypeError: bad
    +------------------------------------`;
    expect(exceptionsIn(group).map((one) => [one.exception, one.message, one.frames.length])).toEqual([["ExceptionGroup", "unhandled errors in a TaskGroup (2 sub-exceptions)", 1], ["KeyError", "'a'", 1], ["TypeError", "bad", 0]]);
  });

  test("loguru's boxes", () => {
    const box = `worker died
Traceback (most recent call last):

  File "/app/main.py", line 40, in <module>
    run()
    └ <function run at 0x7f>

> File "/app/main.py", line 31, in run
    size = 10 / price
                └ 0

ZeroDivisionError: division by zero`;
    expect(exceptionsIn(box)).toEqual([{ exception: "ZeroDivisionError", message: "division by zero", frames: [{ file: "/app/main.py", line: 40, fn: "<module>" }, { file: "/app/main.py", line: 31, fn: "run" }] }]);
  });

  test("a recursion, an exception without a message, one that was cut off", () => {
    expect(exceptionsIn('Traceback (most recent call last):\n  File "a.py", line 1, in f\n    f()\n  [Previous line repeated 990 more times]\nRecursionError')[0]).toMatchObject({ exception: "RecursionError", message: "" });
    expect(exceptionsIn('Traceback (most recent call last):\n  File "a.py", line 1, in f\n    f()')).toEqual([{ exception: "", message: "", frames: [{ file: "a.py", line: 1, fn: "f" }] }]);
  });

  test("Node prints the innermost frame first", () => {
    expect(exceptionsIn("TypeError: x is not a function\n    at inner (/app/src/a.ts:3:9)\n    at async outer (/app/src/b.ts:7:1)")).toEqual([{
      exception: "TypeError", message: "x is not a function", frames: [{ file: "/app/src/b.ts", line: 7, fn: "outer" }, { file: "/app/src/a.ts", line: 3, fn: "inner" }],
    }]);
  });

  test("nothing hangs on what was never a traceback", () => {
    const junk = `Traceback (most recent call last):\n${"  | ".repeat(20_000)}\n${'File "'.repeat(20_000)}`;
    const before = performance.now();
    exceptionsIn(junk);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

describe("frames and the audited source", () => {
  const places = new FramePlaces([
    { file: "src/bot/sync.py", functions: [{ name: "<module>", line: 1, endLine: 60 }, { name: "run", line: 10, endLine: 20 }, { name: "compare", line: 22, endLine: 40 }, { name: "<lambda>", line: 30, endLine: 30 }] },
    { file: "main.py", functions: [{ name: "<module>", line: 1, endLine: 9 }] },
    { file: "tools/main.py", functions: [{ name: "<module>", line: 1, endLine: 9 }] },
  ]);
  const codeOf = (file: string, line: number, fn: string): string | null => {
    const { code } = places.frameOf({ file, line, fn });
    return code && `${code.file}:${code.line}`;
  };
  test.each([
    ["/srv/app/src/bot/sync.py", 12, "run", "src/bot/sync.py:12"],
    ["C:\\Users\\me\\app\\src\\bot\\sync.py", 12, "run", "src/bot/sync.py:12"],
    ["bot/sync.py", 12, "run", "src/bot/sync.py:12"],
    ["/srv/app/src/bot/sync.py", 35, "<genexpr>", "src/bot/sync.py:35"],
    ["/srv/app/src/bot/sync.py", 30, "<lambda>", "src/bot/sync.py:30"],
    ["/srv/app/src/bot/sync.py", 50, "run", null],
    ["/srv/app/src/bot/sync.py", 500, "run", null],
    ["/srv/app/src/bot/sync.py", 12, "walk", null],
    ["/usr/lib/python3/dist-packages/src/bot/sync.py", 12, "run", null],
    ["/srv/other/sync.py", 12, "run", null],
    ["/srv/app/tools/main.py", 3, "<module>", "tools/main.py:3"],
    ["/srv/app/main.py", 3, "<module>", "main.py:3"],
  ])("%s:%d %s", (file, line, fn, expected) => expect(codeOf(file, line, fn)).toBe(expected));
});
