import type { CommanderError } from "commander";
import type { Language, Text } from "../../sdk/text.ts";
import { wantedLanguage } from "./language.ts";
import type { ExitCode } from "./exit-code.ts";
import { buildProgram } from "./program.ts";
import { toolVersion } from "./version.ts";

/**
 * The command line: arguments -> exit code. 0 go-live, 1 no-go, 2 bad input or usage with one clear line, 3 a bug of our own.
 * stdout carries the report only.
 */
export async function main(words: readonly string[]): Promise<ExitCode> {
  const language = wantedLanguage(words, process.env);
  // A reader that has seen enough (`| head`) is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => { if (error.code === "EPIPE") process.exit(process.exitCode ?? 0); else throw error; });
  let code: ExitCode = 0;
  const program = buildProgram(language, toolVersion(), (answer) => { code = answer; });
  if (words.length === 0) {
    process.stdout.write(program.helpInformation());
    return 0;
  }
  try {
    await program.parseAsync([...words], { from: "user" });
    return code;
  } catch (error) {
    if (isHelp(error)) return 0;
    return complain(error, language, words, program.commands.map((command) => command.name()));
  }
}

const isHelp = (error: unknown): boolean => isCommander(error) && error.exitCode === 0;
const isCommander = (error: unknown): error is CommanderError => error instanceof Error && "code" in error && String(error.code).startsWith("commander.");

async function complain(error: unknown, language: Language, words: readonly string[], commands: readonly string[]): Promise<ExitCode> {
  const told = isCommander(error) ? (await import("./usage-error.ts")).usageError(error, words, commands) : error;
  const line = inputLine(told, language);
  if (line === null) return reportBug(error);
  const { plain } = await import("../../report/escape.ts");
  process.stderr.write(`golive: ${plain(line)}\n`);
  return 2;
}

/** By its name, not its class: the bundle may hold the class in another chunk. */
function inputLine(error: unknown, language: Language): string | null {
  if (!(error instanceof Error) || error.name !== "InputError" || !("says" in error)) return null;
  const { says, file, remedy } = error as Error & { says: Text; file: string | null; remedy: Text | null };
  const about = file !== null && !says[language].includes(file) ? `${file}: ` : "";
  return `${about}${says[language].replace(/\.$/, "")}${remedy ? `. ${remedy[language].replace(/\.$/, "")}` : ""}`;
}

export function reportBug(error: unknown): ExitCode {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`golive: this is a bug of golive, not of your bot. Please report it with the lines below\n        (golive: это ошибка самого golive, а не вашего бота. Пожалуйста, пришлите строки ниже).\ngolive ${toolVersion()}, node ${process.version}, ${process.platform} ${process.arch}\n${what}\n`);
  return 3;
}
