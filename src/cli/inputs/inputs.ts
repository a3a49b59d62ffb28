import { discover } from "../../files/discovery.ts";
import { diskTree, largest, lstatOf, statOf } from "../../files/disk.ts";
import type { FileTree } from "../../files/tree.ts";
import { basename, dirname, inside, overlay, relative, resolve } from "../../files/tree.ts";
import { withGrammars } from "../../parse/source/grammars.ts";
import { dockerfilesBuiltBy } from "../../project/builders.ts";
import { fileKinds } from "../../files/kinds.ts";
import { mayBuild } from "../../platforms/platforms.ts";
import { reachOf, repositoryTop, withinReach } from "../../files/repository.ts";
import { GitError, namesIn, openGit } from "./git.ts";
import type { RunOptions } from "../arguments/options.ts";
import { atRevision } from "./revision.ts";
import { openDockerfile, openScene } from "./scene.ts";
import type { Scene } from "./scene.ts";
import { select } from "./selection.ts";
import type { Named } from "./selection.ts";
import { UsageError } from "../arguments/usage-error.ts";

/** What a run reads: the Dockerfiles among and below the paths of the command line. */
export interface Inputs extends Scene {
  /** Absolute paths. */
  readonly dockerfiles: readonly string[];
  /** What was named or found, with what the configuration leaves out. */
  readonly named: Named;
  /** The files as they are in the revision of `--base`. */
  readonly past: FileTree | undefined;
  /** Whether the text of the one Dockerfile is not the disk's, but that of standard input. */
  readonly unsaved: boolean;
  /** Whether a path of the command line could not be looked at; the notices say which. */
  readonly incomplete: boolean;
  /** What the user should know of the search, one line each. */
  readonly notices: readonly string[];
  /**
   * Everything that could be linted in the repository of a file, or in the working directory where there is none.
   * Looked for when first asked for.
   */
  neighbours(path: string): readonly string[];
}

/**
 * Finds and opens what the command line names, seen from `folder`. Throws a {@link UsageError} for what is not there or
 * cannot be read.
 */
export async function openInputs(options: RunOptions, folder: string): Promise<Inputs> {
  const { tree, named, unsaved, notices, reach, incomplete } = options.paths.includes("-")
    ? await openStandardInput(options, folder)
    : openPaths(options, folder);
  const past = options.base === undefined ? undefined : atRevision(tree, options.base);
  // A revision that a repository does not know is wrong usage, whatever is read of it.
  for (const top of reach.tops) past?.read(top);
  const scene = openScene(options, {
    tree,
    folder,
    reach,
    written: (options.configFrom === "base" ? past : undefined) ?? tree,
  });
  const selected = await withGrammars(() => select(named, scene, options));
  for (const path of selected.dockerfiles) {
    const entry = scene.settings.target(path) && tree.read(path);
    if (entry?.kind === "file") openDockerfile(scene, path, entry.text);
  }
  const found = new Map<string, readonly string[]>();
  return {
    ...scene,
    past,
    incomplete,
    named,
    dockerfiles: selected.dockerfiles,
    unsaved,
    notices: options.quiet ? [] : [...notices, ...selected.notices],
    neighbours(path) {
      const top = repositoryTop(dirname(path)) ?? folder;
      const known = found.get(top) ?? discover([top]).files;
      found.set(top, known);
      return known;
    },
  };
}

interface Opened extends Pick<Inputs, "tree" | "unsaved" | "notices" | "reach" | "incomplete"> {
  readonly named: Named;
}

function openPaths({ paths, base }: RunOptions, folder: string): Opened {
  const given = paths.map((path) => resolve(folder, path));
  const reach = reachOf(given, folder);
  const tree = withinReach(diskTree(), reach);
  const parts = given.filter((path) => isPart(tree, path));
  // Of a change to be judged by its base no ignore file of its own leaves a file out.
  const tracked = new Set(base === undefined ? [] : given.flatMap(trackedAround));
  const isOdd = (path: string): boolean => statOf(path)?.isFile() === false && !statOf(path)?.isDirectory();
  const search = discover(
    given.filter((path) => !parts.includes(path) && !isOdd(path)),
    { holds: reach.holds, tracked },
  );
  const problems = [
    ...search.problems.map(
      ({ path, reason }) => `${shown(folder, path)}: ${reason}; name Dockerfiles, or folders to search`,
    ),
    ...given
      .filter(isOdd)
      .map((path) => `cannot read ${shown(folder, path)}: not a regular file; use - for standard input`),
  ];
  const [problem = ""] = problems;
  // A link that leads nowhere costs no other file its findings; a slip of the user's is told before anything is done.
  if (problems.length > 0 && (problems.length === given.length || given.some((path) => lstatOf(path) === undefined)))
    throw new UsageError(problem);
  const notices = [
    ...problems,
    ...search.skipped.map(({ path, reason }) => `${shown(folder, path)} was not read: ${reason}`),
  ];
  const files = [
    ...new Set([
      ...search.files,
      ...given.flatMap((path) => (parts.includes(path) ? [] : builtBelow(tree, path, search.files))),
    ]),
  ].sort();
  if (files.length === 0 && parts.length === 0) notices.push(`no Dockerfile found in ${paths.join(", ")}`);
  return {
    tree,
    named: { dockerfiles: files, parts },
    unsaved: false,
    notices,
    reach,
    incomplete: problems.length > 0,
  };
}

/** Dockerfiles of any name that compose files found below a folder build: nobody else would speak of them. */
function builtBelow(tree: FileTree, path: string, found: readonly string[]): readonly string[] {
  if (tree.read(path).kind !== "directory") return [];
  const composed = found.filter((each) => mayBuild(basename(each)) && inside(path, each));
  return composed
    .flatMap((each) => dockerfilesBuiltBy(tree, each))
    .filter((each) => inside(path, each) && tree.read(each).kind === "file");
}

/** Files of a path's repository that git tracks, with the folders that they are in. */
function trackedAround(path: string): readonly string[] {
  const top = repositoryTop(path);
  if (top === undefined) return [];
  try {
    const files = namesIn(openGit(top)("ls-files", "-z").output, top);
    return [...files, ...new Set(files.flatMap((file) => foldersOf(file, top)))];
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new UsageError(error.message);
  }
}

function foldersOf(file: string, top: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = dirname(file); folder !== top && inside(top, folder); folder = dirname(folder))
    folders.push(folder);
  return folders;
}

/** Whether a file is none to lint but a part of images: a script, a package.json. */
function isPart(tree: FileTree, path: string): boolean {
  const entry = tree.read(path);
  return entry.kind === "file" && !fileKinds.some((kind) => kind.mayBe(basename(path), entry.text));
}

async function openStandardInput({ stdinFilename = "Dockerfile" }: RunOptions, folder: string): Promise<Opened> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    chunks.push(Buffer.from(chunk));
    length += chunk.length;
    if (length > largest) throw new UsageError("standard input is larger than 8 MiB: not a Dockerfile");
  }
  const path = resolve(folder, stdinFilename);
  const reach = reachOf([path], folder);
  const tree = overlay(withinReach(diskTree(), reach), new Map([[path, Buffer.concat(chunks).toString("utf8")]]));
  if (tree.read(path).kind !== "file")
    throw new UsageError(`--stdin-filename ${stdinFilename}: name a file, not a folder`);
  return { tree, named: { dockerfiles: [path], parts: [] }, unsaved: true, notices: [], reach, incomplete: false };
}

function shown(folder: string, path: string): string {
  return relative(folder, path) || ".";
}
