import type { CommanderError } from "commander";
import { InputError } from "../../sdk/input-error.ts";
import { complaints } from "./complaints.ts";

/** What commander refused -> one clear line. */
export function usageError(error: CommanderError, words: readonly string[], commands: readonly string[]): InputError {
  const first = words.find((word) => !word.startsWith("-")) ?? "";
  const command = commands.includes(first) ? `${first} ` : "";
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  switch (error.code) {
    case "commander.unknownOption": return new InputError(complaints("unknownOption", { option: quoted, command }));
    case "commander.unknownCommand": return new InputError(complaints("unknownCommand", { command: first, known: commands.join(", ") }));
    case "commander.excessArguments": return new InputError(complaints(command === "" ? "unknownCommand" : "tooMany", { command: command || first, known: commands.join(", ") }));
    case "commander.missingArgument": return new InputError(complaints(command === "run " ? "noCommand" : "missingArgument"));
    case "commander.optionMissingArgument": return new InputError(complaints("missingValue", { option: quoted, command }));
    default: return new InputError(complaints("usage", { detail: error.message.replace(/^error: /, "").replace(/\.$/, ""), command }));
  }
}
