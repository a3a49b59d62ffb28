import type { Source } from "../../text/source.ts";
import type { Instruction, Problem } from "./syntax.ts";

const keywords: ReadonlySet<string> = new Set([
  "ADD",
  "ARG",
  "CMD",
  "COPY",
  "ENTRYPOINT",
  "ENV",
  "EXPOSE",
  "FROM",
  "HEALTHCHECK",
  "LABEL",
  "MAINTAINER",
  "ONBUILD",
  "RUN",
  "SHELL",
  "STOPSIGNAL",
  "USER",
  "VOLUME",
  "WORKDIR",
]);

/** Instructions that say what an image starts. */
const starting: ReadonlySet<string> = new Set([
  "CMD",
  "ENTRYPOINT",
  "FROM",
  "ONBUILD",
  "SHELL",
  "STOPSIGNAL",
  "USER",
  "WORKDIR",
]);

/** A template tag where a line starts. Elsewhere, as in `--format '{{.Names}}'`, the braces belong to the command. */
const tagAtLineStart = /^[ \t]*(?:\{\{|\{%|\{#|<%)/m;
/** A template tag in a place where only a keyword, an image name or a port may stand. */
const tag = /\{\{|\{%|<%|@@\w+@@|%%\w+%%/;

/** What keeps the file from being built, as seen from its instructions: the first such thing, or undefined. */
export function findProblem(source: Source, instructions: readonly Instruction[]): Problem | undefined {
  const decides = ({ keyword }: Instruction): boolean => !keywords.has(keyword) || starting.has(keyword);
  const template = findTemplate(source, instructions, decides);
  if (template) return template;
  const mistake = findMistake(source, instructions);
  // What makes no Dockerfile as it stands may make one when its tags are filled in, wherever they are.
  return mistake && (findTemplate(source, instructions, () => true) ?? mistake);
}

function findMistake(source: Source, instructions: readonly Instruction[]): Problem | undefined {
  const first = instructions[0];
  if (!first) return { message: "The file has no instructions.", at: source.at(0, 0) };
  if (!instructions.some(({ keyword }) => keywords.has(keyword))) {
    return { message: "This is not a Dockerfile: it has no FROM and no other known instruction.", at: first.keywordAt };
  }
  let inStage = false;
  for (const { keyword, keywordAt, body, form } of instructions) {
    if (!keywords.has(keyword))
      return { message: `Unknown instruction "${abridged(keyword)}": the build stops here.`, at: keywordAt };
    if (keyword === "SHELL" && form.kind !== "exec")
      return { message: "SHELL takes a JSON array of strings: the build stops here.", at: keywordAt };
    if (keyword === "FROM") {
      if (body.text === "") return { message: "FROM names no image.", at: keywordAt };
      inStage = true;
    }
    if (!inStage && keyword !== "ARG") {
      return { message: `${keyword} comes before the first FROM, where only ARG may.`, at: keywordAt };
    }
  }
  return inStage ? undefined : { message: "The file has no FROM.", at: first.keywordAt };
}

/**
 * A template's tag; in the middle of an instruction only where `decides` says so: in a command of the build a tag may
 * be what the command is given.
 */
function findTemplate(
  source: Source,
  instructions: readonly Instruction[],
  decides: (instruction: Instruction) => boolean,
): Problem | undefined {
  for (const instruction of instructions) {
    const { keyword, keywordAt, at, body } = instruction;
    // Heredocs may hold any text; they start behind the body.
    const written = source.text.slice(at.start, body.endOf(body.text.length));
    const inLine = tagAtLineStart.exec(written);
    if (inLine && decides(instruction)) {
      const [indented] = inLine;
      return templateProblem(source, at.start + inLine.index + indented.search(/\S/), indented.trim());
    }
    const inKeyword = keywords.has(keyword) ? undefined : tag.exec(keyword);
    if (inKeyword) return templateProblem(source, keywordAt.start + inKeyword.index, inKeyword[0]);
    const inName = keyword === "FROM" || keyword === "EXPOSE" ? tag.exec(body.text) : undefined;
    if (inName) return templateProblem(source, body.startOf(inName.index), inName[0]);
  }
  return undefined;
}

function templateProblem(source: Source, start: number, found: string): Problem {
  const message = `This is a template, not a Dockerfile: no instruction can use "${found}" here.`;
  return { message, template: true, at: source.at(start, start + found.length) };
}

function abridged(keyword: string): string {
  return keyword.length > 30 ? `${keyword.slice(0, 30)}...` : keyword;
}
