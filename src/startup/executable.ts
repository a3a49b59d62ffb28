import { findProgram } from "../known/programs/programs.ts";
import { parseShell } from "../parse/shell/parse-shell.ts";
import { followScript } from "./follow-script.ts";
import { hop, launch, prepend, searchPath } from "./launch.ts";
import type { Unrunnable } from "./process.ts";
import { runTexts } from "../image/packages.ts";
import { shellsNamed } from "../shell/shells-named.ts";
import { single } from "./situation.ts";
import type { Chain, How, Situation } from "./situation.ts";
import { fixedField } from "../shell/state/field.ts";
import type { Field } from "../shell/state/field.ts";
import type { Unit } from "../shell/state/unit.ts";
import type { ImageFile } from "../image/files/image-file.ts";
import type { Stage } from "../image/built-image.ts";

type Found = Extract<ImageFile, { kind: "file" }>;

/** Follows a command whose file is in the build context; undefined if there is no such file. */
export function launchFile(argv: readonly Field[], how: How, situation: Situation): readonly Chain[] | undefined {
  const name = argv[0]?.value;
  if (name === undefined || name === "unknown") return undefined;
  const { path, file } = situation.context.command(situation.image.stage, name, situation.cwd, searchPath(situation));
  if (file.kind !== "file" || path === undefined) return undefined;
  const fail = (problem: Omit<Unrunnable, "at" | "file">): readonly Chain[] => [
    single({
      hops: [hop(argv, how, path, situation)],
      role: {
        kind: "unrunnable",
        problem: { ...problem, at: argv[0]?.text?.locate() ?? how.at, file: file.text.locate(0, 0) },
      },
    }),
  ];
  if (file.executable === false)
    return fail({ code: "permission", message: `${path} has no x bit: the container ends with "permission denied"` });
  const text = file.text.text;
  if (text.startsWith("\u007fELF"))
    return [single({ hops: [hop(argv, how, path, situation)], role: { kind: "program", row: undefined, own: true } })];
  if (!text.startsWith("#!")) return withoutShebang(path, file, argv, how, situation, fail);
  return withShebang(path, file, argv, how, situation, fail);
}

