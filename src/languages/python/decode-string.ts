const escapes: Readonly<Record<string, string>> = {
  "\\": "\\", "'": "'", '"': '"', a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", "\n": "",
};

const escape = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{[^}\n]*\}|([0-7]{1,3})|([^]))/g;

export interface StringForm {
  readonly raw: boolean;
  readonly bytes: boolean;
  /** Inside an f-string `{{` stands for `{`. */
  readonly braces: boolean;
}

/**
 * The value of the literal text `[start, end)` between its quotes. Line ends become `\n` as Python reads them; unknown
 * escapes stay as they are, and so does `\N{NAME}`, because the names of characters are not at hand.
 */
export function decodeString(text: string, start: number, end: number, form: StringForm): string {
  let value = text.slice(start, Math.max(start, end));
  if (value.includes("\r")) value = value.replace(/\r\n?/g, "\n");
  if (form.braces && (value.includes("{") || value.includes("}"))) return decodeBraces(value, form);
  return form.raw || !value.includes("\\") ? value : decodeEscapes(value, form.bytes);
}

/** Braces first: an escape may yield a brace, and the braces of `\N{...}` are no doubled ones. */
function decodeBraces(value: string, form: StringForm): string {
  return value
    .split(/(\{\{|\}\})/)
    .map((piece) => (piece === "{{" ? "{" : piece === "}}" ? "}" : form.raw ? piece : decodeEscapes(piece, false)))
    .join("");
}

function decodeEscapes(value: string, bytes: boolean): string {
  return value.replace(escape, (whole: string, x?: string, u?: string, U?: string, octal?: string, other?: string) => {
    if (x !== undefined) return String.fromCharCode(parseInt(x, 16));
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
    if (other !== undefined) return escapes[other] ?? whole;
    if (bytes) return whole;
    if (u !== undefined) return String.fromCharCode(parseInt(u, 16));
    if (U === undefined) return whole;
    const point = parseInt(U, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
