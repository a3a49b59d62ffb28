import { basename, inside } from "../../../files/tree.ts";
import { nameIn, unknownFile } from "../layers.ts";
import type { Before, Layer, Trace } from "../layers.ts";
import { isSystemPath } from "../image-file.ts";
import type { ImageFile } from "../image-file.ts";
import { MappedText } from "../../../text/source.ts";
import type { Location } from "../../../text/source.ts";
import type { Known } from "../../../text/diagnostic.ts";
import { executableAfter } from "../mode.ts";
import { operandsOf } from "./operands.ts";
import { bring, build, scripted } from "./run-builds.ts";
import { covers, guessIn, locateIn, matches } from "./run-call.ts";
import type { Call, Target, Tracer } from "./run-call.ts";
import { link, makeDirectory, transfer } from "./run-transfer.ts";
import type { Run, RunCommand, RunWord } from "./run-commands.ts";

/** What the commands of a RUN do to files, one layer each. */
export function runLayers(run: Run, line: number, sources: Call["sources"]): Layer[] {
  const layers = run.commands.flatMap((command) => layersOf(command, run.at, line, sources));
  layers.push({ trace: () => undefined, names: (folder) => pathsIn(run).flatMap((path) => nameIn(folder, path)) });
  for (const text of run.unparsed) layers.push({ trace: (path) => (text.includes(path) ? touched(line) : undefined) });
  return layers;
}

function layersOf(command: RunCommand, at: Location, line: number, sources: Call["sources"]): Layer[] {
  const locate = (word: RunWord): Target | undefined => locateIn(command.cwd, word);
  const layers: Layer[] = [];
  const [first, ...args] = withoutPrefix(command.words);
  if (first) {
    const name = basename(first.value);
    const model = models.get(name) ?? (silent.has(name) ? undefined : mention);
    const call: Call = {
      name,
      args,
      line,
      cwd: command.cwd,
      sources,
      locate,
      guess: (word) => guessIn(command.cwd, word),
    };
    for (const trace of [build(call), bring(call), model?.(call), script(first, call)])
      if (trace) layers.push({ trace });
  }
  for (const { word, append, text } of command.outputs) {
    const target = locate(word);
    const trace = written(line, append);
    if (target)
      layers.push({
        trace: (path, before) => {
          if (!matches(target, path)) return undefined;
          const file = text && madeFile({ text, append, at }, path, before);
          return file ? { found: { file, certain: true } } : trace;
        },
      });
  }
  return layers;
}

/** The paths that commands name, which may be what they make. */
function pathsIn({ commands }: Run): readonly string[] {
  return commands.flatMap(({ words, outputs, cwd }) =>
    [...words, ...outputs.map(({ word }) => word)].flatMap((word) => {
      const target = word.pattern || !word.value.includes("/") ? undefined : locateIn(cwd, word);
      return target ? [target.path] : [];
    }),
  );
}

function withoutPrefix(words: readonly RunWord[]): readonly RunWord[] {
  const at = words.findIndex(({ value }, index) => !isPrefix(value, index > 0));
  return at < 0 ? [] : words.slice(at);
}

/** `sudo`, `env A=b`: what stands in front of the command that counts. */
function isPrefix(word: Known<string>, later: boolean): boolean {
  return /^(sudo|command|busybox|env|time|nice|ionice|exec)$/.test(word) || (later && /^[A-Za-z_]\w*=/.test(word));
}

/** What to say of a file that a command names which is not modelled. */
function touched(line: number): Trace {
  return { altered: `RUN (line ${line}) may change it`, hint: `made by RUN (line ${line})` };
}

function written(line: number, append: boolean): Trace {
  const reason = `written by RUN (line ${line})`;
  return append ? { altered: `RUN (line ${line}) appends to it`, hint: reason } : { found: unknownFile(reason) };
}

/** A text that a command writes to a file. */
interface Writing {
  readonly text: MappedText;
  readonly append: boolean;
  readonly at: Location;
}

