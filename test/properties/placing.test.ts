import { describe } from "@jest/globals";
import fc from "fast-check";
import { rules } from "../../rules/index.ts";
import type { Diagnostic } from "../../src/text/diagnostic.ts";
import { memoryTree } from "../../src/files/tree.ts";
import type { MemoryFile } from "../../src/files/tree.ts";
import { lint } from "../../src/lint/lint.ts";
import type { LintOptions } from "../../src/lint/lint.ts";
import type { Project } from "../../src/project/project.ts";
import { Source } from "../../src/text/source.ts";
import type { Location } from "../../src/text/source.ts";
import { properties } from "./cases.ts";
import { context } from "./contexts.ts";
import type { Context } from "./contexts.ts";

const options: LintOptions = { rules, severities: new Map(), project: () => ({ top: "/" }) };

/**
 * What may stand before everything else of a Dockerfile, but for its directives, and change nothing. A comment right
 * above FROM would belong to it.
 */
const blocks = fc.constantFrom(
  "# a comment\n\n",
  "\n\n",
  "  # é 😀\n\n#\n\n",
  "FROM busybox AS unrelated\nRUN true\n",
  "FROM alpine AS unrelated\nCOPY . /x\nRUN <<EOF\nCMD app\nEOF\n",
  "ARG UNRELATED=1\n",
);

interface Seen {
  readonly one: Context;
  readonly plain: readonly Diagnostic[];
  readonly projects: readonly Project[];
  readonly block: string;
  readonly variants: Readonly<Record<"crlf" | "bom" | "moved", readonly Diagnostic[]>>;
}

function text(file: MemoryFile | undefined): string {
  return file === undefined ? "" : typeof file === "string" ? file : file.text;
}

/** The context with its Dockerfiles written in another way. */
function rewritten(one: Context, write: (text: string) => string): Context {
  const files = Object.fromEntries(
    Object.entries(one.files).map(([path, file]) => [path, path.endsWith("Dockerfile") ? write(text(file)) : file]),
  );
  return { ...one, files };
}

function diagnose({ files, paths }: Context): ReturnType<typeof lint> {
  return lint(memoryTree(files), paths, options);
}

