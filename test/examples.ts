import { basename, memoryTree, normalize } from "../src/files.ts";
import type { FileTree, MemoryFile } from "../src/files.ts";
import { fix } from "../src/fixer.ts";
import type { Fixed } from "../src/fixer.ts";
import { lint } from "../src/lint.ts";
import type { LintOptions, Linted } from "../src/lint.ts";
import { isComposeName, isDockerfileName } from "../src/names.ts";
import { renderDiff } from "../src/report/diff.ts";
import { Source } from "../src/text.ts";
import { rules } from "../rules/index.ts";

/** One example of a page: a small build context, and all that is said of it and done to it. */
export interface Example {
  readonly title: string;
  /** Line of its heading. */
  readonly line: number;
  /** By absolute path. */
  readonly files: Readonly<Record<string, MemoryFile>>;
  /** One finding a line; empty for silence. */
  readonly report: string;
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

/** Reads a page. Under each heading, fenced blocks are files (`LANG path`), `text report`, `diff`, `diff --unsafe-fixes`; `console` is prose. */
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
      sections.at(-1)?.blocks.push({ info: open.info, line: open.line, text: open.lines.map((each) => `${each}\n`).join("") });
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
  const said = new Map<string, string>();
  for (const block of blocks) {
    if (block.info === "console") continue;
    if (/^(text report|diff|diff --unsafe-fixes)$/.test(block.info)) {
      if (said.has(block.info)) mistakes.push(`line ${block.line}: a second \`${block.info}\` under one heading`);
      said.set(block.info, block.text);
      continue;
    }
    const [, path, mode] = /^\S+ (\S+)(?: mode=(644|755))?$/.exec(block.info) ?? [];
    if (path === undefined) mistakes.push(`line ${block.line}: \`${block.info}\` names no file, report or patch`);
    else if (Object.hasOwn(files, normalize(`/${path}`))) mistakes.push(`line ${block.line}: ${path} is written twice`);
    else files[normalize(`/${path}`)] = { text: unspell(block.text), executable: mode === undefined ? block.text.startsWith("#!") : mode === "755" };
  }
  const report = said.get("text report");
  const hasFiles = Object.keys(files).length > 0;
  if (hasFiles && report === undefined) mistakes.push(`line ${line}: an example without a report`);
  if (!hasFiles && said.size > 0) mistakes.push(`line ${line}: a report or patch without files`);
  if (!hasFiles || report === undefined) return undefined;
  const patch = readPatch(said.get("diff") ?? "");
  const unsafe = said.get("diff --unsafe-fixes");
  return { title: heading.replace(/^#+ /, ""), line, files, report: report.replace(/^\(nothing\)\n$/, ""), patch, unsafePatch: unsafe === undefined ? patch : readPatch(unsafe) };
}

/** An empty line of a patch is a blank one with its space trimmed, as editors do it. */
function readPatch(text: string): string {
  return unspell(text.replaceAll(/^$(?=\n)/gm, " "));
}

/** What a page cannot show: `␍` is a carriage return, `␀BOM` a byte order mark. */
function unspell(text: string): string {
  return text.replaceAll("␍", "\r").replaceAll("␀BOM", "\uFEFF");
}

/** What the linter makes of an example. */
export interface Result {
  readonly linted: Linted;
  readonly report: string;
  readonly safe: Fixed;
  readonly patch: string;
  readonly unsafe: Fixed;
  readonly unsafePatch: string;
}

const options: LintOptions = { rules, severities: new Map(), project: () => ({ top: "/" }) };

/** Lints and fixes an example with all rules. */
export function runExample({ files }: Pick<Example, "files">): Result {
  const tree = memoryTree(files);
  const linted = lint(tree, dockerfilesIn(files), options);
  const safe = fixAll(tree, files, false);
  const unsafe = fixAll(tree, files, true);
  return { linted, report: reportLines(linted, tree), safe, patch: patchOf(safe), unsafe, unsafePatch: patchOf(unsafe) };
}

/** Fixes the Dockerfiles and compose files among some files, as they stand in a tree. */
export function fixAll(tree: FileTree, files: Example["files"], unsafe: boolean): Fixed {
  return fix(tree, dockerfilesIn(files), { ...options, unsafe });
}

function dockerfilesIn(files: Example["files"]): readonly string[] {
  return Object.keys(files).filter((path) => isDockerfileName(basename(path)) || isComposeName(basename(path))).sort();
}

function reportLines(linted: Linted, tree: FileTree): string {
  let lines = "";
  for (const { at, severity, rule, message } of linted.diagnostics) {
    const entry = tree.read(at.path);
    const { line, column } = new Source(at.path, entry.kind === "file" ? entry.text : "").position(at.start);
    lines += `${at.path.slice(1)}:${line}:${column} ${severity} ${rule}: ${message}\n`;
  }
  return lines;
}

function patchOf(fixed: Fixed): string {
  return renderDiff(fixed, { color: false, quiet: true, patchRoot: "/" }).replaceAll(/^diff --git .*\n/gm, "");
}
