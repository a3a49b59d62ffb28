import "./grammars.ts";
import { basename, memoryTree, normalize } from "../src/files/tree.ts";
import type { FileTree, MemoryFile } from "../src/files/tree.ts";
import { byPlace } from "../src/text/edits.ts";
import { fix } from "../src/fixing/fixer.ts";
import type { FixOptions, Fixed, WithheldFix } from "../src/fixing/fixer.ts";
import { lint } from "../src/lint/lint.ts";
import type { Linted } from "../src/lint/lint.ts";
import { isComposeName, isDockerfileName } from "../src/files/names.ts";
import { renderDiff } from "../src/report/diff.ts";
import { Source } from "../src/text/source.ts";
import type { Location } from "../src/text/source.ts";
import { rules } from "../rules/index.ts";
import type { Rule } from "../src/rule.ts";

/** One example of a page: a small build context, and all that is said of it and done to it. */
export interface Example {
  readonly title: string;
  /** Line of its heading. */
  readonly line: number;
  /** By absolute path. */
  readonly files: Readonly<Record<string, MemoryFile>>;
  /** Of those, the Dockerfiles and compose files that the run is not told to lint. */
  readonly unlinted: readonly string[];
  /** One finding a line; empty for silence. */
  readonly report: string;
  /** One fix of a finding a line, with what became of it; undefined where the page does not say. */
  readonly fixes: string | undefined;
  /** What `--fix` changes; empty for nothing. */
  readonly patch: string;
  /** What `--unsafe-fixes` changes. */
  readonly unsafePatch: string;
}

/** A Markdown page with examples. `mistakes` says where it cannot be read as one. */
export interface Page {
  /** Headings with their marks: "# missing-exec", "## What it does". */
  readonly headings: readonly string[];
  readonly examples: readonly Example[];
  readonly mistakes: readonly string[];
}

interface Block {
  readonly info: string;
  readonly line: number;
  readonly text: string;
}

interface Section {
  readonly heading: string;
  readonly line: number;
  readonly blocks: Block[];
}

/**
 * Reads a page. Under each heading, fenced blocks are files (`LANG path`), `text report`, `text fixes`, `diff`, `diff
 * --unsafe-fixes`; `console` is prose. After a path, `mode=755` gives the file its mode, and `unlinted` leaves it to be
 * found beside the files that are linted.
 */
export function readPage(markdown: string): Page {
  const mistakes: string[] = [];
  const sections = sectionsOf(markdown, mistakes);
  const examples: Example[] = [];
  for (const section of sections) {
    const example = readExample(section, mistakes);
    if (example) examples.push(example);
  }
  return { headings: sections.map((section) => section.heading), examples, mistakes };
}