/** Behind the directives, which count at the top only. */
function below(block: string): (text: string) => string {
  return (each) => each.replace(/^(# escape=`\n)?/, (directives) => directives + block);
}

function look(batch: readonly { readonly one: Context; readonly block: string }[]): readonly Seen[] {
  return batch.map(({ one, block }) => {
    const { diagnostics: plain, projects } = diagnose(one);
    const [crlf, bom, moved] = [
      (each: string) => each.replaceAll("\n", "\r\n"),
      (each: string) => `\uFEFF${each}`,
      below(block),
    ].map((write) => diagnose(rewritten(one, write)).diagnostics);
    return { one, plain, projects, block, variants: { crlf: crlf ?? [], bom: bom ?? [], moved: moved ?? [] } };
  });
}

/** Findings with their places by line and column, these moved in Dockerfiles. */
function told(
  diagnostics: readonly Diagnostic[],
  files: Context["files"],
  move: (line: number, column: number) => readonly [line: number, column: number],
): readonly string[] {
  const place = ({ path, start, end }: Location): string => {
    const source = new Source(path, text(files[path]));
    const positions = [start, end]
      .map((offset) => source.position(offset))
      .map(({ line, column }) => (path.endsWith("Dockerfile") ? move(line, column) : [line, column]));
    return `${path} ${positions.join(" to ")}`;
  };
  return diagnostics.map(({ rule, severity, message, at, related, fixes }) => {
    const edits = fixes.map((fix) =>
      [
        fix.title,
        fix.applicability,
        ...fix.edits.map((edit) => `${place(edit)} ${JSON.stringify(edit.text.replaceAll("\r", ""))}`),
      ].join(", "),
    );
    return [
      `${place(at)}: ${severity} ${rule}: ${message}`,
      ...related.map((each) => `${place(each.at)}: ${each.message}`),
      ...edits,
    ].join("\n  ");
  });
}

function same(
  seen: Seen,
  variant: readonly Diagnostic[],
  write: (text: string) => string,
  back: (line: number, column: number) => readonly [line: number, column: number],
): string | undefined {
  const before = told(seen.plain, seen.one.files, (line, column) => [line, column]);
  const after = told(variant, rewritten(seen.one, write).files, back);
  if (JSON.stringify(before) === JSON.stringify(after)) return undefined;
  return `\n${before.filter((each) => !after.includes(each)).join("\n")}\nbecomes\n${after.filter((each) => !before.includes(each)).join("\n")}\n--- ${text(seen.one.files["/Dockerfile"])}`;
}

/**
 * All places that are told of a context: of findings, of what is related to them, of edits, and of the start-up's hops.
 */
function* places({ plain, projects }: Seen): Iterable<readonly [what: string, at: Location]> {
  for (const { rule, at, related, fixes } of plain) {
    yield [rule, at];
    for (const each of related) yield [`related to ${rule}`, each.at];
    for (const edit of fixes.flatMap((fix) => fix.edits)) yield [`edit of ${rule}`, edit];
  }
  for (const hop of projects
    .flatMap(({ images }) => images)
    .flatMap(({ startUp }) => startUp.paths)
    .flatMap((path) => path.processes)
    .flatMap((process) => process.hops)) {
    if (hop.at && hop.at.path !== "") yield [`hop ${hop.what}`, hop.at];
    for (const arg of hop.argv) if (arg.text && arg.text.path !== "") yield [`word of ${hop.what}`, arg.text.locate()];
  }
}

/** What is wrong with a place as such. */
function misplaced(what: string, { path, start, end }: Location, { one }: Seen): string | undefined {
  const file = text(one.files[path]);
  if (one.files[path] === undefined) return `${what} is in ${path}, which is not there`;
  if (start < 0 || end < start || end > file.length) return `${what}: ${start} to ${end} leaves ${path}`;
  for (const at of [start, end])
    if (/[\ud800-\udbff]/.test(file.charAt(at - 1)) && /[\udc00-\udfff]/.test(file.charAt(at)))
      return `${what} of ${path} cuts a character in two`;
  return undefined;
}

const cases = fc.record({ one: context, block: blocks });

describe("the findings of any context", () => {
  properties(cases, look, {
    "are the same with CRLF": (seen) =>
      same(
        seen,
        seen.variants.crlf,
        (each) => each.replaceAll("\n", "\r\n"),
        (line, column) => [line, column],
      ),
    "are the same behind a byte order mark": (seen) =>
      same(
        seen,
        seen.variants.bom,
        (each) => `\uFEFF${each}`,
        (line, column) => [line, line === 1 ? column - 1 : column],
      ),
    "move with what is put before": (seen) =>
      same(seen, seen.variants.moved, below(seen.block), (line, column) => [
        line - seen.block.split("\n").length + 1,
        column,
      ]),
    "are told once": ({ plain, projects }) => {
      // Of a file that several images share, each may have something of its own to say.
      const alone = projects.length === 1 && projects.every(({ images }) => images.length === 1);
      const keys = plain.map(
        ({ rule, at, message }) => `${rule} at ${at.path} ${at.start} to ${at.end}${alone ? "" : message}`,
      );
      const twice = keys.find((key, index) => keys.indexOf(key) !== index);
      return twice && `${twice} twice: ${plain.map((each) => each.message).join("; ")}`;
    },
    "lie in their files": (seen) => {
      for (const [what, at] of places(seen)) {
        const complaint = misplaced(what, at, seen);
        if (complaint !== undefined) return complaint;
      }
      return undefined;
    },
    "cover the text that they speak of": ({ one, plain, projects }) => {
      // A syntax error is a point, and so is what a script lacks at its start.
      for (const { rule, at } of plain)
        if (at.start === at.end && rule !== "parse-error" && rule !== "unrunnable-command")
          return `${rule} covers nothing at ${at.path} ${at.start}`;
      for (const arg of projects
        .flatMap(({ images }) => images)
        .flatMap(({ image }) => (image.argv === "unknown" ? [] : image.argv))) {
        if (!arg.text || arg.value === "unknown" || !arg.text.path.endsWith("Dockerfile")) continue;
        const { path, start, end } = arg.text.locate();
        const written = text(one.files[path]).slice(start, end);
        // Escapes and continued lines are written differently from what they mean.
        if (!/[\\`\n]/.test(written) && written !== arg.value)
          return `${JSON.stringify(arg.value)} is placed at ${JSON.stringify(written)}`;
      }
      return undefined;
    },
  });
});
