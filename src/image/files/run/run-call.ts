import type { Known } from "../../../text/diagnostic.ts";
import { inside, join, normalize, resolve } from "../../../files/tree.ts";
import type { Glob } from "../../../text/glob.ts";
import type { Layer } from "../layers.ts";
import type { RunWord } from "./run-commands.ts";
import { wildcard } from "../wildcard.ts";

/** A path that a command names; with wildcards, all that they match. */
export interface Target {
  readonly path: string;
  readonly matcher: Glob | undefined;
  /** Written with `/.` at its end: what is in the folder, not the folder. */
  readonly contents: boolean;
}

/** A command and where it stands, for the commands' models. */
export interface Call {
  readonly name: string;
  readonly args: readonly RunWord[];
  readonly line: number;
  /** The directory that it runs in. */
  readonly cwd: Known<string>;
  /** Whether what is built there is built from files of the context alone. */
  readonly sources: "own" | "others";
  /** The path that a word names; undefined where it is not known. */
  readonly locate: (word: RunWord) => Target | undefined;
  /** The paths that a word may name which `locate` does not know; undefined for the others. */
  readonly guess: (word: RunWord) => Glob | undefined;
}

/** What a command does to a path. */
export type Tracer = Layer["trace"];

/** The path that a word names for a command that runs in `cwd`; undefined where it is not known. */
export function locateIn(cwd: Known<string>, { value, pattern }: RunWord): Target | undefined {
  if (value === "unknown" || (cwd === "unknown" && !value.startsWith("/"))) return undefined;
  const path = cwd === "unknown" ? normalize(value) : resolve(cwd, value);
  return {
    path,
    matcher: pattern ? wildcard(path, "shell") : undefined,
    contents: /\/\.?$/.test(value) && value.endsWith("."),
  };
}

/** The paths that a word may name whose path is not known; undefined where it is. */
export function guessIn(cwd: Known<string>, word: RunWord): Glob | undefined {
  if (locateIn(cwd, word)) return undefined;
  const { outline } = word;
  if (outline.startsWith("/") || outline.startsWith("**")) return wildcard(outline, "outline");
  return wildcard(cwd === "unknown" ? `**/${outline}` : join(cwd, outline), "outline");
}

/** Whether a word names a path. */
export function matches(target: Target, path: string): boolean {
  return target.matcher ? target.matcher.matches(path) : target.path === path;
}

/** Whether a word names a path or a folder above it. */
export function covers(target: Target, path: string): boolean {
  return target.matcher ? target.matcher.above(path) !== undefined : inside(target.path, path);
}
