import type { Known } from "../../text/diagnostic.ts";
import { inside, join, relative } from "../../files/tree.ts";
import { deepestNesting } from "../../text/limits.ts";
import type { ImageFile, Made } from "./image-file.ts";

/** What is found at a path. `certain`: something stands there, though its content may be unknown. */
export interface Found {
  readonly file: ImageFile;
  readonly certain: boolean;
}

/** What one step did to a path. Fields that are not set: nothing. */
export interface Trace {
  /** What the step put there: the search ends. */
  readonly found?: Found | undefined;
  /** The step put there what stood at another path before it (mv, cp). */
  readonly source?: string | undefined;
  /** The step made a link of it, or of a folder above it, that leads here. */
  readonly link?: string | undefined;
  readonly executable?: Known<boolean> | undefined;
  /** The step changed its content: says how. */
  readonly altered?: string | undefined;
  /** The step turned its CRLF line ends into LF, and nothing else. */
  readonly unixLines?: boolean | undefined;
  /** The step may have put something there: the reason to give if no earlier step did. */
  readonly hint?: string | undefined;
  /** What `hint` speaks of would be a program of the user's own. */
  readonly made?: Made | undefined;
}

/** The file system as it is before a step. */
export interface Before {
  isDirectory(path: string): boolean;
  /** Whether something is known to stand there. */
  has(path: string): boolean;
  find(path: string): Found;
  /** The text of a file that is known; undefined for any other. */
  text(path: string): string | undefined;
}

/** One step of a build that changes files. */
export interface Layer {
  /** Undefined: it leaves the path alone. */
  trace(path: string, before: Before): Trace | undefined;
  /** Names that the step may have put directly into a folder; whether something stands there is for `trace`. */
  names?(folder: string): readonly string[];
}

/** Something stands there, but nobody can say what. */
export function unknownFile(reason: string, made?: Made): Found {
  return { file: { kind: "unknown", reason, made }, certain: true };
}

/** A folder stands there. */
export const directory: Found = { file: { kind: "directory" }, certain: true };

/** The name directly in a folder below which a path lies, or whose path it is; none if it lies elsewhere. */
export function nameIn(folder: string, path: string): readonly string[] {
  const [name = ""] = inside(folder, path) ? relative(folder, path).split("/") : [];
  return name === "" ? [] : [name];
}

/** What the first of a build's steps finds. */
export interface Bottom {
  readonly find: (path: string) => Found;
  readonly names: (folder: string) => readonly string[];
}

const mostLinks = 40;

/** Most questions to layers that the files of one build may take. An image that people write takes some thousands. */
const mostTraces = 1_000_000;

/** What looking up files has cost so far, over all stages of a build. */
export class Lookups {
  #traces = 0;
  #depth = 0;

  /** How many layers were asked. */
  get traces(): number {
    return this.#traces;
  }

  /** Counts layers that are asked, or put together to be asked; false if there are too many. */
  allow(traces: number): boolean {
    this.#traces += traces;
    return this.#traces <= mostTraces;
  }

  /** A lookup that another one waits for; undefined if too many wait. */
  within<T>(look: () => T): T | undefined {
    if (this.#depth >= deepestNesting) return undefined;
    this.#depth++;
    try {
      return look();
    } finally {
      this.#depth--;
    }
  }
}

const tooMany: Found = {
  file: { kind: "unknown", reason: "the build has too many steps that change files to follow them all" },
  certain: false,
};
const tooDeep: Found = {
  file: { kind: "unknown", reason: `it was copied or moved more than ${deepestNesting} times, which is not followed` },
  certain: false,
};

/** The files of one stage: asked for a path, it goes back through the steps to the one that put something there. */
export class StageFiles {
  readonly #layers: readonly Layer[];
  readonly #base: (path: string) => Found;
  readonly #baseNames: (folder: string) => readonly string[];
  readonly #found = new Map<string, Found>();
  readonly #foundBefore = new Map<string, Found>();
  readonly #lookups: Lookups;

  /** `base` answers for what no step touched. */
  constructor(layers: readonly Layer[], base: Bottom, lookups = new Lookups()) {
    this.#layers = layers;
    this.#base = base.find;
    this.#baseNames = base.names;
    this.#lookups = lookups;
  }

  /** Names of what is known to stand directly in a folder, in order. */
  names(folder: string): readonly string[] {
    if (!this.#lookups.allow(this.#layers.length)) return [];
    const named = [...this.#baseNames(folder), ...this.#layers.flatMap((layer) => layer.names?.(folder) ?? [])];
    return [...new Set(named)].sort().filter((name) => this.find(join(folder, name)).certain);
  }

  /** What finally stands at an absolute, normalized path. */
  find(path: string): Found {
    const known = this.#found.get(path);
    if (known) return known;
    const found = this.#lookups.within(() => this.#search(path, this.#layers.length)) ?? tooDeep;
    this.#found.set(path, found);
    return found;
  }

  #search(path: string, end: number): Found {
    let at = path;
    let links = 0;
    let executable: Known<boolean> | undefined;
    let altered: string | undefined;
    let unixLines = false;
    let hint: string | undefined;
    let made: Made | undefined;
    for (let step = end - 1; step >= 0; step--) {
      if (!this.#lookups.allow(1)) return tooMany;
      const trace = this.#layers[step]?.trace(at, this.#before(step));
      if (!trace) continue;
      executable ??= trace.executable;
      altered ??= trace.altered;
      unixLines ||= trace.unixLines === true;
      // Who makes a program says more of it than who changes it later.
      if (hint === undefined || (made === undefined && trace.made)) hint = trace.hint ?? hint;
      made ??= trace.made;
      if (trace.found) return finish(trace.found, executable, altered, unixLines);
      at = trace.source ?? trace.link ?? at;
      if (trace.link === undefined) continue;
      links++;
      if (links > mostLinks) return unknownFile(`the links at ${path} lead in a circle`);
      step = end;
    }
    const found = this.#base(at);
    if (found.certain) return finish(found, executable, altered, unixLines);
    return { file: hint === undefined ? found.file : { kind: "unknown", reason: hint, made }, certain: links > 0 };
  }

  #before(step: number): Before {
    const find = (path: string): Found => {
      const key = `${step}:${path}`;
      const found = this.#foundBefore.get(key) ?? this.#lookups.within(() => this.#search(path, step)) ?? tooDeep;
      this.#foundBefore.set(key, found);
      return found;
    };
    return {
      isDirectory: (path) => find(path).file.kind === "directory",
      has: (path) => find(path).certain,
      find,
      text: (path) => textOf(find(path).file),
    };
  }
}

function textOf(file: ImageFile): string | undefined {
  return file.kind === "file" ? file.text.text : undefined;
}

function finish(
  found: Found,
  executable: Known<boolean> | undefined,
  altered: string | undefined,
  unixLines: boolean,
): Found {
  const { file } = found;
  if (file.kind !== "file" || (executable === undefined && altered === undefined && !unixLines)) return found;
  const text = unixLines ? file.text.without(/\r(?=\n|$)/g) : file.text;
  return {
    ...found,
    file: { ...file, text, executable: executable ?? file.executable, altered: altered ?? file.altered },
  };
}
