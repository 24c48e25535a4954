import { readFileSync, readlinkSync } from "node:fs";

/** What a terminal, a service manager or a person sends to a bot. */
const PASSED_ON = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"] as const satisfies readonly NodeJS.Signals[];

/**
 * From now on signals to this process are for the bot. It has a session of its own, so that what the terminal sends to the group
 * in its foreground reaches the supervisor only, and the bot once. Returns how to end that.
 */
export function passSignalsOn(send: (signal: NodeJS.Signals) => void): () => void {
  const ignoresHangup = isUnderNohup();
  const passed = PASSED_ON.filter((signal) => process.platform !== "win32" || signal === "SIGINT" || signal === "SIGTERM" || signal === "SIGHUP");
  const listeners = passed.map((signal) => [signal, () => { if (signal !== "SIGHUP" || !ignoresHangup) send(signal); }] as const);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => { for (const [signal, listener] of listeners) process.off(signal, listener); };
}

/**
 * Node forgets that nohup made it deaf to SIGHUP, and would pass it on to the bot. nohup leaves a mark: where the input was a
 * terminal, it is /dev/null opened for writing, which nobody else does.
 */
function isUnderNohup(): boolean {
  try {
    const flags = /^flags:\s*(\d+)$/m.exec(readFileSync("/proc/self/fdinfo/0", "latin1"))?.[1] ?? "0";
    return readlinkSync("/proc/self/fd/0") === "/dev/null" && (Number.parseInt(flags, 8) & 3) === 1;
  } catch {
    return false;
  }
}

/** To the bot and all that it started, as a terminal does it. A process that has gone needs no signal. */
export function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === "win32" ? leader : -leader, signal);
  } catch { /* gone */ }
}
