import { findProgram } from "../known/programs.ts";
import { parseShell } from "../parse/shell.ts";
import type { ImageFile } from "./context.ts";
import { followScript } from "./follow.ts";
import { hop, launch, prepend, searchPath } from "./launch.ts";
import type { Unrunnable } from "./outcome.ts";
import { shellsNamed, single } from "./situation.ts";
import type { Chain, How, Situation } from "./situation.ts";
import { fixedField } from "./shell/state.ts";
import type { Field, Unit } from "./shell/state.ts";

type Found = Extract<ImageFile, { kind: "file" }>;

/** Follows a command whose file is in the build context; undefined if there is no such file. */
export function launchFile(argv: readonly Field[], how: How, situation: Situation): readonly Chain[] | undefined {
  const name = argv[0]?.value;
  if (name === undefined || name === "unknown") return undefined;
  const { path, file } = situation.context.command(situation.image.stage, name, situation.cwd, searchPath(situation));
  if (file.kind !== "file" || path === undefined) return undefined;
  const fail = (problem: Omit<Unrunnable, "at" | "file">): readonly Chain[] =>
    [single({ hops: [hop(argv, how, path, situation)], role: { kind: "unrunnable", problem: { ...problem, at: argv[0]?.text?.locate() ?? how.at, file: file.text.locate(0, 0) } } })];
  if (file.executable === false) return fail({ code: "permission", message: `${path} has no x bit: the container ends with "permission denied"` });
  const text = file.text.text;
  if (text.startsWith("\u007fELF")) return [single({ hops: [hop(argv, how, path, situation)], role: { kind: "program", row: undefined, own: true } })];
  if (!text.startsWith("#!")) return withoutShebang(path, file, argv, how, situation, fail);
  return withShebang(path, file, argv, how, situation, fail);
}

function withoutShebang(path: string, file: Found, argv: readonly Field[], how: How, situation: Situation, fail: (problem: Omit<Unrunnable, "at" | "file">) => readonly Chain[]): readonly Chain[] {
  const text = file.text.text;
  if (text.includes("\u0000")) return [single({ hops: [hop(argv, how, path, situation)], role: { kind: "unknown", reason: `${path} is a binary file of an unknown kind` } })];
  if (file.altered !== undefined) return [single({ hops: [hop(argv, how, path, situation)], role: { kind: "unknown", reason: `${path} is changed by ${file.altered}` } })];
  const shell = situation.byShell;
  if (shell) return followScript(unitOf(path, file), argv, [shell], { ...how, kind: how.kind }, situation, `script ${path} (${shell.title})`);
  const late = /^(\uFEFF)?\s*#!/.exec(text);
  if (late?.[1]) return fail({ code: "bom", message: `a byte order mark stands before the shebang of ${path}: the container ends with "exec format error"` });
  if (late) return fail({ code: "blank-line", message: `the shebang of ${path} is not its first line: the container ends with "exec format error"` });
  return fail({ code: "shebang", message: `${path} has no shebang: the container ends with "exec format error"` });
}

function withShebang(path: string, file: Found, argv: readonly Field[], how: How, situation: Situation, fail: (problem: Omit<Unrunnable, "at" | "file">) => readonly Chain[]): readonly Chain[] {
  const line = /^#!([^\n]*)/.exec(file.text.text)?.[1] ?? "";
  if (line.endsWith("\r") && file.altered === undefined) {
    return fail({ code: "crlf", message: `${path} has CRLF line ends, so its interpreter "${line.trim()}\\r" is not found: the container ends with "no such file or directory"` });
  }
  const match = /^\s*(\S+)(?:\s+(.*?))?\s*$/.exec(line);
  const interpreter = match?.[1];
  if (interpreter === undefined) return fail({ code: "shebang", message: `the shebang of ${path} is empty: the container ends with "exec format error"` });
  // The kernel hands everything after the interpreter over as one argument; `env NAME` and `env -S` split it.
  const words = match?.[2] === undefined ? [] : /\/env$/.test(interpreter) ? match[2].replace(/^-S\s*/, "").split(/\s+/) : [match[2]];
  const isEnv = /\/env$/.test(interpreter);
  const program = isEnv ? words.find((word) => !word.includes("=") && !word.startsWith("-")) : interpreter;
  const base = program?.replace(/^.*\//, "") ?? "";
  const missing = missingInterpreter(program, situation);
  if (missing !== undefined) return fail({ code: "interpreter", message: `${path} wants ${missing}, which the base image does not have: the container ends with "no such file or directory"` });
  const rows = shellsNamed(base, situation.image.sh);
  if (rows) return followScript(unitOf(path, file), argv, rows, how, situation, `script ${path} (${rows.length === 1 ? rows[0]?.title : base})`);
  const self = hop(argv, how, `script ${path}`, situation);
  const start = [...(isEnv ? words : [interpreter, ...words]).map((word) => fixedField(word)), fixedField(path), ...argv.slice(1)];
  if (findProgram(start.map((field) => field.value))) return [single({ hops: [self], role: { kind: "program", row: findProgram(start.map((field) => field.value)), own: true } })];
  if (isEnv || situation.depth > 20) return [single({ hops: [self], role: { kind: "unknown", reason: `${path} is run by ${base}, which is not known` } })];
  return prepend(self, launch(start, { kind: "exec", via: path, at: file.text.locate(0, 0) }, situation));
}

/** The interpreter, where the base image is known not to have it. */
function missingInterpreter(program: string | undefined, situation: Situation): string | undefined {
  if (program === undefined) return undefined;
  const { image } = situation;
  if (image.sh === "none" && shellsNamed(program.replace(/^.*\//, ""), "unknown")) {
    const { file } = situation.context.command(image.stage, program, situation.cwd, searchPath(situation));
    return file.kind === "file" ? undefined : image.stage.instructions.some((each) => each.keyword === "COPY" || each.keyword === "ADD" && each.flags.some((flag) => flag.name === "from")) ? undefined : program;
  }
  return undefined;
}

/** A file of the context as a script. */
export function unitOf(path: string, file: Found): Unit {
  return { script: parseShell(file.text), title: path.replace(/^.*\//, ""), editable: file.fixable && file.altered === undefined };
}
