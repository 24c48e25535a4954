import { spawn, type ChildProcess } from "node:child_process";
import { InputError } from "../sdk/input-error.ts";
import { says } from "./messages.ts";

export interface StartedCommand {
  readonly child: ChildProcess;
  readonly pid: number;
}

/**
 * Starts the bot in a session of its own, with this terminal as its input and two open files as its output. Python prints into
 * a file in blocks of 8 KB; PYTHONUNBUFFERED makes it print lines at once, as on a terminal, unless the user said otherwise.
 * @throws {InputError} it cannot be started.
 */
export async function startCommand([program = "", ...words]: readonly string[], stdout: number, stderr: number): Promise<StartedCommand> {
  try {
    const child = spawn(program, words, { stdio: ["inherit", stdout, stderr], detached: true, windowsHide: true, env: { PYTHONUNBUFFERED: "1", ...process.env } });
    await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject));
    return { child, pid: child.pid! };
  } catch (error) {
    throw startError(program, error as NodeJS.ErrnoException);
  }
}

function startError(command: string, { code = "?" }: NodeJS.ErrnoException): InputError {
  if (code === "ENOENT") return new InputError(says("notFound", { command }));
  return new InputError(says(code === "EACCES" || code === "ENOEXEC" ? "notAllowed" : "notStarted", { command, code }));
}
