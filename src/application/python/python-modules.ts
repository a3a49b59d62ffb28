import { dirname, join } from "../../files/tree.ts";
import type { Module } from "../follow-imports.ts";
import { standardModules } from "./standard-modules.ts";

/** What stands where a module is looked for. */
export interface Shelf {
  /** Whether a file, no folder, is known to stand at a path. */
  has(path: string): boolean;
  /** Names of what is known to stand in a folder. */
  names(folder: string): readonly string[];
}

/** Finds what an import loads: the packages on the way, and the module; `folders`: sys.path. */
export function findModules(
  from: string,
  specifier: string,
  folders: readonly string[],
  shelf: Shelf,
): readonly Module[] {
  const [module = "", name] = specifier.split(":", 2);
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const parts = module.slice(dots).split(".").filter(Boolean);
  if (dots > 0) {
    let folder = dirname(from);
    for (let up = 1; up < dots; up++) folder = dirname(folder);
    return loaded(folder, parts, name, shelf) ?? [{ kind: "missing" }];
  }
  const [first = ""] = parts;
  // What is built into the interpreter cannot be hidden by a file; most of the library can.
  for (const folder of folders) {
    if (builtIn.has(first)) break;
    if (!isThere(join(folder, first), shelf)) continue;
    return loaded(folder, parts, name, shelf) ?? [{ kind: "missing" }];
  }
  return standardModules.has(first) ? [{ kind: "nothing" }] : [{ kind: "library", name: libraryIn(parts, name) }];
}

const builtIn: ReadonlySet<string> = new Set(["sys", "signal", "time", "builtins", "os", "io", "__future__", "types"]);

/** Packages in which several libraries stand side by side. */
const shared: ReadonlySet<string> = new Set(["google", "azure", "zope", "google.cloud"]);

function libraryIn(parts: readonly string[], name: string | undefined): string {
  const [first = "", ...rest] = parts;
  let library = first;
  for (const part of [...rest, ...(name === undefined ? [] : [name])]) {
    if (!shared.has(library)) break;
    library = `${library}.${part}`;
  }
  return library;
}

/** Whether a module or package stands at a path without its ending. */
function isThere(path: string, shelf: Shelf): boolean {
  return fileAt(path, shelf) !== undefined || shelf.names(path).length > 0;
}

function fileAt(path: string, shelf: Shelf): string | undefined {
  return [join(path, "__init__.py"), `${path}.py`].find((each) => shelf.has(each));
}

/** The files that are loaded on the way to a module in a folder, itself included; undefined: it is not there. */
function loaded(
  folder: string,
  parts: readonly string[],
  name: string | undefined,
  shelf: Shelf,
): readonly Module[] | undefined {
  const found: Module[] = [];
  let at = folder;
  for (const part of parts) {
    at = join(at, part);
    const file = fileAt(at, shelf);
    // Without a file it is a namespace, if it is a folder.
    if (file === undefined && shelf.names(at).length === 0) return undefined;
    if (file !== undefined) found.push({ kind: "file", path: file });
  }
  if (parts.length === 0) {
    const own = join(folder, "__init__.py");
    if (shelf.has(own)) found.push({ kind: "file", path: own });
  }
  const last = name === undefined ? undefined : fileAt(join(at, name), shelf);
  if (last !== undefined) found.push({ kind: "file", path: last });
  return found.length > 0 ? found : [{ kind: "nothing" }];
}
