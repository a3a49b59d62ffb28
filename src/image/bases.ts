import { obstacleOf } from "../files/tree.ts";
import type { FileTree } from "../files/tree.ts";
import { shells } from "../known/shells/shells.ts";
import { parseDockerfile } from "../parse/dockerfile/dockerfile.ts";
import { Source } from "../text/source.ts";
import { imageOf } from "./image.ts";
import { openContext } from "./build-context.ts";
import type { BuildContext } from "./build-context.ts";
import { rootBaseOf, stagesOf } from "./stages.ts";
import { canonicalSignal } from "../known/platforms/signals.ts";
import type { Base, BuiltBase, Command, Image } from "./built-image.ts";
import type { Bases } from "./described-bases.ts";

/** A description that was read, or what is wrong with it. */
type ReadBase = { readonly ok: true; readonly base: Base } | { readonly ok: false; readonly reason: string };

/**
 * Reads what describes a private base image: a JSON object with any of `entrypoint`, `cmd`, `shell` (arrays of
 * strings), `stopSignal`, `user`, `sh` ("dash", "bash", "ash", "none", ...), or a Dockerfile whose last stage builds
 * the image.
 */
export function readBase(tree: FileTree, path: string, name: string, bases: Bases): ReadBase {
  const entry = tree.read(path);
  if (entry.kind !== "file") return { ok: false, reason: obstacleOf(entry) ?? "" };
  if (entry.text.trimStart().startsWith("{")) return fromJson(entry.text, path, name);
  const dockerfile = parseDockerfile(new Source(path, entry.text));
  const [problem] = dockerfile.problems;
  const stages = problem ? [] : stagesOf(dockerfile, bases);
  const stage = stages.at(-1);
  if (!stage)
    return {
      ok: false,
      reason: `it is neither a JSON object nor a Dockerfile: ${problem?.message ?? "it has no FROM"}`,
    };
  const base = baseFrom(imageOf(dockerfile, stage), name, openContext(tree, dockerfile, stages));
  return { ok: true, base: { ...base, built: base.built && asDescribed(base.built) } };
}

/** A description is read, and nothing that it rests on is changed. */
function asDescribed(built: BuiltBase): BuiltBase {
  return {
    ...built,
    find: (path) => {
      const found = built.find(path);
      return found.file.kind === "file" ? { ...found, file: { ...found.file, fixable: false } } : found;
    },
  };
}

/** What an image is as the base of another, with its files. */
export function baseFrom(image: Image, name: string, context: BuildContext): Base {
  const { shell, stopSignal, user, sh, base, stage, env, workdir } = image;
  const { path } = image.dockerfile.source;
  const below = rootBaseOf(stage);
  const inherited = below.kind === "image" ? (below.row?.built?.sources ?? []) : [];
  return {
    name,
    entrypoint: wordsOf(image.entrypoint.value),
    cmd: wordsOf(image.cmd.value),
    stopSignal: stopSignal.value === "unknown" ? undefined : stopSignal.value,
    shell: shell.value === "unknown" ? undefined : shell.value,
    user: user.value === "unknown" ? undefined : user.value,
    sh: sh === "unknown" ? undefined : sh,
    packageManager: base?.packageManager,
    init: base?.init,
    entrypointExecsArgs: image.entrypoint.by.kind === "base" ? base?.entrypointExecsArgs : undefined,
    scripts: base?.scripts ?? [],
    windows: image.windows,
    evidence: { kind: "sourced", source: path },
    built: {
      env,
      workdir: workdir.value,
      sources: [path, ...inherited],
      find: (at) => context.find(stage, at),
      names: (folder) => context.names(stage, folder),
    },
  };
}

function wordsOf(command: Image["cmd"]["value"]): readonly string[] | null | undefined {
  if (command === "unknown" || command.kind === "invalid") return undefined;
  return command.kind === "empty" ? null : plain(command);
}

function plain(command: Exclude<Command, { kind: "empty" | "invalid" }>): readonly string[] | undefined {
  if (command.kind === "shell") return [...command.shell, command.text.text];
  const words = command.words.map((word) => word.value);
  return words.includes("unknown") ? undefined : words;
}

const lists = ["entrypoint", "cmd", "shell"] as const;
const texts = ["stopSignal", "user", "sh"] as const;

function fromJson(text: string, path: string, name: string): ReadBase {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, reason: `it is no valid JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const fields = new Map<string, unknown>(Object.entries(value ?? {}));
  const wrong = [...fields.keys()].find((key) => ![...lists, ...texts].some((known) => known === key));
  if (wrong !== undefined)
    return {
      ok: false,
      reason: `"${wrong}" is no field of a base image; there are ${[...lists, ...texts].join(", ")}`,
    };
  const list = (key: string): readonly string[] | null | undefined => {
    const found = fields.get(key);
    if (found === undefined || found === null) return null;
    const words = Array.isArray(found) ? found.filter((word) => typeof word === "string") : [];
    return Array.isArray(found) && words.length === found.length ? words : undefined;
  };
  const bad =
    lists.find((key) => list(key) === undefined) ??
    texts.find((key) => fields.has(key) && typeof fields.get(key) !== "string");
  if (bad !== undefined)
    return {
      ok: false,
      reason: `"${bad}" must be ${lists.some((key) => key === bad) ? "an array of strings" : "a string"}`,
    };
  const string = (key: string): string | undefined =>
    typeof fields.get(key) === "string" ? String(fields.get(key)) : undefined;
  const sh = string("sh");
  const family = sh === "none" ? ("none" as const) : Object.values(shells).find((row) => row.family === sh)?.family;
  if (sh !== undefined && family === undefined)
    return { ok: false, reason: `"sh" must be one of ${Object.keys(shells).join(", ")}, none` };
  const signal = string("stopSignal");
  if (signal !== undefined && canonicalSignal(signal) === undefined)
    return { ok: false, reason: `"${signal}" is no signal` };
  return {
    ok: true,
    base: {
      name,
      entrypoint: list("entrypoint"),
      cmd: list("cmd"),
      shell: list("shell"),
      stopSignal: signal === undefined ? null : canonicalSignal(signal),
      user: string("user") ?? null,
      sh: family,
      packageManager: undefined,
      init: null,
      entrypointExecsArgs: undefined,
      windows: false,
      evidence: { kind: "sourced", source: path },
    },
  };
}
