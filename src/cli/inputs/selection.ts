import { discover } from "../../files/discovery.ts";
import { dirname, relative, resolve } from "../../files/tree.ts";
import { rules } from "../../index.ts";
import { repositoryTop } from "../../files/repository.ts";
import { filesBehind, touches } from "./affected.ts";
import type { RunOptions } from "../arguments/options.ts";
import type { Scene } from "./scene.ts";
import { changedSince } from "./since.ts";
import { UsageError } from "../arguments/usage-error.ts";

/** What a command line names, all paths absolute. */
export interface Named {
  /** Dockerfiles, compose files and manifests, named or found in folders that are. */
  readonly dockerfiles: readonly string[];
  /** Other files: the images of their repositories that read them are meant. */
  readonly parts: readonly string[];
}

/**
 * Which Dockerfiles a run is about: those named and those that read a part, without what a configuration leaves out,
 * and of them, with `--since`, those that have changed. With what the user should know of it, one line each.
 */
export function select(
  { dockerfiles, parts }: Named,
  scene: Scene,
  { paths, since }: RunOptions,
): { readonly dockerfiles: readonly string[]; readonly notices: readonly string[] } {
  const { folder, settings } = scene;
  const shown = (path: string): string => relative(folder, path) || ".";
  const named = new Set(paths.map((path) => resolve(folder, path)));
  const notices: string[] = [];
  const wanted = (path: string): boolean => {
    const pattern = settings.ignored(path);
    if (pattern && named.has(path))
      notices.push(`${shown(path)} is ignored by "${pattern.value}" (${settings.place(pattern.at)})`);
    return pattern === undefined;
  };
  const cache = new Map<string, ReadonlySet<string>>();
  const behind = (path: string): ReadonlySet<string> => {
    const files = cache.get(path) ?? filesBehind(scene, path, rules);
    cache.set(path, files);
    return files;
  };

  const chosen = new Set(dockerfiles.filter(wanted));
  const open = parts.filter(wanted);
  if (dockerfiles.length > 0 && chosen.size + notices.length === 0)
    notices.push("the configuration ignores every Dockerfile found");
  const tops = new Set(open.map((part) => repositoryTop(dirname(part)) ?? folder));
  const candidates =
    open.length > 0 ? discover([...tops]).files.filter((path) => settings.ignored(path) === undefined) : [];
  for (const part of open) {
    const readers = candidates.filter((path) => touches(behind(path), new Set([part])));
    if (readers.length === 0)
      notices.push(
        `${shown(part)} is not a Dockerfile, and no image under ` +
          `${shown(repositoryTop(dirname(part)) ?? folder)} uses it`,
      );
    for (const reader of readers) chosen.add(reader);
  }
  if (since === undefined) return { dockerfiles: [...chosen].sort(), notices };

  const changed = changesIn([...named], since, shown);
  const affected = [...chosen].filter((path) => touches(behind(path), changed)).sort();
  if (affected.length === 0 && chosen.size > 0) notices.push(`no image changed since ${since}`);
  return { dockerfiles: affected, notices };
}

function changesIn(named: readonly string[], since: string, shown: (path: string) => string): ReadonlySet<string> {
  const tops = new Set<string>();
  for (const path of named) {
    const top = repositoryTop(path);
    if (top === undefined) throw new UsageError(`--since ${since}: ${shown(path)} is not in a git repository`);
    tops.add(top);
  }
  return new Set([...tops].flatMap((top) => [...changedSince(since, top)]));
}
