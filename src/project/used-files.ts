import { basename, dirname, join } from "../files/tree.ts";
import type { FileTree } from "../files/tree.ts";
import { parseShell } from "../parse/shell/parse-shell.ts";
import { MappedText } from "../text/source.ts";
import type { Project } from "./project.ts";
import { simpleCommands } from "../parse/shell/calls.ts";

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
