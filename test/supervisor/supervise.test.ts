import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isAlive, pythonBot, scratch, stop, until, watch } from "./watched.ts";

const onLinux = process.platform === "linux";

describe("the bot's output", () => {
  const BYTES = `
import sys, os
block = bytes(range(256)) * 1024
for i in range(12):
    sys.stdout.buffer.write(block); sys.stdout.buffer.flush()
    os.write(2, block[: 1000 + i])
os.write(1, "последняя строка без конца".encode())
`;

  test("is forwarded and kept byte for byte", async () => {
    const bot = watch(pythonBot(BYTES));
    await bot.outcome();
    const block = Buffer.from(Array.from({ length: 256 * 1024 }, (_, i) => i % 256));
    const out = Buffer.concat([...Array(12).fill(block), Buffer.from("последняя строка без конца")]);
    const err = Buffer.concat(Array.from({ length: 12 }, (_, i) => block.subarray(0, 1000 + i)));
    expect(bot.stdout().equals(out)).toBe(true);
    expect(bot.stderr().equals(err)).toBe(true);
    expect(readFileSync(join(bot.directory, "stdout.log")).equals(out)).toBe(true);
    expect(readFileSync(join(bot.directory, "stderr.log")).equals(err)).toBe(true);
  });

  test("appears line by line, as on a terminal, though it is a file", async () => {
    const bot = watch(pythonBot("import time\nprint('first')\ntime.sleep(600)\n"));
    await until("the first line is shown", () => bot.stdout().toString() === "first\n");
    bot.supervisor.kill("SIGTERM");
    expect((await bot.outcome()).exit.signal).toBe("SIGTERM");
  });

  test("does not stop the bot, nor the sampling, when nobody reads it any more", async () => {
    const bot = watch(pythonBot("import time\nfor i in range(20000):\n    print('x' * 200)\ntime.sleep(0.5)\nprint('end')\n"), {}, { stdio: ["ignore", "pipe", "pipe"] });
    bot.supervisor.stdout!.destroy();
    const { exit, told } = await bot.outcome();
    expect(exit).toEqual({ code: 0, signal: null });
    expect(told.join("\n")).toMatch(/^warning: the bot's output cannot be shown any more \(EPIPE\)/m);
    expect(bot.printed().length).toBe(20_000 * 201 + 4);
  });

  test("blocks nothing when its reader is stuck", async () => {
    // A pipe that is never read holds 64 KB; the bot prints 2 MB and ends all the same.
    const bot = watch(pythonBot("for i in range(10000):\n    print('x' * 200)\n"), {}, { stdio: ["ignore", "pipe", "pipe"] });
    await until("the telemetry tells the end", async () => existsSync(join(bot.directory, "telemetry.jsonl")) && readFileSync(join(bot.directory, "telemetry.jsonl"), "utf8").includes('"exit"'));
    expect((await bot.telemetry()).exit?.code).toBe(0);
    bot.supervisor.stdout!.resume();
    await bot.outcome();
  });
});

describe("the end of the bot", () => {
  test.each([
    ["raise SystemExit(0)", { code: 0, signal: null }], ["raise SystemExit(7)", { code: 7, signal: null }],
    ["import os, signal; os.kill(os.getpid(), signal.SIGKILL)", { code: null, signal: "SIGKILL" }],
    ["import os; os.abort()", { code: null, signal: "SIGABRT" }],
  ])("%s", async (source, exit) => {
    const bot = watch(pythonBot(source));
    expect((await bot.outcome()).exit).toEqual(exit);
    expect((await bot.telemetry()).exit).toMatchObject(exit);
  });

  test.each([
    [["no-such-command-anywhere"], /was not found/], [["/"], /may not be started \(EACCES\)/],
    [[join(import.meta.dirname, "watched.ts")], /may not be started \(EACCES\)/],
  ])("a command that cannot be started is refused: %j", async (command, line) => {
    const bot = watch(command);
    expect(await bot.outcome()).toMatchObject({ refused: "InputError", says: expect.stringMatching(line) });
  });

  test.runIf(onLinux)("tells which processes outlived it", async () => {
    const bot = watch(["/bin/sh", "-c", "sleep 600 & echo $!"]);
    const { left, told } = await bot.outcome();
    const survivor = Number(bot.printed());
    expect(left).toEqual([survivor]);
    expect(told.at(-1)).toBe(`warning: 1 process of the bot still runs: ${survivor} (kill ${survivor} stops it)`);
    stop(survivor);
  });
});

describe("signals", () => {
  const COUNTING = `
import signal, sys, time
def told(number, frame):
    print(signal.Signals(number).name, flush=True)
    if number == signal.SIGTERM:
        time.sleep(0.3)
        sys.exit(5)
for one in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"):
    signal.signal(getattr(signal, one), told)
print("ready", flush=True)
while True:
    time.sleep(0.05)
`;

  test.runIf(onLinux)("reach the bot, each once, and its own exit status is kept", async () => {
    const bot = watch(pythonBot(COUNTING));
    await until("the bot is ready", () => bot.printed().includes("ready"));
    const sent = ["SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGINT", "SIGTERM"] as const;
    for (const [i, signal] of sent.entries()) {
      bot.supervisor.kill(signal);
      await until(`${signal} has arrived`, () => bot.printed().trim().split("\n").length > i + 1);
    }
    expect((await bot.outcome()).exit).toEqual({ code: 5, signal: null });
    expect(bot.printed()).toBe(["ready", ...sent, ""].join("\n"));
  });

  test.runIf(onLinux)("reach what a start script started", async () => {
    const [command, file] = pythonBot(COUNTING);
    const bot = watch(["/bin/sh", "-c", `${command} ${file}; echo script ended`]);
    await until("the bot is ready", () => bot.printed().includes("ready"));
    bot.supervisor.kill("SIGTERM");
    await bot.outcome();
    expect(bot.printed()).toContain("SIGTERM");
  });

  /** A terminal of its own: typed text, then Ctrl-C. */
  const TERMINAL = `
import os, pty, sys, time
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
seen = b""
typed = 0
while True:
    try:
        piece = os.read(terminal, 65536)
    except OSError:
        break
    if not piece: break
    seen += piece
    if typed == 0 and b"name?" in seen:
        os.write(terminal, b"bob\\n"); typed = 1
    if typed == 1 and b"hello bob" in seen:
        os.write(terminal, b"\\x03"); typed = 2
os.waitpid(pid, 0)
sys.stdout.buffer.write(seen)
`;
  const ASKING = `
import signal, sys, time
interrupted = 0
def told(number, frame):
    global interrupted
    interrupted += 1
signal.signal(signal.SIGINT, told)
print("name?")
print("hello", sys.stdin.readline().strip())
while interrupted == 0:
    time.sleep(0.05)
time.sleep(0.5)
print("interrupted", interrupted)
`;

  test.runIf(onLinux)("Ctrl-C in a terminal reaches the bot once, and what is typed reaches it too", async () => {
    const directory = join(scratch(), "run");
    mkdirSync(directory);
    const [command, file] = pythonBot(TERMINAL);
    // One supervisor runs the terminal; the one inside of it is what is tested.
    const terminal = watch([command!, file!, process.execPath, join(import.meta.dirname, "watch.ts"), directory, "{}", ...pythonBot(ASKING)]);
    await terminal.outcome();
    expect(terminal.printed()).toContain("hello bob");
    expect(readFileSync(join(directory, "stdout.log"), "utf8")).toBe("name?\nhello bob\ninterrupted 1\n");
    expect(JSON.parse(readFileSync(`${directory}.json`, "utf8")).exit).toEqual({ code: 0, signal: null });
  });
});

describe("when the supervisor is killed", () => {
  test.runIf(onLinux)("the bot runs on, goes on writing, and what was kept is whole", async () => {
    const bot = watch(pythonBot("import os, time\nprint(os.getpid())\ni = 0\nwhile True:\n    i += 1\n    print('line', i)\n    time.sleep(0.02)\n"));
    await until("there are samples", async () => bot.stdout().length > 0 && (await bot.telemetry()).samples.length > 3);
    const pid = Number(bot.printed().split("\n")[0]);
    bot.supervisor.kill("SIGKILL");
    await until("the supervisor is gone", () => bot.supervisor.signalCode === "SIGKILL");
    const before = bot.printed().length;
    await until("the bot has written more", () => bot.printed().length > before + 200);
    expect(isAlive(pid)).toBe(true);
    const text = readFileSync(join(bot.directory, "telemetry.jsonl"), "utf8");
    expect(text.endsWith("}\n")).toBe(true);
    for (const line of text.trim().split("\n")) JSON.parse(line);
    expect((await bot.telemetry()).exit).toBe(null);
    const numbers = bot.printed().split("\n").slice(1, -1).map((line) => Number(line.split(" ")[1]));
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    stop(pid);
  });
});

test.runIf(onLinux)("when the supervisor crashes, it says how to stop the bot that runs on", async () => {
  const bot = watch(pythonBot("import time\nprint('up')\ntime.sleep(600)\n"), { crashAfter: 1500 });
  await until("the supervisor is gone", () => bot.supervisor.exitCode !== null);
  const pid = Number(/the bot runs on without it: process (\d+) \(kill \d+ stops it\)/.exec(bot.stderr().toString())?.[1]);
  expect(isAlive(pid)).toBe(true);
  stop(pid);
});

test.runIf(onLinux)("the memory of a client is not taken for that of the bot", async () => {
  const directory = scratch();
  writeFileSync(join(directory, "ssh"), "#!/bin/sh\necho far away\nsleep 0.5\n", { mode: 0o755 });
  const bot = watch([join(directory, "ssh"), "host", "python", "main.py"]);
  expect((await bot.outcome()).told.join("\n")).toMatch(/warning: ssh starts the bot in another process tree/);
  expect(await bot.telemetry()).toMatchObject({ samples: [], exit: { code: 0 } });
  const guarded = watch(["ssh", "host"], { guard: { limit: 1, grace: 1, killAfter: null } });
  expect(await guarded.outcome()).toMatchObject({ refused: "InputError", says: expect.stringContaining("--memory-limit cannot be kept") });
});

describe("telemetry", () => {
  const TREE = `
import os, socket, subprocess, sys, threading, time
server = socket.create_server(("127.0.0.1", 0))
port = server.getsockname()[1]
near = [socket.create_connection(("127.0.0.1", port)) for _ in range(3)]
far = [server.accept()[0] for _ in range(3)]
far[0].close()
for _ in range(4):
    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
subprocess.Popen(["/bin/sh", "-c", "sleep 600 & wait"])
subprocess.Popen(["/bin/sh", "-c", "sleep 600 & exit 0"]).wait()
parent = os.getpid()
if os.fork() == 0:
    # In a session of its own no signal to the bot's reaches it: it ends when the bot has.
    os.setsid()
    while os.getppid() == parent:
        time.sleep(0.1)
    os._exit(0)
held = bytearray(60_000_000)
open_files = [open("/dev/null") for _ in range(25)]
print("port", port)
print("loop_lag_ms=12.5")
time.sleep(600)
`;

  test.runIf(onLinux)("counts the whole tree: children of children, orphans, threads, files, sockets by state and peer", async () => {
    const bot = watch(pythonBot(TREE));
    await until("the tree is complete", () => bot.printed().includes("loop_lag_ms"));
    await until("it was sampled", async () => {
      const samples = (await bot.telemetry()).samples;
      const told = samples.findIndex(({ loopLag }) => loopLag !== null);
      // The orphan is found when all processes are looked at: at each tenth sample.
      return told >= 0 && samples.at(-1)!.processes === 5 && samples.slice(told + 1).some(({ sockets }) => sockets !== null);
    });
    const { samples } = await bot.telemetry();
    const last = samples.at(-1)!;
    // The bot, sh and its sleep, the orphaned sleep, the fork with a session of its own.
    expect(last.processes).toBe(5);
    expect(last.threads).toBe(9);
    expect(last.rss).toBeGreaterThan(60_000_000);
    expect(last.rss).toBeLessThan(400_000_000);
    expect(last.fds).toBeGreaterThan(35);
    expect(last.cpu).toBeGreaterThan(0);
    const sockets = samples.map((one) => one.sockets).findLast((one) => one !== null && one.established > 0)!;
    const port = bot.printed().split("\n")[0]!.split(" ")[1];
    // Of three pairs one was closed at its far end. Forked processes share them: each socket counts once.
    expect(sockets.established).toBe(4);
    expect(sockets.closeWait).toBe(1);
    expect(sockets.peers[`127.0.0.1:${port}`]).toBe(2);
    expect(sockets.other).toBeGreaterThanOrEqual(1);
    expect(samples.map(({ loopLag }) => loopLag)).toContain(12.5);
    expect(samples.every(({ cpu }, i) => i === 0 || cpu! >= samples[i - 1]!.cpu!)).toBe(true);
  });

  test("does not write down secrets of the command line", async () => {
    const bot = watch([process.execPath, "-e", "0", "--", "--api-secret", "s3cr3t", "--token=abc", "API_KEY=xyz", "--symbol", "BTC"]);
    await bot.outcome();
    expect((await bot.telemetry()).command.slice(3)).toEqual(["--", "--api-secret", "***", "--token=***", "API_KEY=***", "--symbol", "BTC"]);
  });
});

describe("the memory guard", () => {
  const HUNGRY = (handler: string): string => `
import signal, sys, time
${handler}
held = []
while True:
    held.append(bytearray(5_000_000))
    time.sleep(0.02)
    if len(held) > 40: held = held[:40]
`;
  const guard = { limit: 100_000_000, grace: 0.4, killAfter: null };

  test.runIf(onLinux)("asks the bot to stop, and tells that it did", async () => {
    const bot = watch(pythonBot(HUNGRY("def stop(*_):\n    print('closing positions')\n    time.sleep(0.2)\n    sys.exit(0)\nsignal.signal(signal.SIGTERM, stop)")), { guard: { ...guard, grace: 30 } });
    const { exit, told } = await bot.outcome();
    expect(exit).toEqual({ code: 0, signal: null });
    expect(bot.printed()).toBe("closing positions\n");
    const { guard: kept } = await bot.telemetry();
    expect(kept?.limit).toBe(100_000_000);
    expect(kept?.trippedAt).toBeGreaterThan(0);
    expect(kept?.stoppedAfter).toBeGreaterThan(0.1);
    expect(told.join("\n")).toMatch(/over the limit of 95 MB: SIGTERM was sent[^]*the bot shut down \d/);
  });

  test.runIf(onLinux)("tells that no handler was there", async () => {
    const bot = watch(pythonBot(HUNGRY("")), { guard });
    expect((await bot.outcome()).told.at(-1)).toMatch(/SIGTERM ended the bot at once/);
  });

  test.runIf(onLinux)("never kills, unless it was told to", async () => {
    const bot = watch(pythonBot(HUNGRY("signal.signal(signal.SIGTERM, signal.SIG_IGN)")), { guard: { ...guard, killAfter: 1.5 } });
    const { exit, told } = await bot.outcome();
    expect(exit.signal).toBe("SIGKILL");
    expect(told.join("\n")).toMatch(/1\.5 s after SIGTERM the bot still ran: it was killed/);
    expect((await bot.telemetry()).guard).toMatchObject({ stoppedAfter: null });
  });

  test.runIf(onLinux)("leaves a bot alone that stays below", async () => {
    const bot = watch(pythonBot("import time\ntime.sleep(0.5)\n"), { guard });
    await bot.outcome();
    expect((await bot.telemetry()).guard).toMatchObject({ limit: 100_000_000, trippedAt: null, stoppedAfter: null });
  });
});

test("a run directory that holds a run already is not written over", async () => {
  const directory = join(scratch(), "run");
  const first = watch(pythonBot("print(1)"), {}, { directory });
  await first.outcome();
  const second = watch(pythonBot("print(2)"), {}, { directory });
  expect(await second.outcome()).toMatchObject({ refused: "InputError" });
  expect(first.printed()).toBe("1\n");
});
