import { imageDefaults } from "../platforms/image-defaults.ts";
import type { Hop, Path } from "./report.ts";
import { commandLine, hopLine } from "./argv.ts";
import type { PlatformReport } from "./reason-report.ts";
import type { Legible } from "./legible.ts";
import { lineOf } from "./report.ts";
import type { ImageReport } from "./report.ts";
import { columns, cut, pad, toneOf, visible } from "./terminal.ts";
import type { Paint } from "./terminal.ts";

/** Columns that a command line may take before it is cut. */
const widest = 60;

/** A line of the tree: a process with its command line, what wrote it, and what it does with the stop signal. */
interface Row {
  readonly command: string;
  readonly origin: string;
  readonly note: string;
}

/**
 * An image's verdict and its process tree: children stand below their parents (`└─`), a program that took its
 * predecessor's place stands below it (`⇒`), and what was left running in the background comes last (`&`).
 */
export function processTree(report: Legible, image: ImageReport, paint: Paint): readonly string[] {
  const path = image.paths[0];
  const verdict = paint(toneOf(image.outcome), image.outcome);
  const lines = [`${paint("strong", title(report, image))} — ${verdict}${path ? `: ${image.reason.text}` : ""}`];
  if (path) lines.push(...rowsOf(report, path, paint));
  const asides: string[] = [];
  if (image.stopSignal === "unknown") asides.push("stop signal: SIGTERM assumed, the base image may set another");
  else if (image.stopSignal !== "SIGTERM") asides.push(`stop signal: ${image.stopSignal}`);
  if (path && stopsUnusually(image.deployment.platform, path)) asides.push(graceOf(image.deployment.platform));
  if (path?.reaping === false) asides.push("orphans are not reaped");
  if (path?.waiver) asides.push(path.waiver.text);
  if (path && path.given.length > 0) asides.push(`with ${path.given.join(" and ")} set`);
  const others = new Set(image.paths.slice(1).map(otherWay));
  if (others.size > 0) asides.push(`other ways through the start-up: ${someOf([...others])}`);
  if (asides.length > 0) lines.push(`     ${paint("faint", asides.join("; "))}`);
  return lines;
}

/** A way beside the one that is shown, with what leads there. */
function otherWay({ outcome, when }: Path): string {
  return when === undefined ? outcome : `${outcome} (when ${when})`;
}

/** Ways that are told before the rest is only counted. */
const MOST_WAYS = 4;

function someOf(ways: readonly string[]): string {
  const rest = ways.length - MOST_WAYS;
  return [...ways.slice(0, MOST_WAYS), ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
}

/** Whether somebody else than `docker stop` stops it, or by another time, and the reason does not say so already. */
function stopsUnusually({ name, seconds }: PlatformReport, { reason, outcome }: Path): boolean {
  const usual = imageDefaults.platform;
  if (reason.platform !== undefined || outcome === "finishes" || outcome === "fails") return false;
  return name !== usual.name || seconds !== usual.seconds;
}

function graceOf({ name, seconds }: PlatformReport): string {
  return `grace period: ${seconds} s (${name})`;
}

/** A numbered stage is named only where the file has several images in the report. */
function title(report: Legible, image: ImageReport): string {
  const file = report.display(image.file);
  if (image.deployment.place) return `${file} (${image.deployment.title})`;
  const alone = report.images.every((other) => other === image || other.file !== image.file);
  return alone && /^\d+$/.test(image.stage) ? file : `${file} (stage ${image.stage})`;
}

function rowsOf(report: Legible, path: Path, paint: Paint): readonly string[] {
  const rows: Row[] = [];
  let before: Hop | undefined;
  for (const hop of path.hops) {
    rows.push({
      command: marker(hop, before) + cut(visible(hopLine(hop)), widest),
      origin: origin(report, hop, before),
      note: hop.note?.text ?? "",
    });
    before = hop;
  }
  for (const { argv, at } of path.leftBehind) {
    rows.push({
      command: `   & ${cut(visible(commandLine(argv)), widest)}`,
      origin: at ? `left running, ${lineOf(report, at)}` : "left running",
      note: "nobody stops it or waits for it",
    });
  }
  const first = Math.max(...rows.map((row) => columns(row.command)));
  const second = Math.max(...rows.map((row) => columns(row.origin)));
  return rows.map(({ command, origin, note }) => {
    const start = `  ${pad(command, first)}   `;
    return note === "" ? start + paint("faint", origin) : `${start}${paint("faint", pad(origin, second))}   ${note}`;
  });
}

function marker(hop: Hop, before: Hop | undefined): string {
  if (!before) return `${hop.process}  `;
  const inner = "   ".repeat(before.process);
  return hop.process === before.process ? `${inner}⇒ ` : `${inner}└─ `;
}

/** How a hop came to run, and the place that wrote it unless the line above has said so. */
function origin(report: Legible, hop: Hop, before: Hop | undefined): string {
  const where = hop.at && lineOf(report, hop.at);
  const how = manner(hop, before);
  if (where === undefined) return hop.kind === "start" || hop.via === "" ? how : `${how}, ${hop.via}`;
  return before?.at && lineOf(report, before.at) === where ? how : `${how}, ${where}`;
}

function manner(hop: Hop, before: Hop | undefined): string {
  // A long description would only repeat the line above.
  const by = before && !before.what.includes(" ") ? ` ${before.what}` : "";
  switch (hop.kind) {
    case "start":
      return hop.via;
    case "exec":
      return "exec";
    case "implicit exec":
      return `replaces${by || " the shell"}`;
    case "fork":
      return by === "" ? "forked" : `forked by${by}`;
    case "background":
      return "in the background";
    case "pipe":
      return "in a pipeline";
  }
}
