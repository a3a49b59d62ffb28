import type { Known } from "../text/diagnostic.ts";
import type { MappedText } from "../text/source.ts";
import { join, normalize, resolve } from "../files/tree.ts";
import type { FileTree } from "../files/tree.ts";
import { CopiedFrom } from "./files/copied-from.ts";
import type { StagePath } from "./files/copied-from.ts";
import { ContextFiles } from "./files/context-files.ts";
import { readIgnore } from "./files/dockerignore.ts";
import { Lookups, StageFiles } from "./files/layers.ts";
import type { Found, Layer } from "./files/layers.ts";
import { chooseRoot } from "./files/context-root.ts";
import { Holders, rootBaseOf } from "./stages.ts";
import { layersOf, untouched } from "./files/image-layers.ts";
import type { Dockerfile } from "../parse/dockerfile/syntax.ts";
import type { ImageFile, Unread } from "./files/image-file.ts";
import type { BuiltBase, Stage } from "./built-image.ts";

/** The files of one Dockerfile's build context, as its images see them. */
export interface BuildContext {
  /** Absolute path of the context's root in the file tree. Nothing outside it is ever read. */
  readonly root: string;
  /**
   * The files of the context that have been read so far: those that the start-ups derived until now depend on are among
   * them.
   */
  readonly used: ReadonlySet<string>;
  /** What the start-ups derived until now asked for and may not have, by its path in the context. */
  readonly unread: ReadonlyMap<string, Unread>;
  /** A file of the context, by its path in it. */
  source(path: string): MappedText | undefined;
  /** What stands at an absolute, normalized path of the image that a stage builds, and how sure that is. */
  find(stage: Stage, path: string): Found;
  /** Where a stage has a path from, if that is another stage: what COPY --from took, the first of several. */
  copiedFrom(stage: Stage, path: string): StagePath | undefined;
  /** What stands at an absolute path of the image that a stage builds; links and `RUN mv/cp/ln/chmod` followed. */
  lookup(stage: Stage, path: string): ImageFile;
  /** Names of what is known to stand directly in a folder of the image that a stage builds. */
  names(stage: Stage, folder: string): readonly string[];
  /**
   * Looks a command name up: as a path if it has a slash (relative to `workdir`), else along `searchPath`
   * ("/usr/local/bin:/usr/bin"). The path comes with it, undefined if nothing of that name is known to stand in a
   * folder of the search path.
   */
  command(stage: Stage, name: string, workdir: Known<string>, searchPath: Known<string>): FoundCommand;
}

/** What a command name stands for. */
export interface FoundCommand {
  readonly path: string | undefined;
  readonly file: ImageFile;
}

/** Options of {@link openContext}. */
export interface ContextOptions {
  /** The context's root, where the user names it. */
  readonly root?: string | undefined;
  /** The highest folder that may be taken for a root: the repository's. */
  readonly top?: string | undefined;
  /** The root that somebody names who builds it, asked for where its COPY instructions tell none. */
  readonly told?: () => string | undefined;
}

/** Finds the build context of a Dockerfile and reads it on demand. */
export function openContext(
  tree: FileTree,
  dockerfile: Dockerfile,
  stages: readonly Stage[],
  options: ContextOptions = {},
): BuildContext {
  const root = options.root === undefined ? chooseRoot(tree, dockerfile, stages, options) : normalize(options.root);
  const context = new ContextFiles(tree, root, readIgnore(tree, root, dockerfile.source.path));
  const origins = { context, filesOf, dockerfile };
  const opened = new Map<Stage, StageFiles>();
  const own = new Map<Stage, readonly Layer[]>();
  const layered = new Holders((stage) => ownLayers(stage).length > 0);
  const lookups = new Lookups();
  const copied = new CopiedFrom(dockerfile, stages);

  function ownLayers(stage: Stage): readonly Layer[] {
    const layers = own.get(stage) ?? layersOf(stage, stages, origins);
    own.set(stage, layers);
    return layers;
  }

  /** What the base brings, where its Dockerfile is known; what is said of it rests on its sources. */
  function builtIn(built: BuiltBase | undefined, path: string): Found | undefined {
    const found = built?.find(path);
    if (!built || !found || found.file.kind !== "file") return found;
    for (const source of [...built.sources, found.file.text.locate(0, 0).path]) context.used.add(source);
    return found;
  }

  function filesOf(stage: Stage): StageFiles {
    const known = opened.get(stage);
    if (known) return known;
    // Each stage of a chain has the layers of all before it.
    const chain = layered.of(stage);
    const layers = lookups.allow(chain.length) ? chain.flatMap(ownLayers) : [];
    lookups.allow(layers.length);
    const base = rootBaseOf(stage);
    const built = base.kind === "image" ? base.row?.built : undefined;
    const files = new StageFiles(
      layers,
      { find: (path) => builtIn(built, path) ?? untouched(base, path), names: (folder) => built?.names(folder) ?? [] },
      lookups,
    );
    opened.set(stage, files);
    return files;
  }

  return {
    root,
    used: context.used,
    unread: context.unread,
    source: (path) => {
      const entry = context.read(path);
      return entry.kind === "file" ? entry.text : undefined;
    },
    find: (stage, path) => filesOf(stage).find(path),
    copiedFrom: (stage, path) => copied.of(stage, join("/", path)),
    lookup: (stage, path) => filesOf(stage).find(join("/", path)).file,
    names: (stage, folder) => filesOf(stage).names(folder),
    command: (stage, name, workdir, searchPath) => findCommand(filesOf(stage), name, workdir, searchPath),
  };
}

/** {@link BuildContext.command} in the files that a stage, or more, has. */
export function findCommand(
  files: Pick<StageFiles, "find">,
  name: string,
  workdir: Known<string>,
  searchPath: Known<string>,
): FoundCommand {
  const unknown = (reason: string): FoundCommand => ({ path: undefined, file: { kind: "unknown", reason } });
  if (name.includes("/")) {
    if (workdir === "unknown" && !name.startsWith("/"))
      return unknown(`the directory that ${name} is relative to is not known`);
    const path = resolve(workdir, name);
    return { path, file: files.find(path).file };
  }
  if (searchPath === "unknown") return unknown(`PATH is not known, so ${name} cannot be found`);
  let likely: FoundCommand | undefined;
  for (const folder of searchPath.split(":")) {
    if (workdir === "unknown" && !folder.startsWith("/"))
      return unknown(`PATH has ${folder || "an empty entry"}, relative to a directory that is not known`);
    const path = join(resolve(workdir, folder), name);
    const { file, certain } = files.find(path);
    if (certain && file.kind !== "directory") return { path, file };
    if (file.kind === "unknown" && file.made) likely ??= { path: undefined, file };
  }
  if (likely) return likely;
  return unknown(`no file of the build context is ${name}, so it comes from the base image or a RUN`);
}
