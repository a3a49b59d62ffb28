import { overlay } from "../files/tree.ts";
import type { FileTree } from "../files/tree.ts";
import type { Report } from "../report/report.ts";
import { writeFiles } from "../files/write.ts";

/** What of a report's changes is on disk. */
export interface Written extends Pick<Report, "changes" | "applied" | "withheld"> {
  /** What could not be written, a line for each set of files: "could not write run.sh: ...". */
  readonly failures: readonly string[];
  /** The files of a tree, the one that was fixed, as they are now. */
  over(tree: FileTree): FileTree;
}

/**
 * Writes what fixing has changed. Files that belong together are written all or not at all; the others do not wait for
 * them.
 */
export function writeChanges({ changes, applied, withheld, units, display }: Report): Written {
  const failures: string[] = [];
  const obstacles = new Map<string, { readonly path: string; readonly reason: string }>();
  const onDisk = new Set<string>();
  for (const unit of units) {
    const result = writeFiles(changes.filter(({ path }) => unit.includes(path)));
    if (result.ok) {
      for (const path of unit) onDisk.add(path);
      continue;
    }
    for (const path of result.changed) onDisk.add(path);
    for (const path of unit) obstacles.set(path, result);
    const others = unit.filter((path) => path !== result.path && !result.changed.includes(path));
    let line = `could not write ${display(result.path)}: ${result.reason}`;
    if (others.length > 0)
      line += `; left unchanged with it: ${others.map(display).join(", ")}, whose fixes need this one`;
    if (result.changed.length > 0)
      line += `; changed, and could not be restored: ${result.changed.map(display).join(", ")}`;
    failures.push(`${line}; then run --fix again`);
  }
  const failed = applied.flatMap(({ diagnostic, title, places }) => {
    const obstacle = obstacles.get(places[0]?.path ?? "");
    return obstacle ? [{ diagnostic, title, path: obstacle.path, reason: obstacle.reason }] : [];
  });
  const kept = changes.filter(({ path }) => onDisk.has(path));
  return {
    changes: kept,
    failures,
    withheld: [...withheld, ...failed],
    applied: applied.filter(({ places }) => places.every(({ path }) => onDisk.has(path))),
    over: (tree) => overlay(tree, new Map(kept.map(({ path, after }) => [path, after]))),
  };
}
