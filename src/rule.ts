import type { Diagnostic } from "./diagnostic.ts";
import type { Project } from "./model/project.ts";

export type { Diagnostic, Known, Related, Severity } from "./diagnostic.ts";
export { byHand } from "./fix.ts";
export type { Applicability, Edit, Fix } from "./fix.ts";
export type { Location } from "./text.ts";
export type { Dockerfile, Instruction } from "./parse/dockerfile.ts";
export type { Command, Image, Setting, Stage } from "./model/image.ts";
export { asWritten } from "./model/container.ts";
export type { Hop, Path, Process, Role, StartUp } from "./model/outcome.ts";
export type { Judged, Project } from "./model/project.ts";
export type { MissingExec } from "./model/missingexec.ts";
export { effectOn, findProgram } from "./known/programs.ts";
export { isExpendable, isPrompt, mainRow } from "./model/blame.ts";
export { isIdle, mainJob } from "./model/follow.ts";
export { keepInForeground, replaceDaemon } from "./model/foreground.ts";
export { pipelineOf } from "./model/pipelines.ts";
export { lasting } from "./model/shell/mainprogram.ts";
export { valuesOf } from "./model/shell/expand.ts";
export type { Running, Trap } from "./model/shell/state.ts";
export { dropStopSignal, setStopSignal } from "./model/stopsignal.ts";
export { isRewritten, stopSignalOf } from "./model/signal.ts";
export { isSubshell } from "./model/response.ts";
export { stayingShells } from "./model/staying.ts";
export type { Staying } from "./model/staying.ts";
export { missingExecs } from "./model/missingexec.ts";
export { orphanEvidence } from "./model/orphans.ts";
export { betterSignal, everyServiceHasInit, initFixes, unhandledAtPid1 } from "./model/pid1.ts";
export { bareArray, runInForeground } from "./model/rewrite.ts";
export { effectOf, isForDevelopment, runnerFixes } from "./model/runnerfix.ts";
export { judgeShellForm } from "./model/shellform.ts";
export { meantArray } from "./model/arraylike.ts";
export { mendStart, unrunnables } from "./model/unrunnable.ts";
export { insertBehind, jsonArray } from "./model/words.ts";
export { ignoredCmd } from "./model/ignoredcmd.ts";
export { commandInstructions, stagesUnder, wholeLines } from "./model/layout.ts";

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

/** What is said first of each place: the worst way through a start-up comes first, and others may lead to the same place. */
export function* oncePerPlace(findings: Iterable<Finding>): Iterable<Finding> {
  const told = new Set<string>();
  for (const finding of findings) {
    const place = `${finding.at.path}:${finding.at.start}-${finding.at.end}`;
    if (told.has(place)) continue;
    told.add(place);
    yield finding;
  }
}
