import stringWidth from "string-width";

/** Breaks one line of plain text at spaces, and a word longer than the width after a `/`, `_`, `.` or, failing that, anywhere. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/ +/)) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (stringWidth(joined) <= width) { line = joined; continue; }
    if (line !== "") lines.push(line);
    const pieces = pieceByPiece(word, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? "";
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line];
}

function pieceByPiece(word: string, width: number): string[] {
  if (stringWidth(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = "";
  let size = 0;
  for (const character of word) {
    const step = stringWidth(character);
    if (size + step > width && piece !== "") {
      const joint = lastJoint(piece);
      pieces.push(piece.slice(0, joint));
      piece = piece.slice(joint);
      size = stringWidth(piece);
    }
    piece += character;
    size += step;
  }
  return [...pieces, piece];
}

/** Where to cut: behind the last joint of the second half, so that no line is nearly empty. */
function lastJoint(piece: string): number {
  for (let at = piece.length - 1; at > piece.length / 2; at -= 1) if ("/_.-:,)".includes(piece[at - 1] ?? "")) return at;
  return piece.length;
}
