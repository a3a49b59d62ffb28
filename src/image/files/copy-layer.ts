import { basename, dirname, inside, join, normalize, relative } from "../../files/tree.ts";
import type { ContextFiles } from "./context-files.ts";
import { isArchive } from "./copy.ts";
import type { Copy, CopySource } from "./copy.ts";
import { ignoring } from "./dockerignore.ts";
import type { Ignores } from "./dockerignore.ts";
import { directory, nameIn, unknownFile } from "./layers.ts";
import type { Made } from "./image-file.ts";
import type { Before, Found, Layer, StageFiles, Trace } from "./layers.ts";
import { hasWildcard, wildcard } from "./wildcard.ts";
import type { Dockerfile, Heredoc } from "../../parse/dockerfile/syntax.ts";
import type { Stage } from "../built-image.ts";

/** What copies read from. */
export interface Origins {
  readonly context: ContextFiles;
  readonly filesOf: (stage: Stage) => StageFiles;
  readonly dockerfile: Dockerfile;
}

/** Where a path lies in the target of a copy. */
interface Place {
  /** The path below the target; "" for the target itself. */
  readonly rest: string;
  /** Whether a file of this name, copied alone, comes to stand there. */
  readonly lands: (name: string) => boolean;
}

/** COPY or ADD: maps a path in the image back to the source that it comes from. */
export class CopyLayer implements Layer {
  readonly #copy: Copy;
  readonly #origins: Origins;
  readonly #excluded: Ignores;

  constructor(copy: Copy, origins: Origins) {
    this.#copy = copy;
    this.#origins = origins;
    this.#excluded = ignoring(copy.excluded);
  }

  trace(path: string, before: Before): Trace | undefined {
    const { target, sources, intoDirectory, executable, line } = this.#copy;
    const elsewhere = (): Trace | undefined => {
      const named = sources.some((source) => source.kind === "path" && basename(source.path) === basename(path));
      return named ? { hint: `line ${line} copies ${basename(path)} to a path that is not known` } : undefined;
    };
    if (target === "unknown") return elsewhere();
    if (path !== target && inside(path, target)) return { found: directory };
    // A variable of the base image in front may stand for any folder.
    if (!inside(target, path)) return target.startsWith("/${") ? elsewhere() : undefined;
    const rest = relative(target, path);
    const into = (): boolean => intoDirectory || before.isDirectory(target);
    const lands = (name: string): boolean => (rest === "" ? !into() : rest === name && into());
    let hint: Pick<Trace, "hint" | "made"> | undefined;
    for (const source of sources.toReversed()) {
      const trace = this.#traceSource(source, { rest, lands });
      if (trace?.found) return { found: trace.found, executable };
      if (trace?.hint !== undefined) hint ??= { hint: trace.hint, made: trace.made };
    }
    if (rest === "" && into()) return { found: directory };
    return hint;
  }

