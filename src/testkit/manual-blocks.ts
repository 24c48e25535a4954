/** A bot on a manual page: a block of code, with the settings files that stand before it. */
export interface ManualBot {
  /** Where its block of code starts on the page. */
  readonly line: number;
  readonly files: ReadonlyMap<string, string>;
}

const CODE: Readonly<Record<string, string>> = { python: "bot.py", py: "bot.py", typescript: "bot.ts", ts: "bot.ts" };
const NAMED = /^(?:#|\/\/)\s*file:\s*(\S+)\s*$/;
/** A log and its telemetry have no comments: there the line that names the file is left out. */
const RUN = /\.(log|jsonl)$/;

/**
 * Each fenced block of code is a bot of its own, called bot.py unless its first line is `# file: name.py`. A block of another
 * language counts only with such a line, and belongs to the next block of code.
 */
export function manualBots(page: string): ManualBot[] {
  const bots: ManualBot[] = [];
  let settings: [string, string][] = [];
  for (const { line, language, text } of fencedBlocks(page)) {
    const named = NAMED.exec(text.split("\n", 1)[0] ?? "")?.[1];
    const fallback = CODE[language];
    if (fallback) {
      bots.push({ line, files: new Map([...settings, [named ?? fallback, text]]) });
      settings = [];
    } else if (named) settings.push([named, RUN.test(named) ? text.slice(text.indexOf("\n") + 1) : text]);
  }
  return bots;
}

interface Block {
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

function fencedBlocks(page: string): Block[] {
  const blocks: Block[] = [];
  let open: { line: number; language: string; lines: string[] } | null = null;
  page.split("\n").forEach((line, index) => {
    const fence = /^```(\w*)\s*$/.exec(line);
    if (open && fence) {
      blocks.push({ line: open.line, language: open.language, text: `${open.lines.join("\n")}\n` });
      open = null;
    } else if (open) open.lines.push(line);
    else if (fence) open = { line: index + 1, language: (fence[1] ?? "").toLowerCase(), lines: [] };
  });
  return blocks;
}
