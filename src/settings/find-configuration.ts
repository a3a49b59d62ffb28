import { basename, dirname, inside, join, obstacleOf } from "../files/tree.ts";
import type { FileTree } from "../files/tree.ts";
import { jsonMembers, skip } from "../parse/json.ts";
import { MappedText, Source } from "../text/source.ts";

/** Names of files that hold a configuration and nothing else. */
export const configNames: readonly string[] = ["pid1lint.yaml", "pid1lint.yml", ".pid1lint.yaml", ".pid1lint.yml"];

/** A file that holds a configuration; `broken` says why its text cannot be taken for one. */
export interface ConfigFile {
  readonly source: Source;
  readonly broken: string | undefined;
}

/**
 * The configurations of the nearest folder, from one upwards to `top`, that has any: one, or too many. Empty if none
 * has.
 */
export function findConfigs(tree: FileTree, folder: string, top: string): readonly ConfigFile[] {
  for (const at of upwards(folder, top)) {
    const found = configsIn(tree, at);
    if (found.length > 0) return found;
  }
  return [];
}

/**
 * Files that decide on what holds in a folder: the configuration that does, if there is one, and every other that
 * would in its place if it were there. A package.json is among them only where it is the one.
 */
export function decisive(folder: string, top: string, config: string | undefined): readonly string[] {
  const paths = config === undefined ? [] : [config];
  for (const at of upwards(folder, top)) {
    paths.push(...configNames.map((name) => join(at, name)).filter((path) => path !== config));
    if (config !== undefined && at === dirname(config)) break;
  }
  return paths;
}

/** A folder and those that it is in, up to the top. */
function* upwards(folder: string, top: string): Iterable<string> {
  let at = folder;
  yield at;
  while (at !== top && inside(top, dirname(at))) yield (at = dirname(at));
}

/** The configurations that stand in a folder itself. */
export function configsIn(tree: FileTree, folder: string): readonly ConfigFile[] {
  const entry = tree.read(folder);
  if (entry.kind !== "directory") return [];
  const names = [...configNames, "package.json"].filter((name) => entry.names.includes(name));
  return names.map((name) => openConfig(tree, join(folder, name))).filter((file) => file !== undefined);
}

/**
 * Opens a file as a configuration: the key "pid1lint" of a package.json, of another file all of it. Undefined where
 * neither is there.
 */
export function openConfig(tree: FileTree, path: string): ConfigFile | undefined {
  const entry = tree.read(path);
  if (entry.kind === "missing" || entry.kind === "directory") return undefined;
  // Of a package.json nobody knows that it was meant to hold one.
  if (entry.kind !== "file" && basename(path) === "package.json") return undefined;
  if (entry.kind !== "file")
    return {
      source: new Source(path, ""),
      broken: `${obstacleOf(entry)}${entry.kind === "outside" ? "; use --config FILE for one elsewhere" : ""}`,
    };
  return basename(path) === "package.json"
    ? inPackage(new Source(path, entry.text))
    : { source: new Source(path, entry.text), broken: undefined };
}

function inPackage(source: Source): ConfigFile | undefined {
  const { text, path } = source;
  if (!text.includes('"pid1lint"')) return undefined;
  const open = skip(text, 0);
  try {
    JSON.parse(text.slice(open));
  } catch (error) {
    const meant = /"pid1lint"\s*:\s*\{/.test(text);
    return meant
      ? { source, broken: `invalid JSON: ${error instanceof Error ? error.message : String(error)}` }
      : undefined;
  }
  const member = text.charAt(open) === "{" ? jsonMembers(MappedText.of(source), open).get("pid1lint") : undefined;
  if (!member) return undefined;
  // All else is blanked out, so that places stay what they are in the file.
  return {
    source: new Source(path, text.slice(0, member.start).replace(/[^\n]/g, " ") + text.slice(member.start, member.end)),
    broken: undefined,
  };
}
