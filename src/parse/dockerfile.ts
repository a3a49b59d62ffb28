import { DockerfileParser } from "dockerfile-ast";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Known } from "../diagnostic.ts";
import type { Location, MappedText, Source } from "../text.ts";
import { readInstruction } from "./dockerfile-instruction.ts";
import { LineReader, readDirectives } from "./dockerfile-lines.ts";
import { findProblem } from "./dockerfile-problems.ts";

export { expandWord } from "./dockerfile-expand.ts";
export { keyValues, type KeyValue, splitWords } from "./words.ts";

/** `--name=value` or `--name` before the arguments; the value is unquoted. */
export interface Flag {
  readonly name: string;
  readonly value: string | undefined;
  readonly at: Location;
}

/** A string of a JSON array: its decoded text, each unit mapped to the file, and its place with the quotes. */
export interface JsonWord {
  readonly text: MappedText;
  readonly at: Location;
}

/**
 * How an instruction that takes a command (CMD, ENTRYPOINT, RUN, SHELL, HEALTHCHECK CMD, and COPY, ADD, VOLUME lists) was written.
 * `exec`: the joined rest is a JSON array of strings. `shell`: anything else, to be handed to SHELL. `invalid`: a JSON
 * array with something other than strings; BuildKit fails the build.
 */
export type Form =
  | { readonly kind: "exec"; readonly words: readonly JsonWord[] }
  | { readonly kind: "shell"; readonly text: MappedText }
  | { readonly kind: "invalid"; readonly reason: string };

/** A heredoc of RUN, COPY or ADD. */
export interface Heredoc {
  readonly name: string;
  /** Whether variables in the body are expanded (the delimiter is not quoted). */
  readonly expand: boolean;
  /** The body as the container gets it (leading tabs gone for `<<-`). */
  readonly body: MappedText;
}

/** One instruction as BuildKit reads it. */
export interface Instruction {
  /** Upper case: "CMD". */
  readonly keyword: string;
  readonly keywordAt: Location;
  /** From the keyword to the end of the last argument, without the line ending; heredoc bodies included. */
  readonly at: Location;
  readonly flags: readonly Flag[];
  /** All that follows keyword and flags: continuations joined, comment and blank lines inside dropped, trimmed. */
  readonly body: MappedText;
  /** `body` as a command; meaningful for CMD, ENTRYPOINT, SHELL, RUN, COPY, ADD. */
  readonly form: Form;
  readonly heredocs: readonly Heredoc[];
  /** ONBUILD's instruction; undefined for every other keyword. */
  readonly trigger: Instruction | undefined;
}

/** A comment line outside instructions and inside continuations; `text` is what follows `#`. */
export interface Comment {
  readonly text: string;
  readonly at: Location;
}

/** Something that keeps the file, or a part of it, from being understood. */
export interface Problem {
  readonly message: string;
  /** The file is the template of Dockerfiles, to be read only when it has been filled in. */
  readonly template?: boolean;
  readonly at: Location;
}

/** A parsed Dockerfile. */
export interface Dockerfile {
  readonly source: Source;
  readonly escape: "\\" | "`";
  readonly instructions: readonly Instruction[];
  readonly comments: readonly Comment[];
  /** Values of `# check=skip=A,B` (or `all`). */
  readonly skippedChecks: readonly string[];
  /** Not a Dockerfile, or template tags in it: no rule speaks of such a file. At most one is reported. */
  readonly problems: readonly Problem[];
  /** Set where dockerfile-ast and BuildKit may split the file differently, or the file is too long to compare them: rules speak, no fix is offered. */
  readonly unfixable: string | undefined;
  /** Values that the build gives to ARGs. */
  readonly buildArgs: ReadonlyMap<string, Known<string>>;
}

/** A word of an instruction's arguments (quotes kept in `raw`), for instructions that take words: FROM, COPY, ENV, ... */
export interface Word {
  readonly raw: string;
  readonly at: Location;
}

/** Reads a Dockerfile the way BuildKit does. Never throws: what is not understood is in `problems`. */
export function parseDockerfile(source: Source, buildArgs: ReadonlyMap<string, Known<string>> = new Map()): Dockerfile {
  const { escape, skippedChecks, problem } = readDirectives(source);
  const lines = new LineReader(source, escape);
  const instructions: Instruction[] = [];
  let line = lines.next();
  for (; line && instructions.length < mostInstructions; line = lines.next()) instructions.push(readInstruction(line, lines, escape));
  const tooMany = line && { message: `The file has more than ${mostInstructions} instructions, which are not read.`, at: line.locate() };
  const first = tooMany ?? problem ?? findProblem(source, instructions) ?? lines.unterminated[0];
  let checked: { readonly reason: string | undefined } | undefined;
  return {
    source,
    escape,
    instructions,
    comments: lines.comments,
    skippedChecks,
    buildArgs,
    problems: first ? [first] : [],
    // Only a file with something to fix needs the second reading, which takes twice the time of the first.
    get unfixable() {
      checked ??= { reason: disagreement(source, instructions) };
      return checked.reason;
    },
  };
}

/** More instructions than any image has layers: each costs some kilobytes. */
const mostInstructions = 100_000;

/** Longest file, in UTF-16 units, that dockerfile-ast reads as well: it takes some microseconds for each. */
const longestChecked = 512 * 1024;

/**
 * Our reading is checked against dockerfile-ast's, because an edit at a misread place would damage the file. They part at rare
 * things, such as `<< EOF`, a doubled escape at a line's end or a lone CR, where dockerfile-ast does not follow the builder.
 */
function disagreement(source: Source, instructions: readonly Instruction[]): string | undefined {
  if (source.text.length > longestChecked) return `the file is longer than ${longestChecked / 1024} KiB, so that it was not read a second time to be sure of each place`;
  const theirs = splitByLibrary(source.text);
  for (let i = 0; i < Math.max(instructions.length, theirs.length); i++) {
    const ours = instructions[i];
    const other = theirs[i];
    if (ours && other && ours.keywordAt.start === other.start && ours.keyword === other.keyword) continue;
    const { line } = source.position(Math.min(ours?.keywordAt.start ?? Infinity, other?.start ?? Infinity));
    return `line ${line} can be read in two ways, so that an edit might land in the wrong place`;
  }
  return undefined;
}

function splitByLibrary(text: string): readonly { readonly start: number; readonly keyword: string }[] {
  const document = TextDocument.create("", "dockerfile", 0, text);
  return DockerfileParser.parse(text)
    .getInstructions()
    .map((instruction) => ({ start: document.offsetAt(instruction.getRange().start), keyword: instruction.getKeyword() }));
}
