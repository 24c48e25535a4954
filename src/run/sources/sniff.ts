import { decode } from "../../source/decode.ts";

export type Sniffed =
  | { readonly text: true; readonly encoding: string; /** Bytes of the byte order mark. */ readonly skip: number }
  | { readonly text: false; readonly kind: "binary" | "tar" | "telemetry" };

const SAMPLE = 64 * 1024;

/** Whether the start of a source is text, and how it is written. NUL bytes in runs are holes that a crash or a rotation left. */
export function sniff(head: Buffer): Sniffed {
  if (head.length > 262 && head.toString("latin1", 257, 262) === "ustar") return { text: false, kind: "tar" };
  if (head.subarray(0, 40).includes('"golive":"telemetry"')) return { text: false, kind: "telemetry" };
  const mark = markOf(head);
  if (mark) return { text: true, ...mark };
  const sample = wholeLines(head.subarray(0, SAMPLE));
  const dense = sample.includes(0) ? withoutHoles(sample) : sample;
  const decoded = decode(dense);
  if (!decoded.ok) return { text: false, kind: "binary" };
  if (decoded.encoding.startsWith("utf-16")) return { text: true, encoding: decoded.encoding, skip: 0 };
  return controlShare(dense) > 0.05 ? { text: false, kind: "binary" } : { text: true, encoding: decoded.encoding, skip: 0 };
}

function markOf(head: Buffer): { readonly encoding: string; readonly skip: number } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: "utf-8", skip: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16le", skip: 2 };
  return head[0] === 0xfe && head[1] === 0xff ? { encoding: "utf-16be", skip: 2 } : null;
}

/** A character that is cut at the sample's end is no invalid byte. */
function wholeLines(sample: Buffer): Buffer {
  const newline = sample.lastIndexOf(10);
  if (newline < 0) return sample.subarray(0, sample.length - (sample.length % 2));
  const even = newline + 1 + ((newline + 1) % 2);
  return sample.subarray(0, sample.includes(0) ? Math.min(even, sample.length) : newline + 1);
}

const HOLE = 16;

function withoutHoles(bytes: Buffer): Buffer {
  const kept: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const zero = bytes.indexOf(0, at);
    if (zero < 0) {
      kept.push(bytes.subarray(at));
      break;
    }
    let end = zero;
    while (bytes[end] === 0) end++;
    kept.push(bytes.subarray(at, end - zero >= HOLE ? zero : end));
    at = end;
  }
  return Buffer.concat(kept);
}

function controlShare(bytes: Buffer): number {
  let controls = 0;
  for (const byte of bytes) if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 27 && byte !== 8 && byte !== 12) controls++;
  return bytes.length === 0 ? 0 : controls / bytes.length;
}
