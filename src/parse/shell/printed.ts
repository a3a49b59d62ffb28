import { longestValue } from "../../text/limits.ts";

/**
 * What `printf` prints; undefined for a format that is not worked out here. `%q` is bash's.
 */
export function printed(format: string, values: readonly string[], bash: boolean): string | undefined {
  const pieces = format.match(/%[sdq%]|\\[nt\\]|[^%\\]+|[%\\]/g) ?? [];
  const taken = pieces.filter((piece) => /^%[sdq]$/.test(piece)).length;
  if (format.startsWith("-")) return undefined;
  const rest = [...values];
  let text = "";
  do {
    for (const piece of pieces) {
      const value = /^%[sdq]$/.test(piece) ? (rest.shift() ?? "") : "";
      const part = printedPiece(piece, value, bash);
      if (part === undefined) return undefined;
      text += part;
    }
  } while (taken > 0 && rest.length > 0 && text.length <= longestValue);
  return text;
}

function printedPiece(piece: string, value: string, bash: boolean): string | undefined {
  switch (piece) {
    case "%s":
      return value;
    case "%d":
      return /^(?:0|[1-9]\d{0,14})$/.test(value) ? value : undefined;
    case "%q":
      return bash ? quoted(value) : undefined;
    case "%%":
      return "%";
    case "\\n":
      return "\n";
    case "\\t":
      return "\t";
    case "\\\\":
      return "\\";
    case "%":
    case "\\":
      return undefined;
    default:
      return piece;
  }
}

/** A text as bash's `%q` writes it; undefined beyond printable ASCII, where the locale decides. */
function quoted(value: string): string | undefined {
  if (value === "") return "''";
  if (!/^[ -~]*$/.test(value)) return undefined;
  return value.replace(/[ '"\\|&;()<>!{}*[\]?^$`,]|^[#~]|(?<=[:=])~/g, "\\$&");
}
