import type { Need } from "./reason-report.ts";
import type { Report } from "./report.ts";
import { counted } from "./summary.ts";
import type { Outcome } from "../stop/outcome.ts";

/** What would resolve several images, all of one kind. */
interface OpenImages {
  readonly kind: Need["kind"];
  /** How many images are unknown for want of it. */
  readonly images: number;
  /** What they need, that of the most images first. */
  readonly names: readonly string[];
}

/** What would resolve the unknown images of a report, most useful first. */
export function openImages({ images }: Pick<Report, "images">): readonly OpenImages[] {
  const byKind = new Map<Need["kind"], Map<string, number>>();
  for (const { need } of images) {
    if (!need) continue;
    const names = byKind.get(need.kind) ?? new Map<string, number>();
    names.set(need.name, (names.get(need.name) ?? 0) + 1);
    byKind.set(need.kind, names);
  }
  const found = [...byKind].map(([kind, names]) => ({
    kind,
    images: [...names.values()].reduce((sum, count) => sum + count, 0),
    names: [...names].sort(([, a], [, b]) => b - a).map(([name]) => name),
  }));
  return found.sort((a, b) => b.images - a.images);
}

/** The outcomes in the order in which people read of them. */
const order: readonly Outcome[] = ["graceful", "delivered", "finishes", "abrupt", "stuck", "fails", "unknown"];

/**
 * What became of the images, a line each: how many of which outcome, and what would resolve the unknown ones. Nothing
 * for a single image that is known: its findings and its tree say it all.
 */
export function outcomeLines(report: Pick<Report, "images" | "diagnostics">): readonly string[] {
  const { images } = report;
  const open = openImages(report);
  const unread = unreadIn(report);
  const missed = unread > 0 ? [`${unread} not read or not understood: see parse-error and not-read`] : [];
  if (images.length === 0 || (images.length === 1 && open.length === 0)) return missed;
  const counts = order.flatMap((outcome) => {
    const count = images.filter((image) => image.outcome === outcome).length;
    return count > 0 ? [`${count} ${outcome}`] : [];
  });
  return [`${counted(images.length, "image")}: ${counts.join(", ")}`, ...open.map(openLine), ...missed];
}

/** How many files and folders were not read, or not understood, that a verdict may hang on. */
export function unreadIn({ diagnostics }: Pick<Report, "diagnostics">): number {
  return diagnostics.filter(({ rule }) => rule === "parse-error" || rule === "not-read").length;
}

/** Names that stand in one line; the others are counted. */
const most = 3;

function openLine({ kind, images, names }: OpenImages): string {
  const left = names.length - most;
  const shown = `${names.slice(0, most).join(", ")}${left > 0 ? `, and ${left} more` : ""}`;
  return `  ${images} unknown: ${adviceWords[kind](shown)}`;
}

const adviceWords: Readonly<Record<Need["kind"], (names: string) => string>> = {
  "base image": (names) => `describe the base image with --base-image: ${names}`,
  "file": (names) => `not in the sources; if the build context is elsewhere, name it with --context: ${names}`,
  "build step": (names) => `the build changes ${names}`,
  "value": (names) => `only known at run time: ${names}`,
  "program": (names) => `what the program does on the stop signal is not known: ${names}`,
  "other": (names) => names,
};
