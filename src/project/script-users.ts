import { basename, dirname, join } from "../files/tree.ts";
import type { FileTree } from "../files/tree.ts";
import { parseShell } from "../parse/shell/parse-shell.ts";
import { MappedText } from "../text/source.ts";
import type { Location } from "../text/source.ts";
import type { Project } from "./project.ts";
import { simpleCommands } from "../parse/shell/calls.ts";
import { isSimple } from "../shell/state/state.ts";
import type { ExecSlot, Running } from "../shell/state/state.ts";
import type { Judged } from "../stop/judge.ts";

/**
 * Why `exec` may not stand before the command at a place, on one of the ways through a start-up: a trap that only
 * some ways set, a caller that goes on behind a sourced file. Undefined where it may on all, or where no way comes
 * there.
 */
export function hindrance(
  judged: Judged,
  place: Pick<Location, "path" | "start">,
): Extract<ExecSlot, { kind: "none" }> | undefined {
  for (const path of judged.startUp.paths) {
    for (const running of path.commands) {
      if (
        running.slot.kind === "none" &&
        running.slot.locked !== true &&
        running.how !== "exec" &&
        standsAt(running, place)
      )
        return running.slot;
    }
  }
  return undefined;
}

/**
 * The files that what a project starts, or may start, depends on: its Dockerfile, and what is read of the build context
 * to derive the start-ups.
 */
export function usedBy(project: Project): ReadonlySet<string> {
  const files = new Set([project.source.path]);
  for (const { image, startUp, context } of [...project.images, ...project.others.values()]) {
    if (startUp.paths.length > 0) for (const file of [image.dockerfile.source.path, ...context.used]) files.add(file);
  }
  return files;
}

/** Names that scripts have: with a shell's extension, or none. */
const scriptName = /^[^.]+$|\.(ba|da|k|z|a)?sh$/;

/** Scripts beside a script that source a file of its name, whoever runs them. */
export function sourcedBy(tree: FileTree, script: string): readonly string[] {
  const folder = dirname(script);
  const entry = tree.read(folder);
  const paths =
    entry.kind === "directory"
      ? entry.names
          .filter((name) => scriptName.test(name) && name !== basename(script))
          .map((name) => join(folder, name))
      : [];
  return paths.filter((path) => {
    const file = tree.read(path);
    return file.kind === "file" && file.text.includes(basename(script)) && sources(path, file.text, basename(script));
  });
}

function sources(path: string, text: string, name: string): boolean {
  for (const { words } of simpleCommands(parseShell(MappedText.identity(path, text, 0)).list)) {
    const target =
      words[0]?.literal === "." || words[0]?.literal === "source" ? words[1]?.raw.replaceAll(/["']/g, "") : undefined;
    if (target !== undefined && basename(target) === name) return true;
  }
  return false;
}

function standsAt({ node, unit }: Running, { path, start }: Pick<Location, "path" | "start">): boolean {
  const word = isSimple(node) ? node.words[0] : undefined;
  return word !== undefined && unit.script.text.path === path && unit.script.text.startOf(word.start) === start;
}
