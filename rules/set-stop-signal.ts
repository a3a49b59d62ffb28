import { byHand } from "../src/text/edits.ts";
import type { Edit, Fix } from "../src/text/edits.ts";
import { mainRow } from "../src/stop/severity.ts";
import { beforeInstruction, wholeLines } from "../src/remedies/instruction-lines.ts";
import { findProgram } from "../src/known/programs/programs.ts";
import { waitsOn } from "../src/stop/program-response.ts";
import type { Known } from "../src/text/diagnostic.ts";
import type { Judged } from "../src/stop/judge.ts";

/**
 * Sends another stop signal: in the compose service that starts the image, else by STOPSIGNAL in the image's own stage.
 */
export function setStopSignal({ image }: Judged, signal: string): Fix {
  const { by } = image.stopSignal;
  const unsafe = (title: string, edit: Edit): Fix => ({ title, applicability: "unsafe", edits: [edit] });
  if (by.kind === "file") return unsafe(`Set ${by.key} to ${signal}`, { ...by.at, text: signal });
  const line = image.deployment.addKey(`stop_signal: ${signal}`);
  if (line) return unsafe(`Set stop_signal to ${signal}`, line);
  const advice = byHand(`set STOPSIGNAL ${signal} in the image`);
  if (image.deployment.place) return advice;
  const title = `Set STOPSIGNAL ${signal}`;
  const { instructions } = image.stage;
  // One that stands in a parent stage may be right for others that are built on it.
  if (by.kind === "instruction" && instructions.includes(by.instruction))
    return unsafe(title, { ...by.instruction.body.locate(), text: signal });
  const place =
    instructions.findLast(({ keyword }) => keyword === "CMD" || keyword === "ENTRYPOINT") ?? instructions.at(-1);
  return place ? unsafe(title, beforeInstruction(image, place, [`STOPSIGNAL ${signal}`])) : advice;
}

/**
 * A fix that starts another program, with the stop signal on which that finishes its work: on the one that is sent now
 * it would cut it. `argv`: the program's command line.
 */
export function withStopSignal(fix: Fix, argv: readonly Known<string>[], judged: Judged): Fix {
  const signal = judged.image.stopSignal.value;
  const row = findProgram(argv);
  const better = row?.gracefulSignal;
  if (!row || better === undefined || better === signal || signal === "unknown" || waitsOn(row, signal) !== false)
    return fix;
  const set = setStopSignal(judged, better);
  if (fix.edits.length === 0 || set.edits.length === 0) return fix;
  return { title: `${fix.title}; ${set.title}`, applicability: "unsafe", edits: [...fix.edits, ...set.edits] };
}

/**
 * Takes away a stop signal that nobody can handle; in a compose file, puts the one that suits the program in its place.
 */
export function dropStopSignal(judged: Judged): Fix {
  const { image, startUp } = judged;
  const { by } = image.stopSignal;
  const [path] = startUp.paths;
  if (by.kind !== "instruction") return setStopSignal(judged, (path && mainRow(path)?.gracefulSignal) ?? "SIGTERM");
  const line = wholeLines(image.dockerfile.source, by.instruction.at);
  return {
    title: "Remove STOPSIGNAL, so that SIGTERM is sent",
    applicability: "unsafe",
    edits: [{ ...line, text: "" }],
  };
}
