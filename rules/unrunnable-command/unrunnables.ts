import { apply, byHand } from "../../src/text/edits.ts";
import type { Applicability, Edit, Fix } from "../../src/text/edits.ts";
import { parseShell } from "../../src/parse/shell/parse-shell.ts";
import { splitWords } from "../../src/parse/dockerfile/dockerfile.ts";
import { MappedText } from "../../src/text/source.ts";
import type { Location } from "../../src/text/source.ts";
import type { Process } from "../../src/startup/process.ts";
import { shellFormOf } from "../../src/image/shell-form-of.ts";
import type { Command, Setting } from "../../src/image/built-image.ts";
import { insertBehind, jsonArray } from "../../src/remedies/arrays.ts";
import { throughShell } from "../../src/remedies/through-shell.ts";
import { isBuiltin, plainCommand } from "../../src/shell/plain-command.ts";
import type { Unrunnable } from "../../src/startup/faults/unrunnable.ts";
import type { JsonWord } from "../../src/parse/dockerfile/syntax.ts";
import type { Path } from "../../src/stop/start-up.ts";
import type { Judged } from "../../src/stop/judge.ts";
import type { StartFault } from "./messages.ts";

/** A process that cannot start, and whether every way through the start-up comes to it. */
export interface Failure {
  readonly path: Path;
  readonly problem: Unrunnable;
  readonly fault: StartFault;
  readonly process: Process;
  readonly sure: boolean;
}

/** The processes of an image's start-up that cannot start, each once. */
export function unrunnables(judged: Judged): readonly Failure[] {
  const found = new Map<string, Failure>();
  const { paths } = judged.startUp;
  const deciding = paths.filter(({ decides }) => decides);
  const forms = [shellFormOf(judged.image.cmd), shellFormOf(judged.image.entrypoint)];
  for (const path of paths) {
    for (const process of path.processes) {
      if (process.role.kind !== "unrunnable") continue;
      const { problem } = process.role;
      const { fault } = problem;
      if (fault.code === "exec-form") continue;
      // Shell form without a shell is said of the form.
      if (
        fault.code === "no-shell" &&
        forms.some((form) => form && process.hops.some((hop) => hop.argv.some((arg) => arg.text === form.text)))
      )
        continue;
      const key = JSON.stringify(fault);
      if (found.has(key)) continue;
      found.set(key, { path, problem, fault, process, sure: deciding.length === 1 && judged.image.argv !== "unknown" });
    }
  }
  return [...found.values()];
}

