import type { Known } from "../../text/diagnostic.ts";
import { normalize, resolve } from "../../files/tree.ts";
import { splitWords } from "../../parse/dockerfile/dockerfile.ts";
import { executableAfter } from "./mode.ts";
import { expandIn, expandPath } from "../settings.ts";
import type { Settings } from "../settings.ts";
import { stageAbove } from "../stages.ts";
import type { Dockerfile, Heredoc, Instruction } from "../../parse/dockerfile/syntax.ts";
import type { Stage } from "../built-image.ts";

/** What COPY or ADD takes something from. */
export type CopySource =
  /** A path, with its variables expanded and its wildcards not: of the context, a stage or an image. */
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "heredoc"; readonly heredoc: Heredoc }
  | { readonly kind: "remote"; readonly url: string }
  /** A path with a variable that the file does not tell. */
  | { readonly kind: "unknown"; readonly raw: string };

/** COPY or ADD, with the variables and the WORKDIR in force there applied. */
export interface Copy {
  readonly instruction: Instruction;
  readonly line: number;
  readonly sources: readonly CopySource[];
  /** Absolute path in the image, normalized. */
  readonly target: Known<string>;
  /**
   * Whether the target is written as a folder: a slash at its end, or several sources. Else it depends on what stands
   * there.
   */
  readonly intoDirectory: boolean;
  readonly from:
    | { readonly kind: "context" }
    | { readonly kind: "stage"; readonly stage: Stage }
    | { readonly kind: "image"; readonly name: string };
  /** What `--chmod` makes of the executable bit; undefined: it stays as it is. */
  readonly executable: Known<boolean> | undefined;
  readonly keepsParents: boolean;
  readonly excluded: readonly string[];
}

/** Where an instruction stands: in a stage, one of those of a Dockerfile. */
interface Standing {
  readonly dockerfile: Dockerfile;
  readonly stages: readonly Stage[];
  readonly stage: Stage;
}

/** Reads COPY and ADD. Undefined for another instruction, and for one without a source and a target. */
export function readCopy(
  instruction: Instruction,
  settings: Settings,
  { dockerfile, stages, stage }: Standing,
): Copy | undefined {
  if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") return undefined;
  const { form } = instruction;
  const { escape } = dockerfile;
  const words =
    form.kind === "exec"
      ? form.words.map((word) => word.text.text)
      : splitWords(instruction.body, escape).map((word) => word.raw);
  const last = words.pop();
  if (last === undefined || words.length === 0) return undefined;
  const expand = (raw: string): Known<string> => expandIn(settings, raw, escape);
  const target = expandPath(settings, last, escape);
  const sources = words.map((raw) => readSource(raw, instruction, expand(raw)));
  const from = flag(instruction, "from");
  const mode = flag(instruction, "chmod");
  return {
    instruction,
    line: dockerfile.source.position(instruction.at.start).line,
    sources,
    target: resolveTarget(target, settings.workdir.value),
    intoDirectory: sources.length > 1 || /(^|\/)\.{0,2}$/.test(target),
    from: from === undefined ? { kind: "context" } : readFrom(expand(from), stages, stage),
    executable: mode === undefined ? undefined : executableAfter(expand(mode)),
    keepsParents: instruction.flags.some((each) => each.name === "parents" && each.value !== "false"),
    excluded: instruction.flags.flatMap((each) =>
      each.name === "exclude" && each.value !== undefined ? [each.value] : [],
    ),
  };
}

/** Whether ADD unpacks it: an archive by its name. */
export function isArchive(path: string): boolean {
  return /\.(tar|tgz|tbz2?|txz|tzst|tar\.(gz|bz2|xz|zst))$/i.test(path);
}

function readSource(raw: string, instruction: Instruction, path: Known<string>): CopySource {
  const heredocName = /^<<-?(["']?)(.+)\1$/.exec(raw)?.[2];
  const heredoc = instruction.heredocs.find((each) => each.name === heredocName);
  if (heredoc) return { kind: "heredoc", heredoc };
  if (instruction.keyword === "ADD" && /^(\w+:\/\/|git@)/.test(raw))
    return { kind: "remote", url: path === "unknown" ? raw : path };
  return path === "unknown" ? { kind: "unknown", raw } : { kind: "path", path };
}

function resolveTarget(target: Known<string>, workdir: Known<string>): Known<string> {
  if (target === "unknown") return target;
  if (target.startsWith("/")) return normalize(target);
  return workdir === "unknown" ? workdir : resolve(workdir, target);
}

/** `--from` names a stage above, by its name or number, or else an image. */
function readFrom(name: Known<string>, stages: readonly Stage[], stage: Stage): Copy["from"] {
  const named = stageAbove(stages, stage, name);
  return named ? { kind: "stage", stage: named } : { kind: "image", name };
}

function flag(instruction: Instruction, name: string): string | undefined {
  return instruction.flags.findLast((each) => each.name === name)?.value;
}