function withoutShebang(
  path: string,
  file: Found,
  argv: readonly Field[],
  how: How,
  situation: Situation,
  fail: (problem: Omit<Unrunnable, "at" | "file">) => readonly Chain[],
): readonly Chain[] {
  const text = file.text.text;
  if (text.includes("\u0000"))
    return [
      single({
        hops: [hop(argv, how, path, situation)],
        role: { kind: "unknown", reason: `${path} is a binary file of an unknown kind` },
      }),
    ];
  if (file.altered !== undefined)
    return [
      single({
        hops: [hop(argv, how, path, situation)],
        role: { kind: "unknown", reason: `${path} is not what its file says: ${file.altered}` },
      }),
    ];
  const shell = situation.byShell;
  if (shell)
    return followScript(
      unitOf(path, file),
      argv,
      [shell],
      { ...how, kind: how.kind },
      situation,
      `script ${path} (${shell.title})`,
    );
  const late = hasLateShebang(text);
  if (late && text.startsWith("\uFEFF"))
    return fail({
      code: "bom",
      message: `a byte order mark stands before the shebang of ${path}: the container ends with "exec format error"`,
    });
  if (late)
    return fail({
      code: "blank-line",
      message: `the shebang of ${path} is not its first line: the container ends with "exec format error"`,
    });
  return fail({ code: "shebang", message: `${path} has no shebang: the container ends with "exec format error"` });
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

function withShebang(
  path: string,
  file: Found,
  argv: readonly Field[],
  how: How,
  situation: Situation,
  fail: (problem: Omit<Unrunnable, "at" | "file">) => readonly Chain[],
): readonly Chain[] {
  const line = /^#!([^\n]*)/.exec(file.text.text)?.[1] ?? "";
  if (line.endsWith("\r") && file.altered === undefined) {
    return fail({
      code: "crlf",
      message: `${path} has CRLF line ends, so its interpreter "${line.trim()}\\r" is not found: the container ends with "no such file or directory"`,
    });
  }
  const match = /^(\S+)(?:\s+(.*))?$/s.exec(line.trim());
  const interpreter = match?.[1];
  if (interpreter === undefined)
    return fail({
      code: "shebang",
      message: `the shebang of ${path} is empty: the container ends with "exec format error"`,
    });
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
    return fail({
      code: "interpreter",
      message: `${path} wants ${program}, which the base image does not have: the container ends with "no such file or directory"`,
    });
  const rows = shellsNamed(base, situation.image.sh);
  if (rows)
    return followScript(
      unitOf(path, file),
      argv,
      rows,
      how,
      situation,
      `script ${path} (${rows.length === 1 ? rows[0]?.title : base})`,
    );
  const self = hop(argv, how, `script ${path}`, situation);
  const start = [
    ...(isEnv ? words : [interpreter, ...words]).map((word) => fixedField(word)),
    fixedField(path),
    ...argv.slice(1),
  ];
  if (findProgram(start.map((field) => field.value)))
    return [
      single({
        hops: [self],
        role: { kind: "program", row: findProgram(start.map((field) => field.value)), own: true },
      }),
    ];
  if (isEnv || situation.depth > 20)
    return [
      single({ hops: [self], role: { kind: "unknown", reason: `${path} is run by ${base}, which is not known` } }),
    ];
  return prepend(self, launch(start, { kind: "exec", via: path, at: file.text.locate(0, 0) }, situation));
}

/** Folders in which a COPY from elsewhere may bring a shell along. */
const systemFolders = /^\/($|(usr|bin|sbin|lib|lib64|busybox)\b)/;

/** A RUN that installs what only a variable or a file names, or runs a script. */
function isOpaque(text: string): boolean {
  const adds = text.split(/[;&|\n]/).some((command) => {
    const at = command.search(/\badd\b/);
    return at >= 0 && /[$`]/.test(command.slice(at));
  });
  return adds || opaque.test(text);
}

const opaque =
  /\bxargs\b|(?:^|[;&|(\n])[^\S\n]*(?:sudo\s+)?(?:(?:\.|source|(?:ba|da|a)?sh)\s+)?\.{0,2}\/(?!(?:usr\/)?s?bin\/)\S/;

/**
 * Whether an image is known not to have a shell: none at all, or no bash where the distribution's own image comes
 * without.
 */
export function lacks(program: string, situation: Situation): boolean {
  const { image, context } = situation;
  const name = program.replace(/^.*\//, "");
  const plain = image.base?.name === "alpine" || image.base?.name === "busybox";
  if (!shellsNamed(name, "unknown") || !(image.sh === "none" || (plain && name === "bash"))) return false;
  if (image.base?.entrypoint?.[0] === program) return false;
  if (context.command(image.stage, program, situation.cwd, searchPath(situation)).file.kind === "file") return false;
  // A script, or a list in a file, may install more than is seen; a variable may hold the names of packages.
  if (runTexts(image.stage).some(({ text }) => text.includes(name) || isOpaque(text))) return false;
  for (
    let stage: Stage | undefined = image.stage;
    stage;
    stage = stage.base.kind === "stage" ? stage.base.stage : undefined
  ) {
    for (const { keyword, flags, body } of stage.instructions) {
      if ((keyword === "ENV" || keyword === "ARG") && body.text.includes(name)) return false;
      const target =
        body.text
          .trim()
          .split(/[\s"\]]+/)
          .filter(Boolean)
          .at(-1) ?? "/";
      if (
        (keyword === "ADD" || (keyword === "COPY" && flags.some((flag) => flag.name === "from"))) &&
        systemFolders.test(target)
      )
        return false;
    }
  }
  return true;
}

/** A file of the context as a script. */
export function unitOf(path: string, file: Found): Unit {
  return { script: parseShell(file.text), title: path.replace(/^.*\//, ""), locked: lockOf(path, file) };
}

function lockOf(path: string, file: Found): string | undefined {
  if (file.altered !== undefined) return file.altered;
  return file.fixable ? undefined : `${path.replace(/^.*\//, "")} is not a file that may be changed`;
}
