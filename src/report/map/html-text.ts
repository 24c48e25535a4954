import { plain } from "../escape.ts";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text of the bot as text of an HTML or SVG element or of a quoted attribute: hidden characters are spelled out as well. */
export const htmlText = (text: string): string => plain(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);
