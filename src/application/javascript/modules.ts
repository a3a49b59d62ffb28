import { dirname, join, resolve } from "../../files/tree.ts";
import type { Module } from "../follow-imports.ts";
import { builtins } from "./node-modules.ts";
import type { PackageFile, ProjectFiles } from "./project-files.ts";

/** What stands where a module is looked for. */
export interface Shelf {
  /** Whether a file, no folder, is known to stand at a path. */
  has(path: string): boolean;
  /** Names of what is known to stand in a folder. */
  names(folder: string): readonly string[];
  /** The source that a tool has made a file from, where the build makes it; undefined if it makes none there. */
  sourceOf(path: string): string | undefined;
  readonly files: ProjectFiles;
}

const asset =
  /\.(?:json5?|css|s[ac]ss|less|html?|svg|png|jpe?g|gif|txt|md|sql|graphqls?|gql|ya?ml|wasm|hbs|ejs|pug|proto|csv)$/;

/** Finds the module that a file imports, by the rules of Node, TypeScript and bundlers. */
export function findModule(from: string, specifier: string, shelf: Shelf): Module {
  const name = specifier.replace(/[?#].*$/, (query) => (specifier.startsWith("#") ? query : ""));
  if (/^(?:node|bun|data):/.test(name) || builtins.has(name)) return { kind: "nothing" };
  if (/^(?:https?|jsr|npm):/.test(name)) return { kind: "library", name };
  if (/^(?:\.{1,2}(?:\/|$)|\/)/.test(name)) return local(resolve(dirname(from), name), from, shelf);
  return named(from, name, shelf);
}

/** What `node PATH` or a relative import loads: the file itself, one with an ending more, or a folder's. */
export function local(path: string, from: string, shelf: Shelf): Module {
  if (asset.test(path)) return { kind: "nothing" };
  const found = fileAt(path, from, shelf);
  return found === undefined ? { kind: "missing" } : { kind: "file", path: found };
}

function fileAt(path: string, from: string, shelf: Shelf): string | undefined {
  for (const candidate of candidates(path, from)) if (shelf.has(candidate)) return candidate;
  const own = shelf.files.packageAt(path);
  const main = own && mainOf(own.main, own.exports);
  if (main !== undefined && main !== "." && main !== "./") {
    const inside = fileAt(join(path, main), from, shelf);
    if (inside !== undefined) return inside;
  }
  return built(path, shelf);
}

function built(path: string, shelf: Shelf): string | undefined {
  for (const each of /\.[cm]?js$/.test(path) ? [path] : [`${path}.js`, join(path, "index.js")]) {
    const source = shelf.sourceOf(each);
    if (source !== undefined) return source;
  }
  return undefined;
}

/** In the order in which they are looked for; from TypeScript its own endings come first. */
function candidates(path: string, from: string): readonly string[] {
  const typed = /\.[cm]?tsx?$/.test(from);
  const ts = [".ts", ".tsx", ".mts", ".cts"];
  const js = [".js", ".mjs", ".cjs", ".jsx"];
  const endings = typed ? [...ts, ...js] : [...js, ...ts];
  if (/\.[cm]?[jt]sx?$/.test(path)) {
    // TypeScript calls a source by what is made of it.
    const twin = path.replace(/\.([cm]?)jsx?$/, ".$1ts");
    return twin === path ? [path] : [path, twin, path.replace(/\.jsx?$/, ".tsx")];
  }
  return [path, ...endings.map((each) => path + each), ...endings.map((each) => join(path, `index${each}`))];
}

function named(from: string, name: string, shelf: Shelf): Module {
  const own = shelf.files.packageAbove(dirname(from));
  for (const target of aliased(from, name, shelf)) {
    const found = fileAt(target, from, shelf);
    if (found !== undefined) return { kind: "file", path: found };
  }
  if (name.startsWith("#")) return { kind: "missing" };
  const library = /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name;
  const range = own?.dependencies.get(library);
  const inWorkspace = workspaceFolder(from, library, shelf);
  if (inWorkspace !== undefined) {
    const rest = name.slice(library.length + 1);
    const sub = rest === "" ? packageEntry(inWorkspace, from, shelf) : fileAt(join(inWorkspace, rest), from, shelf);
    return sub === undefined ? { kind: "missing" } : { kind: "file", path: sub };
  }
  if (own && /^(?:workspace|file|link|portal):/.test(range ?? "")) return { kind: "missing" };
  return { kind: "library", name: library };
}

/** Paths that settings give to a name: of TypeScript, of module-alias, of package.json's `imports`. */
function aliased(from: string, name: string, shelf: Shelf): readonly string[] {
  const targets: string[] = [];
  const config = shelf.files.configAbove(dirname(from));
  for (const [pattern, paths] of config?.paths ?? []) {
    const [head = "", tail] = pattern.split("*", 2);
    if (
      tail === undefined
        ? name === pattern
        : name.startsWith(head) && name.endsWith(tail) && name.length >= pattern.length - 1
    ) {
      const star = tail === undefined ? "" : name.slice(head.length, name.length - tail.length);
      targets.push(...paths.map((path) => path.replace("*", () => star)));
    }
  }
  if (config?.baseUrl !== undefined) targets.push(join(config.baseUrl, name));
  const own = shelf.files.packageAbove(dirname(from));
  for (const [alias, path] of own?.aliases ?? [])
    if (own && (name === alias || name.startsWith(`${alias}/`)))
      targets.push(join(own.folder, path, name.slice(alias.length)));
  if (own) targets.push(...itsOwn(name, own).map((path) => join(own.folder, path)));
  return targets;
}

/** What a package's own `imports` (`#name`), or its `exports` for its own name, have a name stand for. */
function itsOwn(name: string, { name: called, imports, exports: given }: PackageFile): readonly string[] {
  const inside = called !== undefined && name.startsWith(`${called}/`);
  const [key, table] = name.startsWith("#") ? [name, imports] : inside ? [`.${name.slice(called.length)}`, given] : [];
  if (key === undefined || typeof table !== "object" || table === null) return [];
  for (const [pattern, value] of Object.entries(table)) {
    const [head = "", tail] = pattern.split("*", 2);
    const matches = tail === undefined ? key === pattern : key.startsWith(head) && key.endsWith(tail);
    const target = matches && key.length >= pattern.length - 1 ? condition(value, 0) : undefined;
    if (target?.startsWith(".") === true)
      return [target.replace("*", () => key.slice(head.length, key.length - (tail ?? "").length))];
  }
  return [];
}

/** The folder of a package of the same workspace. */
function workspaceFolder(from: string, library: string, shelf: Shelf): string | undefined {
  const top = shelf.files.workspaceAbove(dirname(from));
  if (!top) return undefined;
  for (const pattern of top.workspaces.slice(0, 50)) {
    const star = pattern.indexOf("*");
    const folder = join(top.folder, star < 0 ? pattern : pattern.slice(0, star));
    const folders =
      star < 0
        ? [folder]
        : shelf
            .names(folder)
            .slice(0, 300)
            .map((name) => join(folder, name));
    for (const each of folders) if (shelf.files.packageAt(each)?.name === library) return each;
  }
  return undefined;
}

function packageEntry(folder: string, from: string, shelf: Shelf): string | undefined {
  const own = shelf.files.packageAt(folder);
  const main = own && mainOf(own.main, own.exports);
  const places = [...(main === undefined ? [] : [main]), "index", "src/index", "src/main"];
  for (const place of places) {
    const found = fileAt(join(folder, place), from, shelf);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a package is loaded by: `exports` where it has one for itself, else `main`. */
function mainOf(main: string | undefined, exported: unknown): string | undefined {
  return condition(exported, 0) ?? main;
}

function condition(value: unknown, depth: number): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || depth > 4) return undefined;
  const entries = new Map<string, unknown>(Object.entries(value));
  for (const key of [".", "node", "import", "require", "default"]) {
    const found = entries.has(key) ? condition(entries.get(key), depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
