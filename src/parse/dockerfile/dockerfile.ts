import { DockerfileParser } from "dockerfile-ast";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Known } from "../../text/diagnostic.ts";
import type { Source } from "../../text/source.ts";
import { readInstruction } from "./instruction.ts";
import { LineReader, readDirectives } from "./logical-lines.ts";
import { findProblem } from "./problems.ts";
import type { Dockerfile, Instruction } from "./syntax.ts";

export { expandWord } from "./substitution.ts";
export { keyValues, type KeyValue, splitWords } from "./word-split.ts";

/** Reads a Dockerfile the way BuildKit does. Never throws: what is not understood is in `problems`. */
export function parseDockerfile(source: Source, buildArgs: ReadonlyMap<string, Known<string>> = new Map()): Dockerfile {
  const { escape, skippedChecks, problem } = readDirectives(source);
  const lines = new LineReader(source, escape);
  const instructions: Instruction[] = [];
  let line = lines.next();
  for (; line && instructions.length < mostInstructions; line = lines.next())
    instructions.push(readInstruction(line, lines, escape));
  const tooMany = line && {
    message: `The file has more than ${mostInstructions} instructions, too many to read.`,
    at: line.locate(),
  };
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
 * Our reading is checked against dockerfile-ast's, because an edit at a misread place would damage the file. They
 * part at rare things, such as `<< EOF`, a doubled escape at a line's end or a lone CR, where dockerfile-ast does not
 * follow the builder.
 */
function disagreement(source: Source, instructions: readonly Instruction[]): string | undefined {
  if (source.text.length > longestChecked)
    return `the file is longer than ${longestChecked / 1024} KiB, too long to check every position twice`;
  const theirs = splitByLibrary(source.text);
  for (let i = 0; i < Math.max(instructions.length, theirs.length); i++) {
    const ours = instructions[i];
    const other = theirs[i];
    if (ours && other && ours.keywordAt.start === other.start && ours.keyword === other.keyword) continue;
    const { line } = source.position(Math.min(ours?.keywordAt.start ?? Infinity, other?.start ?? Infinity));
    return `line ${line} can be read in two ways, so an edit might land in the wrong place`;
  }
  return undefined;
}

function splitByLibrary(text: string): readonly { readonly start: number; readonly keyword: string }[] {
  const document = TextDocument.create("", "dockerfile", 0, text);
  return DockerfileParser.parse(text)
    .getInstructions()
    .map((instruction) => ({
      start: document.offsetAt(instruction.getRange().start),
      keyword: instruction.getKeyword(),
    }));
}