  names(folder: string): readonly string[] {
    const { target, sources } = this.#copy;
    if (target === "unknown") return [];
    if (folder !== target && inside(folder, target)) return nameIn(folder, target);
    if (!inside(target, folder)) return [];
    return sources.flatMap((source) => this.#namesOf(source, relative(target, folder)));
  }

  #namesOf(source: CopySource, rest: string): readonly string[] {
    const { from, keepsParents, instruction } = this.#copy;
    if (source.kind === "heredoc") return rest === "" ? [source.heredoc.name] : [];
    if (source.kind !== "path" || from.kind === "image" || keepsParents) return [];
    if (instruction.keyword === "ADD" && isArchive(source.path)) return [];
    return this.#matches(source.path, rest).flatMap((path) => {
      if (this.#read(path)?.file.kind !== "directory") return rest === "" ? [basename(path)] : [];
      const folder = join(path, rest);
      return from.kind === "stage"
        ? this.#origins.filesOf(from.stage).names(join("/", folder))
        : this.#origins.context.names(folder);
    });
  }

  #traceSource(source: CopySource, place: Place): Trace | undefined {
    const { instruction, line, keepsParents, from } = this.#copy;
    switch (source.kind) {
      case "heredoc":
        return place.lands(source.heredoc.name) ? { found: this.#heredoc(source.heredoc) } : undefined;
      case "remote": {
        const name = basename(source.url.split(/[?#]/, 1)[0] ?? "");
        return uncertain(place, name, `downloaded by ADD (line ${line})`);
      }
      case "unknown":
        return uncertain(
          place,
          basename(source.raw),
          `copied from ${source.raw} (line ${line}), which is not known`,
          from.kind === "context" ? "likely" : undefined,
        );
      case "path": {
        if (instruction.keyword === "ADD" && isArchive(source.path))
          return { hint: `unpacked from ${source.path} by ADD (line ${line})` };
        if (from.kind === "image")
          return uncertain(place, basename(normalize(source.path)), `copied from image ${from.name}`);
        if (keepsParents) return this.#traceParents(source.path, place);
        for (const path of this.#matches(source.path, place.rest).toReversed()) {
          const trace = this.#tracePath(path, place);
          if (trace) return trace;
        }
        return undefined;
      }
    }
  }

  #tracePath(path: string, { rest, lands }: Place): Trace | undefined {
    const name = basename(path);
    const standing = this.#read(path);
    const top: Found = standing ?? {
      file: { kind: "unknown", reason: `the build context has no ${path}`, made: "likely" },
      certain: false,
    };
    if (top.file.kind === "directory" && rest === "") return { found: directory };
    if (top.file.kind !== "directory" && lands(name))
      return this.#excluded(name) ? undefined : { found: { ...top, certain: true } };
    if (top.file.kind === "file" || rest === "" || this.#excluded(rest)) return undefined;
    // What is missing and has a suffix was no folder.
    if (!standing && /.\.\w+$/.test(name)) return undefined;
    const inner = this.#read(join(path, rest));
    if (inner?.certain) return { found: inner };
    const { file } = top.file.kind === "unknown" ? top : (inner ?? top);
    return file.kind === "unknown" ? { hint: file.reason, made: file.made } : undefined;
  }

  /** With `--parents` a source keeps its folders, those after `/./` where it has that. */
  #traceParents(source: string, { rest }: Place): Trace | undefined {
    if (rest === "") return { found: directory };
    const pivot = source.indexOf("/./", 1);
    const path = join(pivot < 0 ? "" : source.slice(0, pivot), rest);
    const pattern = wildcard(join("/", source), "parents");
    if (pattern?.above(join("/", path)) === undefined || this.#excluded(rest)) return undefined;
    const found = this.#read(path);
    return found?.certain ? { found } : undefined;
  }

  /**
   * The sources that a wildcard stands for; of a stage, whose files nobody can list, the one that could give the path
   * asked for.
   */
  #matches(source: string, rest: string): readonly string[] {
    // No `..` leads above the root (BuildKit).
    const clamped = normalize(`/${source}`).slice(1) || ".";
    if (!hasWildcard(source)) return [clamped];
    if (this.#copy.from.kind === "context") return this.#origins.context.glob(clamped);
    const candidate = join("/", dirname(source), rest);
    return wildcard(join("/", source), "builder")?.matches(candidate) ? [candidate] : [];
  }

  /** What stands at a path of the source; undefined where the context has nothing. */
  #read(path: string): Found | undefined {
    const { from, instruction } = this.#copy;
    const by = instruction.at;
    if (from.kind === "stage") {
      const found = this.#origins.filesOf(from.stage).find(join("/", path));
      const { file } = found;
      if (file.kind === "file") return { ...found, file: { ...file, by } };
      // The build fails where a source is missing: what is copied has been there, whatever has made it.
      return file.kind === "unknown" ? { ...found, file: { ...file, untouched: undefined } } : found;
    }
    const entry = this.#origins.context.read(path);
    switch (entry.kind) {
      case "file": {
        const { text, executable, lossless } = entry;
        return { file: { kind: "file", text, executable, by, altered: undefined, fixable: lossless }, certain: true };
      }
      case "directory":
        return directory;
      case "missing":
        return undefined;
      case "ignored":
        return { file: { kind: "unknown", reason: `.dockerignore leaves out ${path}` }, certain: false };
      case "outside":
        return unknownFile(`${path} leads out of the build context`);
      case "git":
        return this.#refused(path, "lies in .git, which is never read");
      case "unreadable":
        return this.#refused(path, `cannot be read: ${entry.reason}`);
    }
  }

  #refused(path: string, reason: string): Found {
    this.#origins.context.refuse(path, this.#copy.instruction.at, `${path} of the build context ${reason}`);
    return unknownFile(`${path} ${reason}`);
  }

  #heredoc({ body, expand }: Heredoc): Found {
    const { instruction, line } = this.#copy;
    const altered =
      expand && body.text.includes("$") ? `the builder expands the variables of the heredoc (line ${line})` : undefined;
    const fixable = this.#origins.dockerfile.unfixable === undefined;
    return {
      file: { kind: "file", text: body, executable: false, by: instruction.at, altered, fixable },
      certain: true,
    };
  }
}

/** A source of which only the name is known: it may be a file, or a folder with anything in it. */
function uncertain({ lands }: Place, name: string, reason: string, made?: Made): Trace {
  return lands(name) ? { found: unknownFile(reason, made) } : { hint: reason, made };
}
