import type { Project } from "./project/project.ts";
import { atMost } from "./stop/severity.ts";
import type { Path } from "./stop/start-up.ts";
import { conditionWords } from "./stop/wording/condition-words.ts";
import type { Diagnostic } from "./text/diagnostic.ts";
import { worded } from "./text/message-table.ts";
import type { Messages, ReasonFor } from "./text/message-table.ts";

// What the questions of rules are put in; how things are written stands in src/remedies.
export type { Instruction } from "./parse/dockerfile/syntax.ts";
export { asWritten, type Container } from "./platforms/container.ts";
export type { Project } from "./project/project.ts";
export type { Running } from "./shell/state/state.ts";
export type { Trap } from "./shell/state/traps.ts";
export { isIdle, mainJob } from "./startup/main-job.ts";
export type { Process } from "./startup/process.ts";
export type { Judged } from "./stop/judge.ts";
export { leftBehindOn } from "./stop/left-behind.ts";
export { isSubshell, nameOf } from "./stop/response.ts";
export { isExpendable, isGrouped, isForDevelopment, isKilledAnyway, isPrompt, mainRow } from "./stop/severity.ts";
export type { Path } from "./stop/start-up.ts";
export { stayingShells, type Staying } from "./stop/staying-shells.ts";
export { graceOf, stopSignalOf } from "./stop/stop-signal.ts";
export { isCutOff, isLost } from "./stop/verdict.ts";
export { byHand, type Fix } from "./text/edits.ts";
export type { ReasonOf } from "./text/message-table.ts";
export type { Location } from "./text/source.ts";

/** What a rule's check gives: a diagnostic that does not yet carry the rule's name. */
export type Finding = Omit<Diagnostic, "rule">;

/** A rule: metadata and one pure function of the project. */
export interface Rule {
  /** Public: configuration, suppressions and links use it. */
  readonly id: string;
  /** One sentence, without the full stop: what the rule says. */
  readonly summary: string;
  /** The kinds of its findings' reasons. */
  readonly kinds: readonly string[];
  /** Ids of other tools' rules whose suppressions silence this one too. */
  readonly alsoSilencedBy: readonly string[];
  check(project: Project): Iterable<Finding>;
}

/**
 * A finding before it is put into words. `path`: the way through the start-up that it is about; what is certain beside
 * the default run only is no error, and its message says what leads there.
 */
export type Unworded<R> = Omit<Finding, "reason" | "message"> & { readonly reason: R; readonly path?: Path };

/** A rule as its folder has it: the check yields data, and `messages` has all of its words. */
interface RuleParts<F> extends Pick<Rule, "id" | "summary" | "alsoSilencedBy"> {
  readonly messages: Messages<F>;
  check(project: Project): Iterable<Unworded<ReasonFor<F>>>;
}

/** What is certain on a way beside the default run only, with what leads there. */
function beside(path: Path, finding: Finding): Finding {
  return {
    ...finding,
    severity: atMost(path, finding.severity),
    message: `${finding.message} (when ${conditionWords(path.conditions)})`,
  };
}

/** A rule whose findings are put into words by its table of messages. */
export function defineRule<F>({ messages, check, ...rest }: RuleParts<F>): Rule {
  function* wordedFindings(project: Project): Iterable<Finding> {
    for (const { path, ...found } of check(project)) {
      const message = worded(messages, found.reason);
      yield path && !path.decides ? beside(path, { ...found, message }) : { ...found, message };
    }
  }
  return { ...rest, kinds: Object.keys(messages), check: wordedFindings };
}
