const note = "**This summary is cut: it is too long for GitHub. See the log of the step for the rest.**\n";
const folded = "\n</details>\n";

/**
 * Markdown cut to a number of bytes, at the end of a line, with what is open there closed, and with a note that says
 * so.
 */
export function cut(markdown: string, limit: number): string {
  if (Buffer.byteLength(markdown) <= limit) return markdown;
  const lines: string[] = [];
  let used = 0;
  let fence = "";
  let folding = false;
  for (const line of markdown.split("\n")) {
    const opened = fenceAfter(fence, line);
    const open: boolean = folding || (fence === "" && line.startsWith("<details>"));
    used += Buffer.byteLength(line) + 1;
    if (used + Buffer.byteLength(ending(opened, open)) > limit) break;
    lines.push(line);
    fence = opened;
    folding = open && (fence !== "" || line !== "</details>");
  }
  const kept = lines.map((line) => `${line}\n`).join("") + ending(fence, folding);
  return Buffer.byteLength(kept) <= limit ? kept : "";
}

/** What closes a fence and a folded part, and the note. */
function ending(fence: string, folding: boolean): string {
  return `${fence === "" ? "" : `${fence}\n`}${folding ? folded : ""}\n${note}`;
}

/** The fence that is open after a line; empty for none. */
function fenceAfter(fence: string, line: string): string {
  if (fence === "") return /^(`{3,})\w*$/.exec(line)?.[1] ?? "";
  return line === fence ? "" : fence;
}
