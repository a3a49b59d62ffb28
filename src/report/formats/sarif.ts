import type { Diagnostic } from "../../text/diagnostic.ts";
import { inside, normalize, relative } from "../../files/tree.ts";
import { byFile } from "../../text/edits.ts";
import type { Fix } from "../../text/edits.ts";
import type { Location, Source } from "../../text/source.ts";
import { hopLine } from "../argv.ts";
import { fingerprints } from "../fingerprint.ts";
import { imageObject } from "./json-report.ts";
import { jsonText } from "../writing/json-text.ts";
import { seenFrom } from "../legible.ts";
import type { Legible } from "../legible.ts";
import type { Path, RootOptions, ToolOptions } from "../report.ts";
import { driver, levels } from "./sarif-tool.ts";
import { offered } from "../summary.ts";
import { painter, visible } from "../terminal.ts";
import { processTree } from "../process-tree.ts";
import { encodedPath } from "../writing/uri.ts";

/** Options of {@link renderSarif}. */
export interface SarifOptions extends RootOptions, ToolOptions {
  /** How the program was called: its arguments, in an absolute folder. */
  readonly invocation: { readonly arguments: readonly string[]; readonly folder: string };
}

/**
 * SARIF 2.1.0, for GitHub's code scanning and many other tools. Columns are UTF-16 units, as everywhere here; a BOM
 * does not count.
 */
export function renderSarif(given: Legible, { root, tool, invocation }: SarifOptions): string {
  const report = seenFrom(given, root);
  const log: Log = { report, root, names: fingerprints(report), ruleIds: tool.checks.map(({ id }) => id) };
  const run = {
    tool: { driver: driver(tool) },
    invocations: [
      {
        arguments: invocation.arguments,
        workingDirectory: { uri: folderUri(invocation.folder) },
        executionSuccessful: true,
      },
    ],
    originalUriBaseIds: { SRCROOT: { uri: folderUri(root), description: { text: "The root of the repository." } } },
    columnKind: "utf16CodeUnits",
    results: report.diagnostics.map((diagnostic) => result(log, diagnostic)),
    properties: {
      images: report.images.map((image) => ({
        ...imageObject(report, image),
        tree: processTree(report, image, painter(false)).join("\n"),
      })),
    },
  };
  return `${jsonText({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] })}\n`;
}

/** What the results of a run share. */
interface Log {
  readonly report: Legible;
  readonly root: string;
  readonly names: ReadonlyMap<Diagnostic, string>;
  readonly ruleIds: readonly string[];
}

function result(log: Log, diagnostic: Diagnostic): object {
  const { rule, severity, message, at, related } = diagnostic;
  const fixes = offered(log.report, diagnostic).flatMap((fix) => fixObject(log, fix));
  const flow = wayThrough(log.report, at);
  return {
    ruleId: rule,
    ruleIndex: log.ruleIds.indexOf(rule),
    level: levels[severity],
    message: text(message),
    locations: [location(log, at, true)],
    ...(related.length > 0 && {
      relatedLocations: related.map((other, id) => ({ id, ...location(log, other.at), message: text(other.message) })),
    }),
    partialFingerprints: { "finding/v1": log.names.get(diagnostic) },
    ...(fixes.length > 0 && { fixes }),
    ...(flow && { codeFlows: [codeFlow(log, flow)] }),
  };
}

/** Text as a message: `{0}` and `[x](y)` have a meaning there. */
function text(message: string): { readonly text: string } {
  return { text: withoutLinks(visible(message).replaceAll(/\{(\d+)\}/g, "{{$1}}")) };
}

/** A bracket begins a link if the next that closes one stands in front of a parenthesis. */
function withoutLinks(message: string): string {
  let close = -1;
  return message.replaceAll("[", (bracket, at: number) => {
    if (close < at) close = message.indexOf("]", at);
    if (close < 0) close = Infinity;
    return message[close + 1] === "(" ? `\\${bracket}` : bracket;
  });
}

function location(log: Log, at: Location, withText = false): object {
  const source = log.report.source(at.path);
  const snippet = withText && at.end > at.start ? { snippet: { text: source.text.slice(at.start, at.end) } } : {};
  return {
    physicalLocation: { artifactLocation: artifact(log.root, at.path), region: { ...region(source, at), ...snippet } },
  };
}

/** The first way from start to stop that leads through a place. */
function wayThrough(report: Legible, at: Location): Path | undefined {
  const meets = (other: Location | undefined): boolean =>
    other !== undefined && other.path === at.path && other.start < at.end && at.start < other.end;
  return report.images.flatMap(({ paths }) => paths).find(({ hops }) => hops.some((hop) => meets(hop.at)));
}

function codeFlow(log: Log, { hops, reason }: Path): object {
  const locations = hops.flatMap((hop) => {
    if (!hop.at) return [];
    const words = `${hop.kind}: ${hopLine(hop)}${hop.note === undefined ? "" : ` (${hop.note.text})`}`;
    return [{ location: { ...location(log, hop.at), message: text(words) }, nestingLevel: hop.process - 1 }];
  });
  return { message: text(reason.text), threadFlows: [{ locations }] };
}

/** A fix with its changes by file; nothing for one that takes a BOM away, which regions cannot name. */
function fixObject(log: Log, { title, applicability, edits }: Fix): readonly object[] {
  if (edits.length === 0 || edits.some((edit) => edit.start < bomOf(log.report.source(edit.path)))) return [];
  const artifactChanges = [...byFile(edits, ({ path }) => path)].map(([path, own]) => ({
    artifactLocation: artifact(log.root, path),
    replacements: own.map((edit) => ({
      deletedRegion: region(log.report.source(path), edit),
      insertedContent: { text: edit.text },
    })),
  }));
  return [{ description: text(title), artifactChanges, properties: { applicability } }];
}

function region(source: Source, at: Location): object {
  const bom = bomOf(source);
  const start = source.position(Math.max(at.start, bom));
  const end = source.position(Math.max(at.end, bom));
  const column = (place: typeof start): number => place.column - (place.line === 1 ? bom : 0);
  return {
    startLine: start.line,
    startColumn: column(start),
    endLine: end.line,
    endColumn: column(end),
    charOffset: start.offset - bom,
    charLength: end.offset - start.offset,
  };
}

function bomOf(source: Source): 0 | 1 {
  return source.text.startsWith("\ufeff") ? 1 : 0;
}

function artifact(root: string, path: string): object {
  return inside(root, path)
    ? { uri: encodedPath(relative(root, path)), uriBaseId: "SRCROOT" }
    : { uri: `file://${encodedPath(normalize(path))}` };
}

function folderUri(folder: string): string {
  return `file://${encodedPath(normalize(folder)).replace(/\/?$/, "/")}`;
}
