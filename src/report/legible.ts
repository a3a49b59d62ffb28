import type { Diagnostic } from "../text/diagnostic.ts";
import { relative } from "../files/tree.ts";
import type { ReasonReport } from "./reason-report.ts";
import type { Path, ImageReport, Report } from "./report.ts";
import { visible } from "./terminal.ts";

/**
 * A report as the formats print it. Whatever it says in words is visible: messages, titles, reasons, names of stages,
 * and paths as `display` gives them. True to the files, for programs that work with them, are the words of command
 * lines, the texts of edits and changes, and paths as `file` gives them: whoever prints those makes them visible, or
 * escapes them as the format does.
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
    applied: report.applied.map((each) => ({
      ...each,
      diagnostic: ofDiagnostic(each.diagnostic),
      title: told(each.title),
    })),
    withheld: report.withheld.map((each) => ({
      ...each,
      diagnostic: ofDiagnostic(each.diagnostic),
      title: told(each.title),
      reason: told(each.reason),
    })),
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

/** UTF-16 units of a sentence that people read; a word of a file that stands in it may be longer. */
const longest = 2000;

/** A sentence, made visible; one that is too long is cut in its middle. */
function told(sentence: string): string {
  if (sentence.length <= longest) return visible(sentence);
  const half = longest / 2;
  const left = `(${sentence.length - longest} characters)`;
  return visible(`${sentence.slice(0, half)} … ${left} … ${sentence.slice(-half)}`);
}

/** A path as it may stand before a colon and a line: together with that colon, too, it starts no command. */
function visiblePath(path: string): string {
  return visible(`${path}:`).slice(0, -1);
}

function ofDiagnostic(diagnostic: Diagnostic): Diagnostic {
  const { message, related, fixes } = diagnostic;
  return {
    ...diagnostic,
    message: told(message),
    related: related.map((other) => ({ ...other, message: told(other.message) })),
    fixes: fixes.map((fix) => ({ ...fix, title: told(fix.title) })),
  };
}

function ofImage(image: ImageReport): ImageReport {
  const { stage, deployment, stopSignal, reason, need, paths } = image;
  return {
    ...image,
    stage: told(stage),
    deployment: { ...deployment, title: told(deployment.title) },
    stopSignal: told(stopSignal),
    reason: ofReason(reason),
    need: need && { ...need, name: told(need.name) },
    paths: paths.map(ofPath),
  };
}

function ofPath(path: Path): Path {
  const hops = path.hops.map((hop) => ({
    ...hop,
    via: told(hop.via),
    what: told(hop.what),
    note: hop.note && { ...hop.note, signal: toldIf(hop.note.signal), text: told(hop.note.text) },
  }));
  const { waiver } = path;
  return {
    ...path,
    hops,
    when: toldIf(path.when),
    given: path.given.map(told),
    reason: ofReason(path.reason),
    waiver: waiver && { ...waiver, text: told(waiver.text) },
  };
}

function ofReason(reason: ReasonReport): ReasonReport {
  return {
    ...reason,
    text: told(reason.text),
    actor: toldIf(reason.actor),
    signal: toldIf(reason.signal),
    cause: toldIf(reason.cause),
    child: toldIf(reason.child),
  };
}

function toldIf(words: string | undefined): string | undefined {
  return words === undefined ? undefined : told(words);
}