/** The file that comes of it; undefined where what stands there before is not known, and stays. */
function madeFile({ text, append, at }: Writing, path: string, before: Before): ImageFile | undefined {
  const { file } = before.find(path);
  const known = file.kind === "file" && file.altered === undefined ? file : undefined;
  const absent = file.kind === "unknown" && file.untouched === true && !isSystemPath(path);
  if (append && !known && !absent) return undefined;
  const whole = append && known ? behind(known.text, text, at) : text;
  const executable = known?.executable ?? (before.has(path) ? "unknown" : false);
  return { kind: "file", text: whole, executable, by: at, altered: undefined, fixable: false };
}

/** A file's text with more behind it; of two files, both stand where the second is written. */
function behind(first: MappedText, text: MappedText, at: Location): MappedText {
  return first.path === text.path
    ? MappedText.join(text.path, [first, text], at.start)
    : MappedText.writtenBy(at, first.text + text.text);
}

/** Commands that read a file, run it or change neither its content nor its executable bit. */
const silent: ReadonlySet<string> = new Set([
  "ls",
  "cat",
  "test",
  "[",
  "chown",
  "chgrp",
  "stat",
  "echo",
  "printf",
  "file",
  "head",
  "tail",
  "grep",
  "egrep",
  ".",
  "source",
  "setcap",
  "wc",
  "diff",
  "cmp",
  "sha256sum",
  "sha512sum",
  "md5sum",
  "which",
  "type",
  "export",
  "cd",
  "set",
  "true",
  "shellcheck",
  "ldd",
  "readlink",
  "realpath",
  "exit",
]);

const models: ReadonlyMap<string, (call: Call) => Tracer | undefined> = new Map([
  ["chmod", chmod],
  ["mv", transfer],
  ["cp", transfer],
  ["install", transfer],
  ["ln", link],
  ["rm", remove],
  ["unlink", remove],
  ["rmdir", remove],
  ["mkdir", makeDirectory],
  ["sed", edit],
  ["perl", edit],
  ["dos2unix", edit],
  ["tee", tee],
  ["find", forEach],
  ["xargs", forEach],
  ["sh", shell],
  ["bash", shell],
  ["dash", shell],
  ["ash", shell],
]);

/** Any other command: naming a file, it may write it. */
function mention({ args, line, locate }: Call): Tracer | undefined {
  const targets = args.flatMap((word) => locate(word) ?? []);
  const names = (path: string): boolean =>
    args.some((word) => word.value.includes(path)) || targets.some((target) => matches(target, path));
  return (path) => (names(path) ? touched(line) : undefined);
}

/**
 * `./setup.sh`, `sh setup.sh`, `. ./setup.sh`: a script, which may make any file executable unless its text shows that
 * it does not.
 */
