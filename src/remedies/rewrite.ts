import { apply, byHand } from "../text/edits.ts";
import type { Applicability, Fix } from "../text/edits.ts";
import type { Location, MappedText } from "../text/source.ts";
import { isExpendable } from "../stop/severity.ts";
import { fatesOf } from "./shell-text.ts";
import { looksAtArguments, targetStarts } from "./cmd-of-users.ts";
import type { ExecSlot } from "../shell/state/state.ts";
import { jsonArray, readsStartFiles } from "./exec-form.ts";
import { plainCommand } from "../startup/plain-command.ts";
import type { Instruction } from "../parse/dockerfile/syntax.ts";
import type { Command, Image, Setting } from "../image/built-image.ts";
import type { Judged } from "../stop/judge.ts";

/** A shell-form command together with the instruction that wrote it. */
export interface ShellForm {
  readonly instruction: Instruction;
  readonly shell: readonly string[];
  readonly text: MappedText;
}

/** The shell form behind a setting, if an instruction of this file wrote one. */
export function shellFormOf(setting: Setting<Command>): ShellForm | undefined {
  if (setting.value === "unknown" || setting.value.kind !== "shell" || setting.by.kind !== "instruction")
    return undefined;
  return { instruction: setting.by.instruction, shell: setting.value.shell, text: setting.value.text };
}

/** What to do where the last command only keeps the container up: as PID 1 it would ignore the signal itself. */
export const runInForeground = byHand(
  "run the program itself in the foreground (`cron -f`, `nginx -g 'daemon off;'`), with `exec`, and nothing behind it",
);

/** Whether a start-up comes to nothing but `sleep` or `tail -f`, on every way. */
function idles(judged: Judged): boolean {
  const { paths } = judged.startUp;
  return paths.length > 0 && paths.every((path) => isExpendable(path) === "idle");
}

/**
 * Ways to rewrite shell form so that the program takes PID 1, best first. A fix that cannot be made says why, as a
 * manual one.
 */
export function shellFormFixes(form: ShellForm, judged: Judged, keyword: "ENTRYPOINT" | "CMD"): readonly Fix[] {
  const { image } = judged;
  if (form.instruction.flags.length > 0) return [];
  if (idles(judged)) return [runInForeground];
  if (/\{\{|\{%|<%/.test(form.text.text))
    return [
      byHand("move the command into an entrypoint script that ends in `exec`", "a template may write part of it"),
    ];
  const slots = slotsOf(form.text, judged);
  const plain = plainCommand(form.text);
  const fixes: Fix[] = [];
  // Run arguments and CMD would be appended to an array, and an entrypoint script would see another first argument.
  const keepsMeaning = keyword === "CMD" && !seenByEntrypoint(judged, form.text);
  const inShell = throughShell(form, slots);
  if (plain && targetStarts(plain, judged) && !readsStartFiles(form.shell, image.env)) {
    const array = write(form, plain, keepsMeaning ? "safe" : "unsafe");
    if (keepsMeaning) fixes.push(array);
    else fixes.push(...(inShell ? [inShell] : []), array);
  } else if (inShell) fixes.push(inShell);
  if (fixes.length === 0) fixes.push(advise(slots, image));
  return fixes;
}

/**
 * `["sh", "-c", "app a b"]` without its shell, where the text is one plain command and nothing looks at the words of
 * CMD.
 */
export function bareArray(judged: Judged, text: MappedText): Fix | undefined {
  const { cmd } = judged.image;
  const place = arrayPlace(cmd);
  if (!place || cmd.value === "unknown" || cmd.value.kind !== "exec") return undefined;
  const { words } = cmd.value;
  const plain = plainCommand(text);
  if (
    words.at(-1)?.text !== text ||
    words.at(-2)?.value !== "-c" ||
    words.length !== 3 ||
    !plain ||
    !targetStarts(plain, judged)
  )
    return undefined;
  if (
    readsStartFiles(
      words.map((word) => word.value),
      judged.image.env,
    )
  )
    return undefined;
  // A dollar sign means something to compose and Kubernetes.
  if (seenByEntrypoint(judged, text) || (cmd.by.kind === "file" && plain.some((word) => word.includes("$"))))
    return undefined;
  const array = jsonArray(plain);
  return { title: `Leave the shell out: ${array}`, applicability: "safe", edits: [{ ...place, text: array }] };
}

/** What of a file an array that sets CMD would take the place of. */
function arrayPlace({ by }: Setting<Command>): Location | undefined {
  if (by.kind === "file") return by.array;
  return by.kind === "instruction" && by.instruction.keyword === "CMD" ? by.instruction.body.locate() : undefined;
}

/** Where `exec` may go in a shell text, over all ways; a reason where on some way it may not. */
export function slotsOf(text: MappedText, judged: Judged): readonly ExecSlot[] {
  const slots = new Map<string, ExecSlot>();
  for (const fate of fatesOf(text, judged.startUp)) {
    const running =
      fate.kind === "stays"
        ? fate.role.steady.kind === "foreground"
          ? fate.role.steady.running
          : undefined
        : fate.kind === "replaced"
          ? fate.running
          : undefined;
    if (fate.kind === "stays" && !running)
      slots.set("job", { kind: "none", reason: "the program runs in the background" });
    if (running?.slot.kind === "none" && running.slot.locked === true) slots.set(running.slot.reason, running.slot);
    if (!running || running.unit.script.text !== text) continue;
    if (fate.kind === "replaced" && !fate.implicit) continue;
    const { slot } = running;
    slots.set(slot.kind === "insert" ? String(slot.index) : slot.reason, slot);
  }
  return [...slots.values()];
}

/** `["/bin/sh", "-c", "... exec app"]`; text over several lines keeps its layout and gets `exec` in place. */
function throughShell(form: ShellForm, slots: readonly ExecSlot[]): Fix | undefined {
  const inserts = slots.filter((slot) => slot.kind === "insert");
  if (inserts.length === 0 || inserts.length < slots.length) return undefined;
  const { text } = form;
  const place = text.locate();
  const oneLine = place.end - place.start === text.text.length;
  if (!oneLine) {
    const edits = inserts.map(({ at }) => ({ ...at, text: "exec " }));
    return { title: "Put `exec` before the program, so that it takes the shell's place", applicability: "safe", edits };
  }
  const edits = inserts.map(({ index }) => ({ path: "", start: index, end: index, text: "exec " }));
  return write(form, [...form.shell, apply(text.text, edits)], "safe");
}

function write(form: ShellForm, words: readonly string[], applicability: Applicability): Fix {
  const array = jsonArray(words);
  const { keyword } = form.instruction;
  return {
    title: `Write ${keyword} in exec form: ${array}`,
    applicability,
    edits: [{ ...form.text.locate(), text: array }],
  };
}

function advise(slots: readonly ExecSlot[], image: Image): Fix {
  const reason = slots.find((slot) => slot.kind === "none")?.reason;
  const how =
    image.sh === "none"
      ? "the image has no shell: write the command in exec form"
      : "move the command into an entrypoint script that ends in `exec`";
  return byHand(how, reason);
}

/** Whether an ENTRYPOINT stands before CMD that may look at its arguments. */
function seenByEntrypoint(judged: Judged, text: MappedText): boolean {
  const { entrypoint } = judged.image;
  if (entrypoint.value !== "unknown" && entrypoint.value.kind === "empty") return false;
  return looksAtArguments(judged, text);
}
