import { discover, repositoryTop } from "../discover.ts";
import { diskTree } from "../disk.ts";
import type { FileTree } from "../files.ts";
import { dirname, overlay, relative, resolve } from "../files.ts";
import type { BaseImage } from "../known/images.ts";
import { readBase } from "../model/bases.ts";
import { findStage, openProject } from "../model/project.ts";
import type { ProjectOptions } from "../model/project.ts";
import { Source } from "../text.ts";
import type { RunOptions } from "./options.ts";
import { UsageError } from "./usage.ts";

/** What a run reads: the Dockerfiles among and below the paths of the command line. */
export interface Inputs {
  readonly folder: string;
  readonly tree: FileTree;
  /** Absolute paths. */
  readonly dockerfiles: readonly string[];
  /** Whether the text of the one Dockerfile is not the disk's, but that of standard input. */
  readonly unsaved: boolean;
  /** What the user should know of the search, one line each. */
  readonly notices: readonly string[];
  project(path: string): ProjectOptions;
  /** Everything that could be linted in the repository of a file, or in the working directory where there is none. Looked for when first asked for. */
  neighbours(path: string): readonly string[];
}

/** Finds and opens what the command line names, seen from `folder`. Throws a {@link UsageError} for what is not there or cannot be read. */
export async function openInputs(options: RunOptions, folder: string): Promise<Inputs> {
  const { tree, dockerfiles, unsaved, notices } = options.paths.includes("-") ? await openStandardInput(options, folder) : openPaths(options, folder);
  const contextRoot = options.context === undefined ? undefined : resolve(folder, options.context);
  if (contextRoot !== undefined && tree.read(contextRoot).kind !== "directory") throw new UsageError(`--context ${options.context}: no such folder`);
  const baseImages = new Map<string, BaseImage>();
  for (const { name, file } of options.baseImages) {
    const read = readBase(tree, resolve(folder, file), name, baseImages);
    if (!read.ok) throw new UsageError(`--base-image ${name}=${file}: ${read.reason}`);
    baseImages.set(name, read.base);
  }
  const tops = new Map<string, string | undefined>();
  const found = new Map<string, readonly string[]>();
  const inputs: Inputs = {
    folder, tree, dockerfiles, unsaved, notices,
    project(path) {
      const own = dirname(path);
      if (!tops.has(own)) tops.set(own, repositoryTop(own));
      return { contextRoot, top: tops.get(own), target: options.target, baseImages };
    },
    neighbours(path) {
      const top = repositoryTop(dirname(path)) ?? folder;
      const known = found.get(top) ?? discover([top]).files;
      found.set(top, known);
      return known;
    },
  };
  if (options.target !== undefined) checkTarget(inputs, options.target);
  return inputs;
}

type Opened = Pick<Inputs, "tree" | "dockerfiles" | "unsaved" | "notices">;

function openPaths({ paths, quiet }: RunOptions, folder: string): Opened {
  const { files, problems, skipped } = discover(paths.map((path) => resolve(folder, path)));
  const [problem] = problems;
  if (problem) throw new UsageError(`${shown(folder, problem.path)}: ${problem.reason}; name Dockerfiles, or folders to search`);
  const tree = diskTree();
  const named = new Set(paths.map((path) => resolve(folder, path)));
  for (const path of files) {
    const entry = named.has(path) ? tree.read(path) : undefined;
    if (entry?.kind === "unreadable") throw new UsageError(`${shown(folder, path)} cannot be read: ${entry.reason}; use - for text from standard input`);
  }
  const notices = skipped.map(({ path, reason }) => `${shown(folder, path)} was not searched: ${reason}`);
  if (files.length === 0) notices.push(`no Dockerfile found in ${paths.join(", ")}`);
  return { tree, dockerfiles: files, unsaved: false, notices: quiet ? [] : notices };
}

async function openStandardInput({ stdinFilename = "Dockerfile" }: RunOptions, folder: string): Promise<Opened> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  const path = resolve(folder, stdinFilename);
  const tree = overlay(diskTree(), new Map([[path, Buffer.concat(chunks).toString("utf8")]]));
  if (tree.read(path).kind !== "file") throw new UsageError(`--stdin-filename ${stdinFilename}: name a file, not a folder`);
  return { tree, dockerfiles: [path], unsaved: true, notices: [] };
}

function checkTarget(inputs: Inputs, target: string): void {
  for (const path of inputs.dockerfiles) {
    const entry = inputs.tree.read(path);
    if (entry.kind !== "file") continue;
    const { stages } = openProject(inputs.tree, new Source(path, entry.text), inputs.project(path));
    if (stages.length === 0 || findStage(stages, target)) continue;
    const names = stages.map((stage) => stage.name ?? String(stage.index)).join(", ");
    throw new UsageError(`--target ${target}: ${shown(inputs.folder, path)} has no such stage; it has ${names}`);
  }
}

function shown(folder: string, path: string): string {
  return relative(folder, path) || ".";
}
