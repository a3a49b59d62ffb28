import type { Command, Setting } from "../../src/image/built-image.ts";
import { jsonArray } from "../../src/remedies/arrays.ts";
import { readsStartFiles, seenByEntrypoint, startsWithoutShell } from "../../src/remedies/without-shell.ts";
import { plainCommand } from "../../src/shell/plain-command.ts";
import type { Judged } from "../../src/stop/judge.ts";
import type { Fix } from "../../src/text/edits.ts";
import type { Location, MappedText } from "../../src/text/source.ts";

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
    !startsWithoutShell(plain, judged)
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
