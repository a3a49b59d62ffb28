import type { Note, Reason } from "../stop/reason.ts";
import { reasonKinds, reasonWords } from "../stop/wording/reason-words.ts";
import type { Waiver } from "../stop/severity.ts";
import { unresolvedWords } from "../stop/wording/unresolved-words.ts";
import type { Location } from "../text/source.ts";

/** Who tells a container to stop, and after how many seconds it sends SIGKILL. */
export interface PlatformReport {
  /** "docker stop", "kubelet". */
  readonly name: string;
  readonly seconds: number;
}

/** Why an outcome is what it is, as data and in words. What a kind of reason does not have is undefined. */
export interface ReasonReport {
  /** "keeps", "reaches", "unresolved", ... */
  readonly kind: Reason["kind"] | "not followed";
  /** One sentence without its full stop. */
  readonly text: string;
  /** Who acts, or fails to: "dash", "npm", "nginx". */
  readonly actor?: string | undefined;
  /** Canonical: "SIGTERM". */
  readonly signal?: string | undefined;
  /** What comes of it, where a kind has several ends: "graceful", "exits", "job". */
  readonly effect?: string | undefined;
  /** What is open, or at fault: a word for it ("base image", "crlf"), or a sentence where only that is known. */
  readonly cause?: string | undefined;
  /** The process that the signal is kept from, or that is killed. */
  readonly child?: string | undefined;
  /** Who waits how long before SIGKILL, where it comes to that. */
  readonly platform?: PlatformReport | undefined;
  /** Seconds after which the actor kills the child. */
  readonly after?: number | undefined;
  /** Where that stands: a trap, a command that cannot start, the script at fault. */
  readonly places: readonly Location[];
}

/** What one process does with the stop signal, as data and in words. */
export interface NoteReport {
  /** "forwards", "handles", "ignores", ... */
  readonly kind: Note["kind"];
  /** Canonical; undefined where the note is about none. */
  readonly signal: string | undefined;
  readonly text: string;
}

/** What would resolve an outcome that is not known. */
export interface Need {
  readonly kind: "base image" | "file" | "build step" | "value" | "program" | "other";
  /** The base image, file, word or program; of what fits nowhere else, the reason in words. */
  readonly name: string;
}

/** Why a stuck or abrupt way needs no finding, as data and in words. */
export interface WaiverReport {
  /** "keep-alive", "development", "own way", ... */
  readonly kind: Waiver["kind"];
  readonly text: string;
}

/** Whether what a finding carries as the reason of an outcome is one. */
export function isReason(given: { readonly kind: string }): given is Reason {
  return reasonKinds.includes(given.kind);
}

/** What the reports show of a reason. */
export function reasonReport(reason: Reason): ReasonReport {
  return {
    kind: reason.kind,
    text: reasonWords(reason),
    actor: "actor" in reason ? reason.actor : undefined,
    signal: "signal" in reason ? reason.signal : reason.kind === "leaves" ? reason.trap : undefined,
    effect: effectOf(reason),
    cause: causeOf(reason),
    child: "child" in reason ? reason.child : undefined,
    platform: "grace" in reason ? platformOf(reason.grace) : undefined,
    after: reason.kind === "kills" ? reason.after : undefined,
    places: placesOf(reason),
  };
}

/** What the reports show of a start-up that could not be followed at all. */
export const notFollowed: ReasonReport = { kind: "not followed", text: "the start-up is unknown", places: [] };

/** What the reports show of who stops a container. */
export function platformOf({ name, seconds }: PlatformReport): PlatformReport {
  return { name, seconds };
}

function effectOf(reason: Reason): string | undefined {
  switch (reason.kind) {
    case "reaches":
      return reason.effect.is;
    case "cuts work":
      return reason.how;
    case "exits by itself":
      return reason.as;
    default:
      return undefined;
  }
}

function causeOf(reason: Reason): string | undefined {
  switch (reason.kind) {
    case "unresolved":
      return reason.why.kind === "cause" ? unresolvedWords(reason.why) : reason.why.kind;
    case "cannot start":
      return reason.problem.fault.code;
    case "which shell":
      return reason.decides;
    case "hidden trap":
    case "trap unknown":
      return reason.cause;
    default:
      return undefined;
  }
}

function placesOf(reason: Reason): readonly Location[] {
  const given =
    reason.kind === "cannot start"
      ? [reason.problem.at, reason.problem.file]
      : "at" in reason
        ? [reason.at]
        : ofCode(reason);
  return given.flatMap((at) => (at && at.path !== "" ? [at] : []));
}

/** Where the user's own code handles the signal, or would have to. */
function ofCode(reason: Reason): readonly Location[] {
  if (reason.kind === "unhandled") return [(reason.unhandled.idle ?? reason.unhandled.belongs).at];
  if (reason.kind === "cuts work")
    return [reason.handler?.place.at, reason.unhandled?.belongs.at].flatMap((at) => at ?? []);
  const handler = reason.kind === "reaches" && reason.effect.is === "your code" ? reason.effect.handler : undefined;
  return handler ? [handler.place.at] : [];
}

/** What would resolve an outcome with this reason. */
export function needOf(reason: Reason): Need {
  if (reason.kind === "effect unknown" || reason.kind === "slow") return { kind: "program", name: reason.actor };
  if (reason.kind !== "unresolved") return { kind: "other", name: reasonWords(reason) };
  const { why } = reason;
  switch (why.kind) {
    case "base image":
      return { kind: "base image", name: why.image };
    case "not in sources":
    case "not a file":
      return { kind: "file", name: why.name };
    case "altered":
      return { kind: "build step", name: why.path };
    case "word":
      return { kind: "value", name: why.word };
    case "runner":
      return why.gap.is === "not in sources"
        ? { kind: "file", name: why.gap.script }
        : { kind: "other", name: reasonWords(reason) };
    default:
      return { kind: "other", name: reasonWords(reason) };
  }
}
