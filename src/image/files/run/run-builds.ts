import { builderNamed } from "../../../known/build-tools.ts";
import type { Builder } from "../../../known/build-tools.ts";
import { inside } from "../../../files/tree.ts";
import { isSystemPath } from "../image-file.ts";
import { unknownFile } from "../layers.ts";
import type { Trace } from "../layers.ts";
import { covers, matches } from "./run-call.ts";
import type { Call, Tracer } from "./run-call.ts";
import { plainWord } from "./run-commands.ts";
import type { RunWord } from "./run-commands.ts";

/** Compilers and build tools: what they make, and where. Undefined for other commands. */
export function build(call: Call): Tracer | undefined {
  const { name, args, line, locate, guess, cwd, sources } = call;
  const row = builderNamed(name);
  if (!row || (row.verbs && !args.some(({ value }) => row.verbs?.test(value)))) return undefined;
  const published = args.some(({ value }) => row.published?.test(value));
  const hint = published ? `installed by RUN (line ${line})` : `built by RUN (line ${line})`;
  const likely: Trace = published ? { hint } : { hint, made: "likely" };
  const made = published ? undefined : sources === "own" ? "certainly" : "likely";
  const outputs = outputsOf(args, row);
  const targets = outputs.flatMap((word) => locate(word) ?? []);
  const guesses = outputs.flatMap((word) => guess(word) ?? []);
  const named = assigned(args).flatMap((word) => locate(word) ?? []);
  const installs =
    row.installs && args.some(({ value }) => row.installs?.verbs.test(value)) ? row.installs.folders : [];
  const whole = cwd === "unknown" ? undefined : { path: cwd, matcher: undefined, contents: false };
  return (path, before) => {
    for (const target of targets) {
      const folder = before.isDirectory(target.path);
      if (matches(target, path) && !folder) return { found: unknownFile(hint, made) };
      if (covers(target, path) && target.path !== path) return likely;
    }
    if (guesses.some((each) => each.above(path) !== undefined)) return likely;
    if (named.some((target) => covers(target, path))) return likely;
    if (!published && row.makes?.test(path)) return likely;
    if (installs.some((folder) => inside(folder, path) && folder !== path)) return likely;
    if (published || outputs.length > 0 || isSystemPath(path)) return undefined;
    return !whole || covers(whole, path) ? likely : undefined;
  };
}

/** The values of the options that say what is made. */
function outputsOf(args: readonly RunWord[], { output }: Builder): readonly RunWord[] {
  const found: RunWord[] = [];
  for (const [index, word] of args.entries()) {
    const option = output.find((each) => word.outline.startsWith(each));
    if (option === undefined) continue;
    const rest = word.outline.slice(option.length).replace(/^=/, "");
    const next = args[index + 1];
    if (rest === "" && next) found.push(next);
    else if (
      rest !== "" &&
      (!option.startsWith("--") || word.outline.charAt(option.length) === "=" || option.endsWith(":"))
    )
      found.push(word.value === "unknown" ? { value: "unknown", pattern: false, outline: rest } : plainWord(rest));
  }
  return found;
}

/** Paths that variables of a build are given, `make OUTPUT=/out/app DESTDIR=/image`, whatever its rules do there. */
function assigned(args: readonly RunWord[]): readonly RunWord[] {
  return args.flatMap(({ outline }) => {
    const value = /^\w+=(\/[^/].*)$/.exec(outline)?.[1];
    return value === undefined ? [] : [plainWord(value)];
  });
}

/** A script of this build, run: what it makes is known to nobody, but it makes something. */
export function scripted(line: number): Trace {
  return { hint: `made by RUN (line ${line})`, made: "likely" };
}

/** What brings files from elsewhere. Undefined for other commands. */
export function bring(call: Call): Tracer | undefined {
  if (/^(curl|wget)$/.test(call.name)) return download(call);
  return /^(tar|bsdtar|unzip)$/.test(call.name) ? unpack(call) : undefined;
}

/** curl and wget: what is downloaded is somebody else's. */
function download({ args, line, locate }: Call): Tracer | undefined {
  const found: RunWord[] = [];
  for (const [index, { value }] of args.entries()) {
    const next = args[index + 1];
    const attached = /^--(?:output|output-document)=(.+)$/.exec(value)?.[1];
    if (/^(-\w*[oO]|--output|--output-document)$/.test(value) && next) found.push(next);
    else if (attached !== undefined) found.push(plainWord(attached));
  }
  const targets = found.flatMap((word) => locate(word) ?? []);
  const trace: Trace = { found: unknownFile(`downloaded by RUN (line ${line})`) };
  return (path) => (targets.some((target) => matches(target, path)) ? trace : undefined);
}

/** tar and unzip: below the folder that they are told to unpack in. */
function unpack({ args, line, locate }: Call): Tracer | undefined {
  const at = args.findIndex(({ value }) => /^(-C|-d|--directory)$/.test(value));
  const word = at < 0 ? undefined : args[at + 1];
  const target = word && locate(word);
  return (path) =>
    target && covers(target, path) && path !== target.path ? { hint: `unpacked by RUN (line ${line})` } : undefined;
}
