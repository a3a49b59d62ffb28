import type { BashExpansion, BashSyntax } from "../../parse/shell/script-syntax.ts";
import type { Evidence } from "../evidence.ts";

/** Whether newer versions of a shell may know what those that were measured do not. */
export type Since = "never" | "later";

/** What a shell does not have of bash. */
export interface Lacking {
  readonly syntax: ReadonlyMap<BashSyntax, Since>;
  readonly expansions: ReadonlySet<BashExpansion>;
  /** Names that are built into bash, and nowhere else in an image: "not found". */
  readonly builtins: ReadonlySet<string>;
  /** What fails there and does nothing, where bash does something. */
  readonly operations: ReadonlySet<
    | "X+=y"
    | "[ a == b ]"
    | "wait -n"
    | "wait -p"
    /** The script ends. */
    | "export -n"
    | "trap SIGx"
    | "trap ERR"
    | "trap DEBUG"
    | "exec --"
    | "exec -a"
    | "exec -c"
    | "exec -l"
    /** Nothing is sent. */
    | "kill -TERM --"
    /** It is sent, and `kill` fails. */
    | "kill -s TERM --"
    | "kill -n"
    | "kill -sTERM"
    | "kill -s15"
    | "kill %"
    | "kill %name"
  >;
  /** Names behind `set -o`: the script ends. */
  readonly options: ReadonlyMap<string, Since>;
  readonly evidence: Evidence;
}

const evidence: Evidence = {
  kind: "measured",
  source:
    "dash 0.5.12, busybox ash 1.35, bash 5.2: each construct in a script of its own with a command behind it, 2026-11",
};

const inNone = [
  "an array",
  "`<<<`",
  "`for ((`",
  "`;&`",
  "`;;&`",
  "`|&`",
  "`select`",
  "an extended glob",
  "the function's name",
] as const;
const builtins = [
  "bind",
  "builtin",
  "caller",
  "compgen",
  "complete",
  "compopt",
  "coproc",
  "declare",
  "dirs",
  "disown",
  "enable",
  "mapfile",
  "popd",
  "pushd",
  "readarray",
  "shopt",
  "suspend",
  "typeset",
  "((",
] as const;

function never(syntax: readonly BashSyntax[]): ReadonlyMap<BashSyntax, Since> {
  return new Map(syntax.map((each) => [each, "never"]));
}

/** zsh as far as scripts for containers are concerned. */
export const lacksNothing: Lacking = {
  syntax: new Map(),
  expansions: new Set(),
  builtins: new Set(),
  operations: new Set(),
  options: new Map(),
  evidence,
};

/** bash, whose `kill` takes no number behind `-s` without a space. */
export const lackingInBash: Lacking = { ...lacksNothing, operations: new Set(["kill -s15"]) };

/** busybox ash. */
export const lackingInAsh: Lacking = {
  ...lacksNothing,
  syntax: new Map([...never(inNone), ["parentheses in `[[ ]]`", "later"]]),
  expansions: new Set(["${X^^}", "${!X}", "${X@Q}", "${X[0]}"]),
  builtins: new Set(builtins),
  operations: new Set([
    "X+=y",
    "wait -p",
    "trap DEBUG",
    "exec -c",
    "exec -l",
    "kill -n",
    "kill -sTERM",
    "kill -s15",
    "kill -s TERM --",
    "kill %name",
  ]),
};

/** dash. */
export const lackingInDash: Lacking = {
  ...lacksNothing,
  syntax: never([
    ...inNone,
    "parentheses in `[[ ]]`",
    "`function`",
    "a process substitution",
    "`>&` with a file's name",
  ]),
  expansions: new Set(["${X:1}", "${X/a/b}", "${X^^}", "${!X}", "${X@Q}", "${X[0]}"]),
  builtins: new Set([...builtins, "source", "let", "history", "[["]),
  operations: new Set([
    "X+=y",
    "[ a == b ]",
    "wait -n",
    "wait -p",
    "export -n",
    "trap SIGx",
    "trap ERR",
    "trap DEBUG",
    "exec --",
    "exec -a",
    "exec -c",
    "exec -l",
    "kill -TERM --",
    "kill -n",
    "kill %",
    "kill %name",
  ]),
  options: new Map([
    ["pipefail", "later"],
    ["posix", "never"],
    ["errtrace", "never"],
    ["functrace", "never"],
  ]),
};
