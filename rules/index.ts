import type { Rule } from "../src/rule.ts";
import { rule as ignoredCmd } from "./ignored-cmd/rule.ts";
import { rule as invalidExecForm } from "./invalid-exec-form/rule.ts";
import { rule as missingExec } from "./missing-exec/rule.ts";
import { rule as missingInit } from "./missing-init/rule.ts";
import { rule as overriddenInstruction } from "./overridden-instruction/rule.ts";
import { rule as shellFormCmd } from "./shell-form-cmd/rule.ts";
import { rule as shellFormEntrypoint } from "./shell-form-entrypoint/rule.ts";
import { rule as unrunnableCommand } from "./unrunnable-command/rule.ts";

/** All rules, in the order in which people read about them. */
export const rules: readonly Rule[] = [
  shellFormEntrypoint, shellFormCmd, invalidExecForm, missingExec, missingInit, ignoredCmd, overriddenInstruction, unrunnableCommand,
];
