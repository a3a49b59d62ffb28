import { join, normalize, relative } from "../../files/tree.ts";
import type { Entry, FileTree } from "../../files/tree.ts";
import { MappedText } from "../../text/source.ts";
import type { Location } from "../../text/source.ts";
import { hasWildcard, wildcard } from "./wildcard.ts";
import type { Ignores } from "./dockerignore.ts";
import type { Unread } from "./image-file.ts";

/**
 * What stands at a path of the build context, as the builder gets it. `path` is the real one: links inside the context
 * are resolved.
 */
type ContextEntry = Exclude<Entry, { readonly kind: "file" }> | { readonly kind: "ignored" } | ContextFile;

/** A file of the build context. */
interface ContextFile {
  readonly kind: "file";
  readonly text: MappedText;
  readonly executable: boolean;
  readonly lossless: boolean;
}

/**
 * The files that a build is sent. Paths are relative to the root, with or without a leading slash, and `..` stops
 * there, as BuildKit has it (https://docs.docker.com/reference/cli/docker/buildx/build/, "Access paths outside the
 * build context"); nothing outside it is read.
 */
export class ContextFiles {
  readonly root: string;
  readonly #tree: FileTree;
  readonly #ignores: Ignores;
  readonly #entries = new Map<string, ContextEntry>();
  /** Files whose text was handed out. */
  readonly used = new Set<string>();
  readonly unread = new Map<string, Unread>();

  constructor(tree: FileTree, root: string, ignores: Ignores) {
    this.#tree = tree;
    this.root = root;
    this.#ignores = ignores;
  }

  read(path: string): ContextEntry {
    const entry = this.#entries.get(path) ?? this.#open(path);
    this.#entries.set(path, entry);
    return entry;
  }

  #open(path: string): ContextEntry {
    const full = join(this.root, normalize(`/${path}`));
    const entry = this.#tree.read(full, this.root);
    if (entry.kind !== "file") return entry;
    if (this.#ignores(relative(this.root, full))) return { kind: "ignored" };
    const at = this.#pathOf(entry.realPath);
    this.used.add(at);
    return {
      kind: "file",
      text: MappedText.identity(at, entry.text, 0),
      executable: entry.executable,
      lossless: entry.lossless,
    };
  }

  /** Notes that a path, which an instruction copies, is refused. */
  refuse(path: string, at: Location, message: string): void {
    this.unread.set(path, { at, message });
  }

  /** Paths that match a pattern of COPY, in order. Reads only the folders that the pattern names. */
  glob(pattern: string): readonly string[] {
    let paths = [""];
    for (const segment of pattern.split("/").filter((each) => each !== "" && each !== ".")) {
      const matcher = hasWildcard(segment) ? wildcard(segment, "builder") : undefined;
      paths = paths.flatMap((path) =>
        (matcher ? this.names(path).filter((name) => matcher.matches(name)) : [segment]).map((name) =>
          join(path, name),
        ),
      );
    }
    return paths.filter((path) => this.read(path).kind !== "missing");
  }

  /** The names in a folder; none if it is none. */
  names(path: string): readonly string[] {
    const entry = this.read(path);
    return entry.kind === "directory" ? entry.names : [];
  }

  /** A link inside the context is told by the file it leads to, so that an edit changes that one. */
  #pathOf(realPath: string): string {
    const root = this.#tree.read(this.root);
    return root.kind === "directory" ? join(this.root, relative(root.realPath, realPath)) : realPath;
  }
}