function script(first: RunWord, { name, args, line, cwd, locate }: Call): Tracer | undefined {
  const runs = models.get(name) === shell || name === "." || name === "source";
  const word = runs ? args.find(({ value }) => !value.startsWith("-")) : first;
  if (!word || (runs ? args.some(({ value }) => /^-\w*c$/.test(value)) : !word.value.includes("/"))) return undefined;
  const target = locate(word);
  return (path, before) => {
    if (
      !target ||
      target.path === path ||
      (!before.has(target.path) && /^\/(usr|bin|sbin|opt|lib)\//.test(target.path))
    )
      return undefined;
    if (runs && /^(\.|source)$/.test(name)) return sets(target, before) ? { executable: "unknown" } : undefined;
    const executable = sets(target, before) ? "unknown" : undefined;
    if (cwd !== "unknown" && inside(cwd, path) && !isSystemPath(path)) return { executable, ...scripted(line) };
    return executable && { executable };
  };
}

/** Whether a script may set x bits, as far as its text shows. */
function sets(target: Target, before: Before): boolean {
  return /\bchmod\b|\binstall\b|\.sh\b|\bmake\b/.test(before.text(target.path) ?? "chmod");
}

function shell(call: Call): Tracer | undefined {
  return call.args.some((word) => /^-\w*c$/.test(word.value)) ? mention(call) : undefined;
}

function chmod({ args, locate, guess }: Call): Tracer | undefined {
  const words = args.filter((word) => !/^(-[Rvcf]+|--[a-z].*|--)$/.test(word.value));
  const recursive = args.some((word) => /^(-[vcf]*R[vcf]*|--recursive)$/.test(word.value));
  const mode = args.some((word) => word.value.startsWith("--reference")) ? undefined : words.shift();
  const executable = mode ? executableAfter(mode.value) : "unknown";
  const targets = words.flatMap((word) => locate(word) ?? []);
  const guesses = words.flatMap((word) => guess(word) ?? []);
  return (path) => {
    if (targets.some((target) => matches(target, path) || (recursive && covers(target, path)))) return { executable };
    return guesses.some((each) => (recursive ? each.above(path) !== undefined : each.matches(path)))
      ? { executable: "unknown" }
      : undefined;
  };
}

function remove({ args, line, locate }: Call): Tracer | undefined {
  const { flags, operands } = operandsOf(args);
  const recursive = flags.some((flag) => /^-\w*[rR]|^--recursive$/.test(flag));
  const targets = operands.flatMap((word) => locate(word) ?? []);
  const gone: Trace = { found: unknownFile(`removed by RUN (line ${line})`) };
  return (path) =>
    targets.some((target) => matches(target, path) || (recursive && covers(target, path))) ? gone : undefined;
}

/** sed, perl and dos2unix. The script of sed or perl is no file: the first operand, unless an option has it. */
function edit({ name, args, line, locate, guess }: Call): Tracer | undefined {
  if (name !== "dos2unix" && !args.some((word) => /^(-[a-zA-Z]*i|--in-place)/.test(word.value))) return undefined;
  const { operands } = operandsOf(args, "ef");
  const onlyLineEnds =
    name === "dos2unix" ||
    (name === "sed" &&
      args.some((word) => /^s([/|,#])\\r\$?\1\1g?$/.test(word.value)) &&
      args.filter((word) => !/^-/.test(word.value)).length >= 2 &&
      !args.some((word) => /^(-\w*[ef]|--(expression|file))/.test(word.value)));
  const trace: Trace = onlyLineEnds ? { unixLines: true } : { altered: `${name} in RUN (line ${line}) changes it` };
  const scripted = name === "dos2unix" || args.some((word) => /^(-\w*[ef]|--(expression|file))/.test(word.value));
  const files = scripted ? operands : operands.slice(1);
  const targets = files.flatMap((word) => locate(word) ?? []);
  const guesses = files.flatMap((word) => guess(word) ?? []);
  return (path) =>
    targets.some((target) => matches(target, path)) || guesses.some((each) => each.matches(path)) ? trace : undefined;
}

function tee({ args, line, locate }: Call): Tracer | undefined {
  const { flags, operands } = operandsOf(args);
  const targets = operands.flatMap((word) => locate(word) ?? []);
  const append = flags.some((flag) => /^(-\w*a|--append)/.test(flag));
  const trace = written(line, append);
  return (path) => (targets.some((target) => matches(target, path)) ? trace : undefined);
}

/**
 * `find DIR ... -exec chmod`, `... | xargs sed -i`: which files it reaches is not worked out, but for the folders that
 * find starts from.
 */
function forEach({ name, args, line, locate }: Call): Tracer | undefined {
  const roots =
    name === "find"
      ? args
          .slice(
            0,
            Math.max(
              0,
              args.findIndex((word) => /^[-(!]/.test(word.value)),
            ),
          )
          .map(locate)
      : [undefined];
  const names = new Set(args.map((word) => basename(word.value)));
  const executable = names.has("chmod") ? "unknown" : undefined;
  const altered = ["sed", "dos2unix", "perl"].some((editor) => names.has(editor))
    ? `${name} in RUN (line ${line}) may change it`
    : undefined;
  if (executable === undefined && altered === undefined) return undefined;
  return (path) => (roots.some((root) => !root || covers(root, path)) ? { executable, altered } : undefined);
}
