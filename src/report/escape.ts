/**
 * Names, comments and strings of the audited bot end up in reports: nothing of them may steer a terminal, turn the reading
 * direction, or become markup. Control characters are shown, not dropped: a hidden character is worth seeing.
 */

// C0, DEL, C1, zero-width and direction marks, line separators, byte order mark, tag characters, lone surrogates.
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

const visible = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
};

/** One line of plain text: white space is folded into single spaces, anything that a terminal would obey is spelled out. */
export const plain = (text: string): string => text.replace(/[\t\n\r\v\f]+/g, " ").replace(UNSAFE, visible);

/** A line of the bot's source: its indentation stays, tabs become four spaces. */
export const sourceLine = (text: string): string => text.replace(/\r$/, "").replace(/\t/g, "    ").replace(UNSAFE, visible);

// An underscore inside of a word is no emphasis: file names stay as they are.
const MARKUP = /[\\`*{}[\]<>|~&$@]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|:(?=\/\/)|(?<=\bwww)\./giu;
// "@" would notify people; "://" and "www." become links on some hosts.
const ENTITY: Readonly<Record<string, string>> = { "<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;", ":": "&#58;", ".": "&#46;" };

/** Markdown that reads as the text itself, also in a table's cell. Pairs of backticks stay code, as our own messages use them. */
export function markdownText(text: string): string {
  return plain(text).split(/(`[^`]+`)/).map((part, index) => (index % 2 === 1 ? codeSpan(part.slice(1, -1)) : escapeMarkup(part))).join("");
}

const escapeMarkup = (text: string): string =>
  text.replace(MARKUP, (character) => ENTITY[character] ?? `\\${character}`).replace(/^(\s*)(#|[+-](?=\s)|\d+(?=[.)]\s))/, "$1\\$2");

// A pipe would end the cell even inside of code; the escaped one is shown as a pipe there.
const codeSpan = (code: string): string => `\`${code.replace(/\\(?=\|)/g, "").replace(/\|/g, "\\|")}\``;

const ASCII: Readonly<Record<string, string>> = {
  "→": "->", "←": "<-", "—": "-", "–": "-", "…": "...", "·": "*", "“": '"', "”": '"', "«": '"', "»": '"', "’": "'", "×": "x", "≤": "<=", "≥": ">=", "≠": "!=", "±": "+-", "•": "*",
};

/** For terminals that are not UTF-8. Letters of other alphabets stay: without them nothing would be left to read. */
export const ascii = (text: string): string => text.replace(/[→←—–…·“”«»’×≤≥≠±•]/g, (character) => ASCII[character] ?? "?").replace(/[\p{Extended_Pictographic}\ufe0f]/gu, "?");

/** JSON leaves C1 controls and direction marks as they are; a terminal would obey them. Escapes mean the same to every reader. */
export const harmlessJson = (document: object): string =>
  `${JSON.stringify(document, null, 2).replace(/[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`;
