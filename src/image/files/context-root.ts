import { dirname, inside, join, normalize } from "../../files/tree.ts";
import type { FileTree } from "../../files/tree.ts";
import { readCopy } from "./copy.ts";
import type { Copy } from "./copy.ts";
import { replay } from "../settings.ts";
import { hasWildcard } from "./wildcard.ts";
import type { Dockerfile } from "../../parse/dockerfile/syntax.ts";
import type { Stage } from "../built-image.ts";

/**
 * The folder that a Dockerfile is built with: its own, or the nearest one above it, up to `top`, in which most of the
 * sources that COPY and ADD name exist; where they name none that tells, the one that is told.
 */
export function chooseRoot(
  tree: FileTree,
  dockerfile: Dockerfile,
  stages: readonly Stage[],
  { top, told }: { readonly top?: string | undefined; readonly told?: () => string | undefined },
): string {
  const own = dirname(dockerfile.source.path);
  if (top === undefined) return own;
  const sources = [...tellingSources(dockerfile, stages)];
  let best = own;
  let most = count(tree, own, sources);
  for (let folder = own; folder !== "/" && inside(top, dirname(folder));) {
    folder = dirname(folder);
    const there = count(tree, folder, sources);
    if (there > most) [best, most] = [folder, there];
  }
  return sources.length > 0 ? best : (told?.() ?? best);
}

/**
 * Sources that exist in one folder and not in another: not `.`, not `*`. Of `conf/*.sh` it is `conf`.
 */
function tellingSources(dockerfile: Dockerfile, stages: readonly Stage[]): ReadonlySet<string> {
  const told = new Set<string>();
  for (const stage of stages) {
    replay(dockerfile, stage, (instruction, settings) => {
      const copy = readCopy(instruction, settings, { dockerfile, stages, stage });
      if (copy?.from.kind === "context") for (const path of literalPaths(copy)) told.add(path);
    });
  }
  return told;
}

function literalPaths(copy: Copy): string[] {
  return copy.sources.flatMap((source) => {
    if (source.kind !== "path") return [];
    const segments = normalize(`/${source.path}`)
      .split("/")
      .filter((segment) => segment !== "");
    const wild = segments.findIndex(hasWildcard);
    const literal = wild < 0 ? segments : segments.slice(0, wild);
    return literal.length > 0 ? [literal.join("/")] : [];
  });
}

function count(tree: FileTree, folder: string, sources: readonly string[]): number {
  return sources.filter((source) => {
    const { kind } = tree.read(join(folder, source), folder);
    return kind === "file" || kind === "directory";
  }).length;
}
