import { findProgram } from "../known/programs/programs.ts";
import type { ShellRow } from "../known/shells/shells.ts";
import { lacks } from "./faults/absent-shell.ts";
import { hop, prepend, searchPath, single } from "./chain.ts";
import { followScript } from "./follow-script.ts";
import type { Fault } from "./faults/unrunnable.ts";
import { shellsNamed } from "../shell/shells-named.ts";
import { fixedField } from "../shell/state/field.ts";
import type { Field } from "../shell/state/field.ts";
import type { Chain, How, Situation } from "./situation.ts";
import type { Role } from "./process.ts";
import { unitOf } from "./script-unit.ts";
import type { FoundFile } from "./script-unit.ts";

/** A command whose file is there, at the moment when the kernel starts it. */
interface Start {
  readonly path: string;
  readonly file: FoundFile;
  readonly argv: readonly Field[];
  readonly how: How;
  readonly situation: Situation;
}

/** A chain of one process, which is named by its file. */
function alone({ path, argv, how, situation }: Start, role: Role, what = path): readonly Chain[] {
  return [single({ hops: [hop(argv, how, what, situation)], role })];
}

function fail(start: Start, fault: Fault): readonly Chain[] {
  const at = start.argv[0]?.text?.locate() ?? start.how.at;
  return alone(start, { kind: "unrunnable", problem: { fault, at, file: start.file.text.locate(0, 0) } });
}

/**
 * Follows a command whose file is in the build context; undefined if there is no such file. `copied`: what starts it
 * makes a copy that is executable.
 */
export function launchFile(
  argv: readonly Field[],
  how: How,
  situation: Situation,
  copied = false,
): readonly Chain[] | undefined {
  const name = argv[0]?.value;
  if (name === undefined || name === "unknown") return undefined;
  const { path, file } = situation.context.command(situation.image.stage, name, situation.cwd, searchPath(situation));
  if (file.kind !== "file" || path === undefined) return undefined;
  const start: Start = { path, file, argv, how, situation };
  if (file.executable === false && !copied && !changesModes(how, situation))
    return fail(start, { code: "permission", path });
  const text = file.text.text;
  if (text.startsWith("\u007fELF")) return alone(start, { kind: "program", row: undefined, own: true });
  if (!text.startsWith("#!")) return withoutShebang(start);
  return withShebang(start);
}

/** Whether a script on the way here changes the mode of files: `chmod +x /app/run.sh && /app/run.sh`. */
function changesModes({ running }: How, { walked }: Situation): boolean {
  const units = [...[...walked.values()].map(({ unit }) => unit), ...(running ? [running.unit] : [])];
  return units.some(({ script }) => /\bchmod\b/.test(script.text.text));
}

function withoutShebang(start: Start): readonly Chain[] {
  const { path, file, situation } = start;
  const text = file.text.text;
  if (text.includes("\u0000")) return alone(start, { kind: "unknown", why: { kind: "binary", path, as: "program" } });
  if (file.altered !== undefined)
    return alone(start, { kind: "unknown", why: { kind: "altered", path, cause: file.altered } });
  const shell = situation.byShell;
  if (shell) return follow(start, [shell], shell.title);
  if (!hasLateShebang(text)) return fail(start, { code: "shebang", path, empty: false });
  return fail(start, { code: text.startsWith("\uFEFF") ? "bom" : "blank-line", path });
}

/** A shell reads it. */
function follow(start: Start, rows: readonly ShellRow[], title: string): readonly Chain[] {
  const { path, file, argv, how, situation } = start;
  const self = hop(argv, how, `script ${path} (${title})`, situation);
  const [zero, ...params] = argv;
  // The kernel hands the interpreter the path at which it was found.
  const words = zero?.value.includes("/") === false ? [fixedField(path), ...params] : argv;
  return followScript(unitOf(path, file), words, { rows, self }, situation);
}

/** Whether a shebang stands behind blank lines, comments or a byte order mark. */
function hasLateShebang(text: string): boolean {
  for (let at = text.startsWith("\uFEFF") ? 1 : 0; ;) {
    const end = text.indexOf("\n", at);
    const line = text.slice(at, end < 0 ? text.length : end);
    if (/^[ \t]*#!\s*\//.test(line)) return true;
    if (end < 0 || !/^[ \t]*(?:#(?!!).*)?\r?$/.test(line)) return false;
    at = end + 1;
  }
}

function withShebang(start: Start): readonly Chain[] {
  const { path, file, argv, how, situation } = start;
  const line = /^#!([^\n]*)/.exec(file.text.text)?.[1] ?? "";
  if (line.endsWith("\r") && file.altered === undefined)
    return fail(start, { code: "crlf", path, interpreter: line.trim() });
  const match = /^(\S+)(?:\s+(.*))?$/s.exec(line.trim());
  const interpreter = match?.[1];
  if (interpreter === undefined) return fail(start, { code: "shebang", path, empty: true });
  // The kernel hands everything after the interpreter over as one argument; `env NAME` and `env -S` split it.
  const words =
    match?.[2] === undefined
      ? []
      : /\/env$/.test(interpreter)
        ? match[2].replace(/^-S\s*/, "").split(/\s+/)
        : [match[2]];
  const isEnv = /\/env$/.test(interpreter);
  const program = isEnv ? words.find((word) => !word.includes("=") && !word.startsWith("-")) : interpreter;
  const base = program?.replace(/^.*\//, "") ?? "";
  if (program !== undefined && lacks(program, situation))
    return fail(start, { code: "interpreter", path, interpreter: program });
  const rows = shellsNamed(base, situation.image.sh);
  if (rows) return follow(start, rows, rows.length === 1 ? (rows[0]?.title ?? base) : base);
  const command = [
    ...(isEnv ? words : [interpreter, ...words]).map((word) => fixedField(word)),
    fixedField(path),
    ...argv.slice(1),
  ];
  if (findProgram(command.map((field) => field.value)))
    return alone(
      start,
      { kind: "program", row: findProgram(command.map((field) => field.value)), own: true },
      `script ${path}`,
    );
  if (isEnv || situation.depth > 20)
    return alone(start, { kind: "unknown", why: { kind: "interpreter", path, interpreter: base } }, `script ${path}`);
  const self = hop(argv, how, `script ${path}`, situation);
  return prepend(self, situation.launch(command, { kind: "exec", via: path, at: file.text.locate(0, 0) }, situation));
}
