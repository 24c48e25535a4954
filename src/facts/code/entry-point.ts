import type { FunctionNode, Module } from "../../ir/nodes.ts";
import type { Text } from "../../sdk/text.ts";
import type { Breakage } from "./broken-imports.ts";

/** Where a program of the bot starts. */
export interface EntryPoint {
  readonly module: Module;
  readonly why: Text;
  /** Started by what ships the bot, rather than by a script on the side. */
  readonly live: boolean;
  /** The function that is called once the module is loaded: `bot.cli:main`. */
  readonly calls?: FunctionNode;
  /** No file starts it: something outside of the repository loads the module and calls this, once for each order as far as is known. */
  readonly offered?: boolean;
  /** Python cannot start it as it ships. It is live all the same where no other program leads to the bot's orders. */
  readonly broken?: Breakage | undefined;
}
