import type { Rule } from "../src/rule.ts";
import { rule as backgroundBeforeExec } from "./background-before-exec/rule.ts";
import { rule as daemonizedMainProgram } from "./daemonized-main-program/rule.ts";
import { rule as handlerCutsWork } from "./handler-cuts-work/rule.ts";
import { rule as ignoredCmd } from "./ignored-cmd/rule.ts";
import { rule as initNotPid1 } from "./init-not-pid1/rule.ts";
import { rule as invalidExecForm } from "./invalid-exec-form/rule.ts";
import { rule as missingExec } from "./missing-exec/rule.ts";
import { rule as missingInit } from "./missing-init/rule.ts";
import { rule as overriddenInstruction } from "./overridden-instruction/rule.ts";
import { rule as pipedMainProgram } from "./piped-main-program/rule.ts";
import { rule as shellFormCmd } from "./shell-form-cmd/rule.ts";
import { rule as shellFormEntrypoint } from "./shell-form-entrypoint/rule.ts";
import { rule as signalBlockingWrapper } from "./signal-blocking-wrapper/rule.ts";
import { rule as trapNeverRuns } from "./trap-never-runs/rule.ts";
import { rule as unforwardedSignal } from "./unforwarded-signal/rule.ts";
import { rule as ungracefulStopSignal } from "./ungraceful-stop-signal/rule.ts";
import { rule as unhandledStopSignal } from "./unhandled-stop-signal/rule.ts";
import { rule as unrunnableCommand } from "./unrunnable-command/rule.ts";
import { rule as unwaitedChild } from "./unwaited-child/rule.ts";

/** All rules, in the order in which people read about them. */
export const rules: readonly Rule[] = [
  shellFormEntrypoint,
  shellFormCmd,
  invalidExecForm,
  missingExec,
  missingInit,
  unhandledStopSignal,
  handlerCutsWork,
  signalBlockingWrapper,
  initNotPid1,
  trapNeverRuns,
  unwaitedChild,
  unforwardedSignal,
  pipedMainProgram,
  backgroundBeforeExec,
  daemonizedMainProgram,
  ignoredCmd,
  overriddenInstruction,
  unrunnableCommand,
  ungracefulStopSignal,
];