/** Ways to make a command start, best first. */
export function startFixes(problem: Unrunnable, process: Process, judged: Judged): readonly Fix[] {
  const manual = (advice: string): readonly Fix[] => [byHand(advice)];
  const one = (title: string, edits: readonly Edit[], applicability: Applicability = "unsafe"): readonly Fix[] => [
    { title, applicability, edits },
  ];
  const { file } = problem;
  const words = execWords(process, judged);
  const name = words?.[0]?.text.text ?? "";
  switch (problem.fault.code) {
    case "spaces": {
      const [first] = words ?? [];
      const split = first && plainCommand(first.text);
      if (!first || !split) return manual("write each word as its own string, or run the text with `sh -c`");
      return one(`Write each word as its own string: ${jsonArray(split)}`, [
        { ...first.at, text: jsonArray(split).slice(1, -1) },
      ]);
    }
    case "unexpanded": {
      if (!words) return manual("run the command with `sh -c`");
      const appended = words[0]?.text === wordsOf(judged.image.entrypoint)?.[0]?.text;
      const array = throughShell(
        words.map(({ text }) => text.text),
        appended,
      );
      return one(`Let a shell expand it: ${jsonArray(array)}`, [replaced(words, array)]);
    }
    case "variable":
    case "assignment":
    case "builtin": {
      if (!words) return manual("run the command with `sh -c`");
      const array =
        name === "exec" && words.slice(1).every((word) => !word.text.text.includes("$"))
          ? words.slice(1).map((word) => word.text.text)
          : asCommandLine(words, judged);
      if (!array) return manual("run the command with `sh -c`");
      return one(`Write ${jsonArray(array)}`, [replaced(words, array)]);
    }
    case "function": {
      const at = problem.at;
      const running = process.hops.at(-1)?.running;
      const word = running?.node.kind === "simple" ? running.node.words[1] : undefined;
      if (!at || !running || !word || running.unit.locked !== undefined)
        return manual("call the function without `exec`, and put `exec` before the program in it");
      const end = running.unit.script.text.startOf(word.start);
      return one("Call the function without `exec`", [{ path: at.path, start: at.start, end, text: "" }]);
    }
    case "shebang":
      if (!file) return manual("add a shebang");
      return addShebang(file, carriageReturns(process, judged));
    case "bom":
    case "blank-line":
      return file
        ? one("Move the shebang to the first line", shebangFirst(process, judged))
        : manual("move the shebang to the first line");
    case "carriage-return":
    case "crlf":
      return one("Use LF line endings in the script", carriageReturns(process, judged));
    case "permission":
      return (
        chmod(process, judged) ??
        manual("make it executable (`git update-index --chmod=+x FILE`, or `COPY --chmod=755`)")
      );
    case "interpreter":
      return manual("install the interpreter, or name one that the image has");
    case "no-shell":
      return manual("run the program without a shell, or install one");
    case "no-signal":
      return manual("name a signal: STOPSIGNAL SIGTERM");
    case "option":
      return behindDashes(process, judged) ?? manual("write `--` before the program");
    case "dialect":
      return problem.mend ? [problem.mend] : manual("write it in portable sh, or run it with bash");
    case "exec-form":
      return [];
  }
}

/** With carriage returns at its line ends the script would start, and no command in it work. */
function addShebang(file: Location, returns: readonly Edit[]): readonly Fix[] {
  const title = returns.length > 0 ? "Add a shebang, and use LF line endings in the script" : "Add a shebang";
  return [{ title, applicability: "unsafe", edits: [{ ...file, text: "#!/bin/sh\n" }, ...returns] }];
}

/** `--` behind the wrapper's own words, where one instruction wrote all of them. */
function behindDashes(process: Process, judged: Judged): readonly Fix[] | undefined {
  const [first, ...rest] = execWords(process, judged) ?? [];
  const program = rest.find((word) => !word.text.text.startsWith("-"));
  if (!first || program !== rest[0]) return undefined;
  const edit = insertBehind(first.text, "--", judged.image);
  return edit && [{ title: "Write `--` before the program", applicability: "unsafe", edits: [edit] }];
}

/** The JSON words of the instruction that wrote a process's command line. */
function execWords(process: Process, judged: Judged): readonly JsonWord[] | undefined {
  const first = process.hops.at(-1)?.argv[0]?.text;
  for (const setting of [judged.image.entrypoint, judged.image.cmd]) {
    const words = wordsOf(setting);
    if (words?.[0] && words[0].text === first) return words;
  }
  return undefined;
}

function wordsOf({ by }: Setting<Command>): readonly JsonWord[] | undefined {
  return by.kind === "instruction" && by.instruction.form.kind === "exec" ? by.instruction.form.words : undefined;
}

/** The edit that puts another array in the place of one. */
function replaced(words: readonly JsonWord[], array: readonly string[]): Edit {
  const [first, last] = [words[0], words.at(-1)];
  return {
    path: first?.at.path ?? "",
    start: first?.at.start ?? 0,
    end: last?.at.end ?? 0,
    text: jsonArray(array).slice(1, -1),
  };
}

