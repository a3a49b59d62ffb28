export type { Judged } from "./stop/judge.ts";
export type { Stage } from "./image/built-image.ts";
export type { Setting } from "./image/built-image.ts";
export type { Image } from "./image/built-image.ts";
export type { Command } from "./image/built-image.ts";
export type { Instruction } from "./parse/dockerfile/syntax.ts";
export type { Dockerfile } from "./parse/dockerfile/syntax.ts";
export { effectOn } from "./known/programs/program.ts";
import type { Diagnostic } from "./text/diagnostic.ts";
import type { Project } from "./project/project.ts";

export type { Diagnostic, Known, Related, Severity } from "./text/diagnostic.ts";
export { byHand } from "./text/edits.ts";
export type { Applicability, Edit, Fix } from "./text/edits.ts";
export type { Location } from "./text/source.ts";
export { asWritten } from "./platforms/container.ts";
export type { Hop, Process, Role } from "./startup/process.ts";
export type { Path, StartUp } from "./stop/start-up.ts";
export type { Project } from "./project/project.ts";
export { findProgram } from "./known/programs/programs.ts";
export { isCutOff, isLost } from "./stop/verdict.ts";
export { isExpendable, isPrompt, mainRow } from "./stop/severity.ts";
export { isIdle, mainJob } from "./startup/follow-script.ts";
export { lasting } from "./shell/purpose/main-program.ts";
export { valuesOf } from "./shell/expansion/expand.ts";
export type { Running, Trap } from "./shell/state/state.ts";
export { isRewritten, stopSignalOf } from "./stop/stop-signal.ts";
export { faultWords } from "./stop/wording/fault-words.ts";
export { graceOf } from "./stop/grace.ts";
export { graceWords, reasonWords } from "./stop/wording/reason-words.ts";
export { isSubshell } from "./stop/response.ts";
export { stayingShells } from "./remedies/staying-shells.ts";
export type { Staying } from "./remedies/staying-shells.ts";
export { betterSignal, everyServiceHasInit, initFixes, unhandledAtPid1 } from "./remedies/pid1.ts";
export { bareArray, runInForeground } from "./remedies/rewrite.ts";
export { meantArray } from "./startup/array-like.ts";
export { insertBehind, jsonArray } from "./remedies/exec-form.ts";
export { commandInstructions, stagesUnder, wholeLines } from "./remedies/layout.ts";

/** What a rule's check gives: a diagnostic that does not yet carry the rule's name. */
export type Finding = Omit<Diagnostic, "rule">;

/** A rule: metadata and one pure function of the project. */
export interface Rule {
  /** Public: configuration, suppressions and links use it. */
  readonly id: string;
  /** One sentence, without the full stop: what the rule says. */
  readonly summary: string;
  /** Ids of other tools' rules whose suppressions silence this one too. */
  readonly alsoSilencedBy: readonly string[];
  check(project: Project): Iterable<Finding>;
}

/**
 * What is said first of each place: the worst way through a start-up comes first, and others may lead to the same
 * place.
 */
export function* oncePerPlace(findings: Iterable<Finding>): Iterable<Finding> {
  const told = new Set<string>();
  for (const finding of findings) {
    const place = `${finding.at.path}:${finding.at.start}-${finding.at.end}`;
    if (told.has(place)) continue;
    told.add(place);
    yield finding;
  }
}
