import type { ShellForm } from "../image/shell-form-of.ts";
import type { Image } from "../image/built-image.ts";
import type { ExecSlot } from "../shell/state/state.ts";
import { plainCommand } from "../shell/plain-command.ts";
import type { Judged } from "../stop/judge.ts";
import { isExpendable } from "../stop/severity.ts";
import { apply, byHand } from "../text/edits.ts";
import type { Applicability, Fix } from "../text/edits.ts";
import { jsonArray } from "./arrays.ts";
import { keepAlive, keepAliveTrap } from "./keep-alive.ts";
import { putExec, runInForeground, slotsOf } from "./exec-slots.ts";
import { readsStartFiles, seenByEntrypoint, startsWithoutShell } from "./without-shell.ts";

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
  const keeper = judged.startUp.paths[0]?.processes.find(
    ({ role }) => role.kind === "shell" && role.unit.script.text === form.text,
  );
  const trap = keeper && keepAliveTrap(keeper, judged);
  if (trap) return [trap];
  // A shell below it may still be helped, once this one is out of its way.
  const direct = keeper === undefined || judged.startUp.paths[0]?.processes.at(-2) === keeper;
  if (idles(judged) && direct) return [(keeper && keepAlive(keeper, judged)) ?? runInForeground];
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
  if (plain && startsWithoutShell(plain, judged) && !readsStartFiles(form.shell, image.env)) {
    const array = write(form, plain, keepsMeaning ? "safe" : "unsafe");
    if (keepsMeaning) fixes.push(array);
    else fixes.push(...(inShell ? [inShell] : []), array);
  } else if (inShell) fixes.push(inShell);
  if (fixes.length === 0) fixes.push(advise(slots, image));
  return fixes;
}

/** `["/bin/sh", "-c", "... exec app"]`; text over several lines keeps its layout and gets `exec` in place. */
function throughShell(form: ShellForm, slots: readonly ExecSlot[]): Fix | undefined {
  const inserts = slots.filter((slot) => slot.kind === "insert");
  if (inserts.length === 0 || inserts.length < slots.length) return undefined;
  const { text } = form;
  const place = text.locate();
  const oneLine = place.end - place.start === text.text.length;
  if (!oneLine) {
    return putExec(inserts.map(({ at }) => at));
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
