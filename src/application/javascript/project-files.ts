import { dirname, join, resolve } from "../../files/tree.ts";

/** A file of the image that is looked at; undefined where none is known to stand at a path. */
export type ReadFile = (path: string) => string | undefined;

/** What a package.json says, as far as it matters here. */
export interface PackageFile {
  /** The folder that it is in. */
  readonly folder: string;
  readonly name: string | undefined;
  /** Ranges of versions by name, of whatever it depends on. */
  readonly dependencies: ReadonlyMap<string, string>;
  readonly scripts: ReadonlyMap<string, string>;
  readonly main: string | undefined;
  readonly exports: unknown;
  /** What names that begin with `#` stand for. */
  readonly imports: unknown;
  readonly aliases: ReadonlyMap<string, string>;
  readonly workspaces: readonly string[];
}

/** How TypeScript maps what it writes to what it reads. */
export interface TypeScriptFile {
  readonly folder: string;
  /** Absolute paths. */
  readonly outDir: string | undefined;
  readonly rootDir: string | undefined;
  readonly baseUrl: string | undefined;
  /** Patterns of names, and the paths that they stand for, absolute. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
}

/** Reads package.json and tsconfig.json, each once. */
export class ProjectFiles {
  readonly #read: ReadFile;
  readonly #packages = new Map<string, PackageFile | undefined>();
  readonly #configs = new Map<string, TypeScriptFile | undefined>();

  constructor(read: ReadFile) {
    this.#read = read;
  }

  /** The package.json of a folder itself. */
  packageAt(folder: string): PackageFile | undefined {
    if (!this.#packages.has(folder)) this.#packages.set(folder, this.#readPackage(folder));
    return this.#packages.get(folder);
  }

  /** The package.json of a folder or the nearest above it. */
  packageAbove(folder: string): PackageFile | undefined {
    return above(folder, (each) => this.packageAt(each));
  }

  /** The package.json of the workspace that a folder belongs to, the topmost that names folders. */
  workspaceAbove(folder: string): PackageFile | undefined {
    return above(folder, (each) => {
      const found = this.packageAt(each);
      return found && found.workspaces.length > 0 ? found : undefined;
    });
  }

  /** The tsconfig.json (jsconfig.json) of a folder or the nearest above it, with what it extends. */
  configAbove(folder: string): TypeScriptFile | undefined {
    if (!this.#configs.has(folder)) {
      const own =
        this.#readConfig(join(folder, "tsconfig.json"), 0) ?? this.#readConfig(join(folder, "jsconfig.json"), 0);
      const found = own ?? (folder === "/" ? undefined : this.configAbove(dirname(folder)));
      this.#configs.set(folder, found);
    }
    return this.#configs.get(folder);
  }

  #readPackage(folder: string): PackageFile | undefined {
    const json = objectIn(this.#read(join(folder, "package.json")));
    if (!json) return undefined;
    const workspaces = json["workspaces"];
    const listed = Array.isArray(workspaces) ? workspaces : member(workspaces, "packages");
    return {
      folder,
      name: text(json["name"]),
      dependencies: new Map(
        ["devDependencies", "peerDependencies", "optionalDependencies", "dependencies"].flatMap((key) =>
          texts(json[key]),
        ),
      ),
      scripts: new Map(texts(json["scripts"])),
      main: text(json["main"]),
      exports: json["exports"],
      imports: json["imports"],
      aliases: new Map(texts(json["_moduleAliases"])),
      workspaces: Array.isArray(listed) ? listed.filter((each) => typeof each === "string") : [],
    };
  }

  #readConfig(path: string, depth: number): TypeScriptFile | undefined {
    const json = objectIn(this.#read(path));
    if (!json || depth > 5) return undefined;
    const folder = dirname(path);
    const parent = text(json["extends"]);
    const file = parent?.startsWith(".")
      ? resolve(folder, /\.json$/.test(parent) ? parent : `${parent}.json`)
      : undefined;
    const base = file === undefined ? undefined : this.#readConfig(file, depth + 1);
    const options = json["compilerOptions"];
    const path_ = (name: string): string | undefined => {
      const value = text(member(options, name));
      return value === undefined ? undefined : resolve(folder, value);
    };
    const baseUrl = path_("baseUrl") ?? base?.baseUrl;
    const paths = member(options, "paths");
    return {
      folder,
      outDir: path_("outDir") ?? base?.outDir,
      rootDir: path_("rootDir") ?? base?.rootDir,
      baseUrl,
      paths:
        typeof paths === "object" && paths !== null
          ? new Map(
              Object.entries(paths).map(([name, targets]: [string, unknown]) => [
                name,
                (Array.isArray(targets) ? targets : [])
                  .filter((each) => typeof each === "string")
                  .map((each) => resolve(baseUrl ?? folder, each)),
              ]),
            )
          : (base?.paths ?? new Map()),
    };
  }
}

function above<T>(folder: string, find: (folder: string) => T | undefined): T | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const found = find(at);
    if (found !== undefined || at === "/" || at === ".") return found;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Object.getOwnPropertyDescriptor(value, name)?.value
    : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function texts(value: unknown): readonly (readonly [string, string])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => (typeof each === "string" ? [[name, each] as const] : []));
}

/** JSON, with the comments and trailing commas that TypeScript allows. */
function objectIn(json: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (json === undefined || json.length > 1_000_000) return undefined;
  try {
    const value: unknown = JSON.parse(
      json
        .replace(/^\uFEFF/, "")
        .replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[^]*?\*\//g, (found) => (found.startsWith('"') ? found : ""))
        .replace(/"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])/g, (found) => (found === "," ? "" : found)),
    );
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
