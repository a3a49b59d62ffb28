import { obstacleOf } from "../files/tree.ts";
import type { FileTree } from "../files/tree.ts";
import { shells } from "../known/shells/shells.ts";
import { parseDockerfile } from "../parse/dockerfile/dockerfile.ts";
import { Source } from "../text/source.ts";
import { imageOf } from "./image.ts";
import { stagesOf } from "./stages.ts";
import { canonicalSignal } from "../known/platforms/signals.ts";
import type { BaseImage } from "../known/images/base-image.ts";
import type { Command, Image } from "./built-image.ts";
import type { BaseImages } from "./described-bases.ts";

/** A description that was read, or what is wrong with it. */
type ReadBase = { readonly ok: true; readonly base: BaseImage } | { readonly ok: false; readonly reason: string };

/**
 * Reads what describes a private base image: a JSON object with any of `entrypoint`, `cmd`, `shell` (arrays of
 * strings), `stopSignal`, `user`, `sh` ("dash", "bash", "ash", "none", ...), or a Dockerfile whose last stage builds
 * the image.
 */
export function readBase(tree: FileTree, path: string, name: string, bases: BaseImages): ReadBase {
  const entry = tree.read(path);
  if (entry.kind !== "file") return { ok: false, reason: obstacleOf(entry) ?? "" };
  if (entry.text.trimStart().startsWith("{")) return fromJson(entry.text, path, name);
  const dockerfile = parseDockerfile(new Source(path, entry.text));
  const [problem] = dockerfile.problems;
  const stage = problem ? undefined : stagesOf(dockerfile, bases).at(-1);
  if (!stage)
    return {
      ok: false,
      reason: `it is neither a JSON object nor a Dockerfile: ${problem?.message ?? "it has no FROM"}`,
    };
  return { ok: true, base: fromImage(imageOf(dockerfile, stage), path, name) };
}

function fromImage(image: Image, path: string, name: string): BaseImage {
  const { shell, stopSignal, user, sh } = image;
  return {
    name,
    entrypoint: wordsOf(image.entrypoint.value),
    cmd: wordsOf(image.cmd.value),
    stopSignal: stopSignal.value === "unknown" ? undefined : stopSignal.value,
    shell: shell.value === "unknown" ? undefined : shell.value,
    user: user.value === "unknown" ? undefined : user.value,
    sh: sh === "unknown" ? undefined : sh,
    packageManager: image.base?.packageManager,
    init: image.base?.init,
    entrypointExecsArgs: undefined,
    windows: image.windows,
    evidence: { kind: "sourced", source: path },
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