function sectionsOf(markdown: string, mistakes: string[]): readonly Section[] {
  const sections: Section[] = [];
  let open: { readonly info: string; readonly line: number; readonly lines: string[] } | undefined;
  for (const [index, text] of markdown.split("\n").entries()) {
    const line = index + 1;
    if (open && text === "```") {
      sections
        .at(-1)
        ?.blocks.push({ info: open.info, line: open.line, text: open.lines.map((each) => `${each}\n`).join("") });
      open = undefined;
    } else if (open) open.lines.push(text);
    else if (text.startsWith("```")) open = { info: text.slice(3).trim(), line, lines: [] };
    else if (/^#{1,6} /.test(text)) sections.push({ heading: text, line, blocks: [] });
  }
  if (open) mistakes.push(`line ${open.line}: the block is not closed`);
  return sections;
}

function readExample({ heading, line, blocks }: Section, mistakes: string[]): Example | undefined {
  const files: Record<string, MemoryFile> = {};
  const unlinted: string[] = [];
  const said = new Map<string, string>();
  for (const block of blocks) {
    if (block.info === "console") continue;
    if (/^(text report|text fixes|diff|diff --unsafe-fixes)$/.test(block.info)) {
      if (said.has(block.info)) mistakes.push(`line ${block.line}: a second \`${block.info}\` under one heading`);
      said.set(block.info, block.text);
      continue;
    }
    const [, path, mode, alone] = /^\S+ (\S+)(?: mode=(644|755))?( unlinted)?$/.exec(block.info) ?? [];
    const at = normalize(`/${path}`);
    if (path === undefined) mistakes.push(`line ${block.line}: \`${block.info}\` names no file, report or patch`);
    else if (Object.hasOwn(files, at)) mistakes.push(`line ${block.line}: ${path} is written twice`);
    else
      files[at] = {
        text: unspell(block.text),
        executable: mode === undefined ? block.text.startsWith("#!") : mode === "755",
      };
    if (alone !== undefined) unlinted.push(at);
  }
  const report = said.get("text report");
  const hasFiles = Object.keys(files).length > 0;
  if (hasFiles && report === undefined) mistakes.push(`line ${line}: an example without a report`);
  if (!hasFiles && said.size > 0) mistakes.push(`line ${line}: a report or patch without files`);
  if (!hasFiles || report === undefined) return undefined;
  const patch = readPatch(said.get("diff") ?? "");
  const unsafe = said.get("diff --unsafe-fixes");
  return {
    title: heading.replace(/^#+ /, ""),
    line,
    files,
    unlinted,
    report: report.replace(/^\(nothing\)\n$/, ""),
    fixes: said.get("text fixes")?.replace(/^\(none\)\n$/, ""),
    patch,
    unsafePatch: unsafe === undefined ? patch : readPatch(unsafe),
  };
}

/** An empty line of a patch is a blank one with its space trimmed, as editors do it. */
function readPatch(text: string): string {
  return unspell(text.replaceAll(/^$(?=\n)/gm, " "));
}

/**
 * What a page cannot show: `␍` is a carriage return, `␀BOM` a byte order mark, `␀EOF` the end of a file without a line
 * feed.
 */
function unspell(text: string): string {
  return text
    .replaceAll("␍", "\r")
    .replaceAll("␀BOM", "\uFEFF")
    .replace(/␀EOF\n$/, "");
}

/** What the linter makes of an example. */
export interface Result {
  readonly linted: Linted;
  readonly report: string;
  readonly fixes: string;
  readonly safe: Fixed;
  readonly patch: string;
  readonly unsafe: Fixed;
  readonly unsafePatch: string;
}

type Context = Pick<Example, "files" | "unlinted">;

/** Lints and fixes an example with all rules, or with those that are given. */
export function runExample(example: Context, among: readonly Rule[] = rules): Result {
  const tree = memoryTree(example.files);
  const linted = lint(tree, lintedIn(example), optionsFor(example, among));
  const safe = fixAll(tree, example, false, among);
  const unsafe = fixAll(tree, example, true, among);
  const fixes = fixLines(linted, [...safe.withheld, ...unsafe.withheld], tree);
  return {
    linted,
    report: reportLines(linted, tree),
    fixes,
    safe,
    patch: patchOf(safe),
    unsafe,
    unsafePatch: patchOf(unsafe),
  };
}

/** Fixes the Dockerfiles and compose files of an example, as they stand in a tree. */
export function fixAll(tree: FileTree, example: Context, unsafe: boolean, among: readonly Rule[] = rules): Fixed {
  return fix(tree, lintedIn(example), { ...optionsFor(example, among), unsafe });
}

function optionsFor({ unlinted }: Context, among: readonly Rule[]): Omit<FixOptions, "unsafe"> {
  return { rules: among, severities: new Map(), project: () => ({ top: "/" }), neighbours: () => unlinted };
}

function lintedIn({ files, unlinted }: Context): readonly string[] {
  return Object.keys(files)
    .filter((path) => (isDockerfileName(basename(path)) || isComposeName(basename(path))) && !unlinted.includes(path))
    .sort();
}

/** What is offered for each finding, and why it is not done where it is not. */
function fixLines({ diagnostics }: Linted, withheld: readonly WithheldFix[], tree: FileTree): string {
  let lines = "";
  for (const { at, rule, fixes } of diagnostics) {
    for (const { applicability, title } of fixes) {
      lines += `${placeOf(at, tree)} ${rule} ${applicability}: ${title}\n`;
      const held = withheld.find(
        (each) => each.title === title && each.diagnostic.rule === rule && byPlace(each.diagnostic.at, at) === 0,
      );
      if (held)
        lines +=
          `  withheld: ${held.path === undefined || held.path === at.path ? "" : `${held.path.slice(1)}: `}` +
          `${held.reason}\n`;
    }
    if (fixes.length === 0) lines += `${placeOf(at, tree)} ${rule} no fix\n`;
  }
  return lines;
}

function placeOf(at: Location, tree: FileTree): string {
  const entry = tree.read(at.path);
  const { line, column } = new Source(at.path, entry.kind === "file" ? entry.text : "").position(at.start);
  return `${at.path.slice(1)}:${line}:${column}`;
}

function reportLines({ diagnostics }: Linted, tree: FileTree): string {
  return diagnostics
    .map(({ at, severity, rule, message }) => `${placeOf(at, tree)} ${severity} ${rule}: ${message}\n`)
    .join("");
}

function patchOf(fixed: Fixed): string {
  return renderDiff(fixed, { color: false, quiet: true, patchRoot: "/" }).replaceAll(/^diff --git .*\n/gm, "");
}
