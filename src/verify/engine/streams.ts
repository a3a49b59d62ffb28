/**
 * Output of a container without a terminal: frames of eight bytes of head, the last four of which are the length, and
 * content.
 */
export function demultiplex(frames: Buffer): string {
  const contents: Buffer[] = [];
  for (let at = 0; at + 8 <= frames.length;) {
    // A container with a terminal has no frames.
    if (frames.readUInt8(at) > 2 || frames.readUIntBE(at + 1, 3) !== 0) return frames.toString("utf8");
    const end = at + 8 + frames.readUInt32BE(at + 4);
    contents.push(frames.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat(contents).toString("utf8");
}

/** One line of what the engine says during a build: a JSON object. */
export function readBuildLine(line: string): { readonly output: string; readonly error: string | undefined } {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    return { output: "", error: undefined };
  }
  if (typeof message !== "object" || message === null) return { output: "", error: undefined };
  const output = "stream" in message && typeof message.stream === "string" ? message.stream : "";
  return { output, error: "error" in message && typeof message.error === "string" ? message.error : undefined };
}

/** The last lines of an output in one; nothing for an empty one. */
export function lastWords(output: string): string {
  const lines = output
    .trimEnd()
    .split("\n")
    .slice(-3)
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.length === 0 ? "" : `last output: ${lines.join(" | ")}`;
}
