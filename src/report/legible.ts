import type { Diagnostic } from "../diagnostic.ts";
import { relative } from "../files.ts";
import type { Path, ImageReport, Report } from "./report.ts";
import { visible } from "./terminal.ts";

/**
 * A report as the formats print it. Whatever it says in words is visible: messages, titles, reasons, names of stages, and paths as `display` gives them. True
 * to the files, for programs that work with them, are the words of command lines, the texts of edits and changes, and paths as `file` gives them: whoever
 * prints those makes them visible, or escapes them as the format does.
 */
export interface Legible extends Report {
  /** A path relative to the folder of `display`, as it is: by it a program finds the file. */
  file(path: string): string;
}

/** Makes a report legible. */
export function legible(report: Report): Legible {
  return {
    ...report,
    diagnostics: report.diagnostics.map(ofDiagnostic),
    applied: report.applied.map((each) => ({ ...each, diagnostic: ofDiagnostic(each.diagnostic), title: visible(each.title) })),
    withheld: report.withheld.map((each) => ({ ...each, diagnostic: ofDiagnostic(each.diagnostic), title: visible(each.title), reason: visible(each.reason) })),
    images: report.images.map(ofImage),
    display: (path) => visiblePath(report.display(path)),
    file: (path) => report.display(path),
  };
}

/** The same report for somebody in another folder. */
export function seenFrom(report: Legible, folder: string): Legible {
  const file = (path: string): string => relative(folder, path) || ".";
  return { ...report, file, display: (path) => visiblePath(file(path)) };
}

/** A path as it may stand before a colon and a line: together with that colon, too, it starts no command. */
function visiblePath(path: string): string {
  return visible(`${path}:`).slice(0, -1);
}

function ofDiagnostic(diagnostic: Diagnostic): Diagnostic {
  const { message, related, fixes } = diagnostic;
  return {
    ...diagnostic,
    message: visible(message),
    related: related.map((other) => ({ ...other, message: visible(other.message) })),
    fixes: fixes.map((fix) => ({ ...fix, title: visible(fix.title) })),
  };
}

function ofImage(image: ImageReport): ImageReport {
  const { stage, container, stopSignal, paths } = image;
  return { ...image, stage: visible(stage), container: container === undefined ? undefined : visible(container), stopSignal: visible(stopSignal), paths: paths.map(ofPath) };
}

function ofPath(path: Path): Path {
  const hops = path.hops.map((hop) => ({ ...hop, via: visible(hop.via), what: visible(hop.what), note: hop.note === undefined ? undefined : visible(hop.note) }));
  return { ...path, hops, reason: visible(path.reason) };
}