/** `["cd", "/app", "&&", "node", "x.js"]` as it was meant: `["/bin/sh", "-c", "cd /app && exec node x.js"]`. */
function asCommandLine(words: readonly JsonWord[], judged: Judged): readonly string[] | undefined {
  const shell = judged.image.shell.value === "unknown" ? ["/bin/sh", "-c"] : judged.image.shell.value;
  // Only bash and zsh know `source`.
  if (
    words[0]?.text.text === "source" &&
    !/(bash|zsh)$/.test(shell[0] ?? "") &&
    !(typeof judged.image.sh === "string" && judged.image.sh.startsWith("bash"))
  )
    return undefined;
  const text = words
    .map(({ text: { text: word } }) => (/^([\w@%+=:,./${}-]+|&&|\|\||;)$/.test(word) ? word : JSON.stringify(word)))
    .join(" ");
  const script = parseShell(MappedText.identity("", text, 0));
  const last = script.list.items.at(-1)?.node;
  const node = last?.kind === "andor" && last.operators.at(-1) === "&&" ? last.commands.at(-1) : last;
  const program = node?.kind === "simple" ? node.words[0] : undefined;
  if (script.error || !program || (program.literal !== undefined && isBuiltin(program.literal))) return undefined;
  return [...shell, apply(text, [{ path: "", start: program.start, end: program.start, text: "exec " }])];
}

function scriptText(process: Process, judged: Judged): MappedText | undefined {
  const path = process.hops.at(-1)?.what;
  if (path === undefined) return undefined;
  const file = judged.context.lookup(judged.image.stage, path);
  return file.kind === "file" && file.fixable ? file.text : undefined;
}

/** Moves the shebang to the first byte; blank lines before it go, comments come after it. */
function shebangFirst(process: Process, judged: Judged): readonly Edit[] {
  const text = scriptText(process, judged);
  const line = text && /#![^\n]*\n?/.exec(text.text);
  if (!text || !line) return [];
  const before = text.text.slice(0, line.index);
  if (before.replace(/^\uFEFF/, "").trim() === "") return [{ ...text.locate(0, line.index), text: "" }];
  const mark = before.startsWith("\uFEFF") ? 1 : 0;
  const shebang = line[0].endsWith("\n") ? line[0] : `${line[0]}\n`;
  return [
    { ...text.locate(0, mark), text: shebang },
    { ...text.locate(line.index, line.index + line[0].length), text: "" },
  ];
}

function carriageReturns(process: Process, judged: Judged): readonly Edit[] {
  const text = scriptText(process, judged);
  if (!text) return [];
  return [...text.text.matchAll(/\r(?=\n)/g)].map((match) => ({
    ...text.locate(match.index, match.index + 1),
    text: "",
  }));
}

/** `--chmod=755` on a COPY that copies just this script. */
function chmod(process: Process, judged: Judged): readonly Fix[] | undefined {
  const path = process.hops.at(-1)?.what;
  const file = path === undefined ? undefined : judged.context.lookup(judged.image.stage, path);
  if (path === undefined || file?.kind !== "file") return undefined;
  const { dockerfile } = judged.image;
  const copy = dockerfile.instructions.find((each) => each.at.start === file.by.start && each.at.path === file.by.path);
  if (!copy || copy.keyword !== "COPY" || copy.flags.some((flag) => flag.name === "chmod")) return undefined;
  const words =
    copy.form.kind === "exec"
      ? copy.form.words.map((word) => word.text.text)
      : splitWords(copy.body, dockerfile.escape).map((word) => word.raw);
  const base = path.replace(/^.*\//, "");
  if (words.length !== 2 || !words.some((word) => word.endsWith(base)) || words[0]?.endsWith("/") || words[0] === ".")
    return undefined;
  const at = { path: copy.keywordAt.path, start: copy.keywordAt.end, end: copy.keywordAt.end };
  return [
    {
      title: "Make the script executable: COPY --chmod=755",
      applicability: "unsafe",
      edits: [{ ...at, text: " --chmod=755" }],
    },
  ];
}
