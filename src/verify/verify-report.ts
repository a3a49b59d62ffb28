import { unwrap } from "../known/wrappers/wrappers.ts";
import { jsonText } from "../report/writing/json-text.ts";
import type { ImageReport } from "../report/report.ts";
import { columns, cut, pad, toneOf, visible } from "../report/terminal.ts";
import type { Paint } from "../report/terminal.ts";
import type { Comparison } from "./compare.ts";
import type { Measurement } from "./measure.ts";
import { childrenOf } from "./processes.ts";
import type { ContainerProcess } from "./processes.ts";
import { disposition, has } from "./process-status.ts";
import { lastWords } from "./engine/streams.ts";

/** A measurement with the trace that it was compared with, where there is source to trace. */
export interface Verified {
  readonly measured: Measurement;
  /** What the image is called in a report. */
  readonly title: string;
  readonly traced:
    { readonly image: ImageReport; readonly dockerfile: string; readonly comparison: Comparison } | undefined;
}

/**
 * A measurement as it is printed: what image, container and engine say in words is visible. The words of the
 * processes and the log are true, and made visible, or escaped, where they are printed.
 */
function legible({ measured, title, traced }: Verified): Verified {
  const { reason, stopSignal, orphans } = measured;
  const compared = traced?.comparison;
  const comparison =
    compared?.kind === "silent"
      ? { ...compared, reason: visible(compared.reason) }
      : compared?.kind === "difference"
        ? { ...compared, points: compared.points.map(visible) }
        : compared;
  return {
    title: visible(title),
    measured: {
      ...measured,
      reason: visible(reason),
      stopSignal: visible(stopSignal),
      orphans: "skipped" in orphans ? { skipped: visible(orphans.skipped) } : orphans,
    },
    traced: traced && comparison && { ...traced, dockerfile: visible(traced.dockerfile), comparison },
  };
}

/** Columns that a command line may take before it is cut. */
const widest = 60;

/** `pid1lint verify` for people: verdict, time and exit code, the processes, zombies, and what the trace says. */
export function renderVerified(given: Verified, paint: Paint): string {
  const { measured, title, traced } = legible(given);
  const { outcome, reason, milliseconds, exitCode, stopSignal, orphans, outOfMemory } = measured;
  const tone = outcome === "ended" ? "error" : toneOf(outcome);
  const lines = [`${paint("strong", title)} — ${paint(tone, outcome)}: ${reason}`];
  lines.push(...tree(measured, paint));
  const facts: string[] = [];
  if (milliseconds !== undefined) facts.push(`ended ${(milliseconds / 1000).toFixed(1)} s after ${stopSignal}`);
  if (exitCode !== undefined) facts.push(`exit code ${exitCode}`);
  if (outOfMemory) facts.push("out of memory");
  facts.push(
    "left" in orphans
      ? `${orphans.left} of ${orphans.handed} orphans stayed zombies`
      : `orphans not tried: ${orphans.skipped}`,
  );
  if (measured.zombies > 0) facts.push(`${measured.zombies} zombies before that`);
  lines.push(`     ${paint("faint", facts.join("; "))}`);
  if (outcome === "ended" && measured.log !== "")
    lines.push(`     ${paint("faint", visible(lastWords(measured.log)))}`);
  if (traced)
    lines.push(...comparison(traced.comparison, `trace of ${traced.dockerfile}: ${traced.image.outcome}`, paint));
  return `${lines.join("\n")}\n`;
}

function comparison(compared: Comparison, trace: string, paint: Paint): readonly string[] {
  switch (compared.kind) {
    case "agreement":
      return [`     ${trace} — ${paint("good", "agreement")}`];
    case "silent":
      return [`     ${trace}: ${compared.reason}`];
    case "difference":
      return [`     ${trace} — ${paint("error", "differs")}`, ...compared.points.map((point) => `       ${point}`)];
  }
}

function tree({ processes, main, stopSignal }: Measurement, paint: Paint): readonly string[] {
  const rows: { readonly command: string; readonly note: string }[] = [];
  const walk = (process: ContainerProcess, depth: number): void => {
    const number = depth === 0 ? "1  " : `${"   ".repeat(depth)}└─ `;
    rows.push({
      command: number + cut(visible(process.argv.join(" ")), widest),
      note: noteOf(process, main, stopSignal),
    });
    for (const child of childrenOf(processes, process)) walk(child, depth + 1);
  };
  const [first] = processes;
  if (first) walk(first, 0);
  const width = Math.max(0, ...rows.map(({ command }) => columns(command)));
  return rows.map(({ command, note }) => `  ${pad(command, width)}   ${paint("faint", note)}`);
}

function noteOf(process: ContainerProcess, main: ContainerProcess | undefined, stopSignal: string): string {
  const { status } = process;
  const parts = process === main ? ["main program"] : [];
  if (!status) parts.push(`cannot see from here what it does with ${stopSignal}`);
  else if (status.state === "Z") parts.push("zombie");
  else {
    const does = disposition(status, stopSignal);
    parts.push(
      `${stopSignal}: ${does === "default" ? withoutHandler(process) : does}` +
        `${has(status.blocked, stopSignal) ? ", blocked" : ""}`,
    );
  }
  return parts.join("; ");
}

/** An init waits for signals instead of handling them, which no mask shows. */
function withoutHandler({ pid, argv }: ContainerProcess): string {
  if (unwrap(argv)?.row.kind === "init") return "taken by the init";
  return pid === 1 ? "no handler, so the kernel discards it" : "no handler";
}

/** `pid1lint verify --format json`: one object. */
export function renderVerifiedJson(given: Verified): string {
  const { measured, title, traced } = legible(given);
  const { outcome, reason, stopSignal, milliseconds, exitCode, outOfMemory, processes, main, zombies, orphans } =
    measured;
  const seen = processes.map(({ pid, parent, argv, status }) => ({
    pid: pid ?? null,
    parent: processes.find((other) => other.hostPid === parent)?.pid ?? null,
    argv,
    signal: status ? disposition(status, stopSignal) : "unknown",
    blocked: status ? has(status.blocked, stopSignal) : null,
    zombie: status ? status.state === "Z" : null,
  }));
  const trace = traced && {
    dockerfile: traced.dockerfile,
    stage: traced.image.stage,
    outcome: traced.image.outcome,
    ...traced.comparison,
  };
  const report = {
    version: 2,
    image: title,
    outcome,
    reason,
    stopSignal,
    milliseconds: milliseconds === undefined ? null : Math.round(milliseconds),
    exitCode: exitCode ?? null,
    outOfMemory,
    processes: seen,
    main: main?.pid ?? null,
    zombies,
    orphans,
    trace: trace ?? null,
  };
  return `${jsonText(report)}\n`;
}
