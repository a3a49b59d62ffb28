import { formatPatch, structuredPatch } from "diff";
import { relative } from "../files/tree.ts";
import type { Report, ReportOptions } from "./report.ts";
import { painter, visibleLine } from "./terminal.ts";
import type { Paint } from "./terminal.ts";

/** Options of {@link renderDiff}. */
export interface DiffOptions extends ReportOptions {
  /**
   * The folder that the patch's paths are relative to: where `git apply` or `patch -p1` will be run. Every change lies
   * below it.
   */
  readonly patchRoot: string;
}

/** The changes as a patch that `git apply` and `patch -p1` take; in colour it is for eyes only. */
export function renderDiff(report: Pick<Report, "changes">, options: DiffOptions): string {
  const paint = painter(options.color);
  let result = "";
  for (const change of report.changes) {
    if (change.before === change.after) continue;
    const path = relative(options.patchRoot, change.path);
    const hunks = structuredPatch(`a/${path}`, `b/${path}`, change.before, change.after, "", "", { context: 3 });
    const patch = ended(formatPatch({ ...hunks, isGit: true }), path);
    result += options.color ? colored(patch, paint) : patch;
  }
  return result;
}

/** `patch` takes a name for ended at its first space, unless a tab ends it: git writes one, the library does not. */
function ended(patch: string, path: string): string {
  return path.includes(" ") && !/^--- "/m.test(patch)
    ? patch.replace(/^--- .*$/m, "$&\t").replace(/^\+\+\+ .*$/m, "$&\t")
    : patch;
}

function colored(patch: string, paint: Paint): string {
  let inHunk = false;
  const lines = patch.split("\n").map((line) => {
    if (line.startsWith("@@")) inHunk = true;
    const text = visibleLine(line);
    if (line.startsWith("@@")) return paint("hunk", text);
    if (!inHunk) return paint("strong", text);
    if (line.startsWith("+")) return paint("added", text);
    if (line.startsWith("-")) return paint("removed", text);
    return line.startsWith("\\") ? paint("faint", text) : text;
  });
  return lines.join("\n");
}
