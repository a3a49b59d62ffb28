import type { Severity } from "../diagnostic.ts";
import { severities } from "../diagnostic.ts";
import { showsPatch, traceFormats } from "../report/formats.ts";
import { chooseFormats, listed } from "./formats.ts";
import type { FormatChoice } from "./formats.ts";
import { parse } from "./parser.ts";
import { suggestion, UsageError } from "./usage.ts";

/** What `pid1lint` and `pid1lint trace` are asked to do. */
export interface RunOptions {
  readonly command: "lint" | "trace";
  /** Files and folders as they were typed; never empty. */
  readonly paths: readonly string[];
  readonly mode: "report" | "fix" | "diff";
  readonly unsafe: boolean;
  /** Ids of the rules whose findings are to be fixed; undefined for all. */
  readonly only: ReadonlySet<string> | undefined;
  /** The reports to make; one at most goes to standard output. */
  readonly formats: readonly FormatChoice[];
  readonly failOn: Severity | "never";
  readonly severities: ReadonlyMap<string, Severity | "off">;
  readonly context: string | undefined;
  readonly target: string | undefined;
  /** Descriptions of private base images: the name that FROM uses, and a file. */
  readonly baseImages: readonly { readonly name: string; readonly file: string }[];
  readonly stdinFilename: string | undefined;
  readonly quiet: boolean;
  readonly color: ColorChoice;
}

/** When a report is coloured; "auto" is decided by the terminal and the environment. */
export type ColorChoice = "auto" | "always" | "never";

/** What a command line asks for. */
export type Invocation =
  | { readonly kind: "run"; readonly options: RunOptions }
  | { readonly kind: "explain"; readonly rule: string; readonly color: ColorChoice }
  | { readonly kind: "rules" }
  /** The text of --help or --version. */
  | { readonly kind: "print"; readonly text: string };

const commands = ["lint", "trace", "explain", "rules"] as const;

/** Options that only some commands take. `--color` is taken by all: a script may always pass it. */
const runOnly = ["format", "output-file", "context", "target", "base-image", "stdin-filename"] as const;
const lintOnly = ["fix", "unsafe-fixes", "diff", "dry-run", "fail-on", "rule", "quiet"] as const;

/** Reads a command line. `ruleIds` are those that `--rule` may name. Throws a {@link UsageError} that says what to do. */
export function readArguments(argv: readonly string[], version: string, ruleIds: ReadonlySet<string>): Invocation {
  const parsed = parse(argv, version);
  if (parsed.kind === "print") return parsed;
  const { args, given, only } = parsed;
  const words = args._.map(String);
  const command = commands.find((name) => name !== "lint" && name === words[0]) ?? "lint";
  const rest = command === "lint" ? words : words.slice(1);
  const foreign = command === "lint" ? [] : command === "trace" ? lintOnly : [...lintOnly, ...runOnly];
  const misplaced = foreign.find((name) => given.includes(name));
  if (misplaced !== undefined) throw new UsageError(`pid1lint ${command} takes no --${misplaced}`);

  const color = args.color ?? "auto";
  if (command === "rules") {
    if (rest.length > 0) throw new UsageError("pid1lint rules takes no argument; pid1lint explain RULE tells of one rule");
    return { kind: "rules" };
  }
  if (command === "explain") {
    const [rule] = rest;
    if (rule === undefined || rest.length > 1) throw new UsageError("pid1lint explain takes the id of one rule; pid1lint rules lists them");
    return { kind: "explain", rule, color };
  }
  return {
    kind: "run",
    options: checked({
      command,
      paths: rest.length > 0 ? rest : ["."],
      mode: args.diff || (args.fix && args["dry-run"]) ? "diff" : args.fix ? "fix" : "report",
      unsafe: args["unsafe-fixes"] ?? false,
      only: only && readLimits(only, given.includes("diff") ? "--diff" : "--fix", ruleIds),
      formats: chooseFormats((args.format ?? []).map(String), args["output-file"], args.diff ? "--diff" : args.fix && args["dry-run"] ? "--fix --dry-run" : undefined),
      failOn: args["fail-on"] ?? "warning",
      severities: new Map((args.rule ?? []).map((choice) => readChoice(String(choice), ruleIds))),
      context: args.context,
      target: args.target,
      baseImages: (args["base-image"] ?? []).map((choice) => readBaseImage(String(choice))),
      stdinFilename: args["stdin-filename"],
      quiet: args.quiet ?? false,
      color,
    }, given),
  };
}

/** Refuses options that contradict each other. */
function checked(options: RunOptions, given: readonly string[]): RunOptions {
  const stdin = options.paths.includes("-");
  if (given.includes("fix") && given.includes("diff")) throw new UsageError("--fix writes and --diff only shows: choose one");
  if (given.includes("dry-run") && !given.includes("fix")) throw new UsageError("--dry-run goes with --fix; --diff writes nothing anyway");
  if (options.unsafe && options.mode === "report" && !options.formats.some(({ format }) => showsPatch(format))) throw new UsageError("--unsafe-fixes goes with --fix or --diff");
  if (options.command === "trace" && !options.formats.every(({ format }) => traceFormats.includes(format))) throw new UsageError(`pid1lint trace prints ${listed(traceFormats)}`);
  if (stdin && options.paths.length > 1) throw new UsageError("- reads one Dockerfile from standard input: it goes with no other path");
  if (stdin && options.mode === "fix") throw new UsageError("--fix cannot write to standard input: use --diff, or the edits of --format json");
  if (!stdin && options.stdinFilename !== undefined) throw new UsageError("--stdin-filename names the text of standard input: add the path -");
  return options;
}

function readBaseImage(choice: string): { readonly name: string; readonly file: string } {
  const [, name, file] = /^([^=]+)=(.+)$/.exec(choice) ?? [];
  if (name === undefined || file === undefined) throw new UsageError(`--base-image ${choice}: write it as NAME=FILE, where FILE is a Dockerfile or a JSON description`);
  return { name, file };
}

function readChoice(choice: string, ruleIds: ReadonlySet<string>): readonly [string, Severity | "off"] {
  const [, id = "", value = ""] = /^([^=]*)=(.*)$/.exec(choice) ?? [];
  const severity = value === "off" ? value : severities.find((each) => each === value);
  if (severity === undefined) throw new UsageError(`--rule ${choice}: write it as ID=off, ID=error, ID=warning or ID=info`);
  if (!ruleIds.has(id)) throw new UsageError(`--rule ${choice}: ${unknownRule(id, ruleIds)}`);
  return [id, severity];
}

function readLimits(ids: readonly string[], option: string, ruleIds: ReadonlySet<string>): ReadonlySet<string> {
  for (const id of ids) {
    if (id === "") throw new UsageError(`${option}= lacks the id of a rule: write ${option}=missing-exec,missing-init, or ${option} alone for all`);
    if (!ruleIds.has(id)) throw new UsageError(`${option}=${id}: ${unknownRule(id, ruleIds)}`);
  }
  return new Set(ids);
}

function unknownRule(id: string, ruleIds: ReadonlySet<string>): string {
  return `there is no rule "${id}"${suggestion(id, ruleIds) || "; pid1lint rules lists them"}`;
}
