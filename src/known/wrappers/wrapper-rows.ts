import type { Evidence } from "../evidence.ts";
import type { OptionSyntax } from "../getopt.ts";
import { measured } from "../sources.ts";

/** A file in which projects give names to command lines. */
export type ScriptFile = "package.json" | "deno.json" | "Procfile";

/** How a wrapper reads its arguments: options, operands, and then the command that it starts. */
export interface WrapperSyntax extends OptionSyntax {
  /** The sub-command that makes it a wrapper ("exec|run"; "*": any word). */
  readonly sub?: string;
  /** The row is for command lines with one of these options. */
  readonly when?: string;
  /** How many words of its own stand before the command. */
  readonly operands?: number;
  /** `NAME=value` words before the command are for its environment. */
  readonly assignments?: boolean;
  /** A `-` in front of them is an option. */
  readonly dash?: boolean;
  /** Options with which the command gets nothing of the environment; so does a `-` in front of the assignments. */
  readonly clears?: string;
  /** Options that take a variable out of it. */
  readonly unsets?: string;
  /** The command starts after one of these words, wherever it stands. */
  readonly after?: string;
  /** The program that is given the words after it. */
  readonly by?: string;
  /** It gives the command to the user's login shell as one text, with each word quoted. */
  readonly throughLogin?: boolean;
  /** Options whose value is a text for a shell; also looked for right after the operands. */
  readonly text?: string;
  /** The option that names this shell. */
  readonly shell?: string;
  /** Where it names none, it is the user's login shell. */
  readonly login?: boolean;
  /** The option that names the program, whose arguments follow elsewhere. */
  readonly program?: string;
  /** Options and operands may stand in any order; the command can only be a text for a shell. */
  readonly permutes?: boolean;
  /** The option whose value is split into words at run time. */
  readonly split?: string;
  /** Where the user that it changes to stands: "operand", or options. */
  readonly user?: string;
  /** The user where none is named. */
  readonly defaultUser?: string;
  /** The words do not say what is started; why. `%0` is the sub-command, `%1` the word after it. */
  readonly opaque?: string;
  /** It runs a script of this file; the sub-command names it, or the word after the sub-command does. */
  readonly script?: { readonly file: ScriptFile; readonly named: "sub-command" | "word after it" };
  /** The option that names this very file; `operand`: the first operand may. */
  readonly scriptFile?: string;
  /** The option that names the folder of that file. */
  readonly directory?: string;
  /** Options that name another such file, or the projects whose files are meant. */
  readonly elsewhere?: string;
  /** Only what follows `--` and what is no option goes to the script. */
  readonly keepsOptions?: boolean;
  /** It hands the command to this shell as one text. */
  readonly through?: string;
  /** The row is for one that does not lead its process group: a shell's job. */
  readonly member?: boolean;
  /** Without a command it is no wrapper, but does something and returns. */
  readonly alone?: boolean;
  /** Options that make it signal the whole process group, or `!` and options that keep it from doing so. */
  readonly group?: string;
  /** Options with which it goes into a process group of its own, or `!` and options that keep it from doing so. */
  readonly apart?: string;
  /** Options that turn one signal into another: "15:3". */
  readonly rewrite?: string;
  /** What it sends in the place of SIGTERM and SIGINT: "SIGINT". */
  readonly sends?: string;
  /** Signals of which it takes no notice: "SIGINT SIGQUIT". */
  readonly drops?: string;
  /** It comes before what the table of programs says of its name. */
  readonly first?: boolean;
  /**
   * The words behind its own are a file and that file's arguments; the program that runs it, by the file's extension,
   * "*" for any other. A file without a row is a program by itself.
   */
  readonly interprets?: Readonly<Record<string, string>>;
  /** Files that say what it runs, beside those that it may be given to run: "*.json". */
  readonly configuredBy?: RegExp;
  /** The first word behind its own is a command line, which it splits at blanks; or the value of these options is. */
  readonly line?: string;
  /** Each word behind its own is a text for a shell. */
  readonly texts?: boolean;
  /** Its C library (glibc's) looks for its options behind the command too, up to `--`, and it refuses others. */
  readonly greedy?: boolean;
  /** It signals all that it has started, and waits for all: a shell in between keeps nothing back. */
  readonly everyone?: boolean;
}

/** One row of the table of wrappers. */
export interface WrapperEntry {
  /** With a directory: only that file. */
  readonly names: readonly string[];
  readonly syntax: WrapperSyntax;
  readonly kind: WrapperKind;
  readonly reaps: boolean;
  readonly killsAfter: number | undefined;
  readonly evidence: Evidence;
  /** The row is for busybox's program of that name. */
  readonly busybox: boolean;
}

/** Run in front of a program with a handler and one without. */
const inFront = measured("SIGTERM", "in front of a program with a handler and one without");

/** A row; `names` are separated by blanks. Of the kinds that stay, an init reaps; of the others those that say so. */
export function wrapper(
  names: string,
  kind: WrapperKind,
  syntax: WrapperSyntax,
  evidence: Evidence = inFront,
): WrapperEntry {
  return {
    names: names.split(" "),
    syntax,
    kind,
    reaps: kind === "init",
    killsAfter: kind === "kill" ? 2000 : undefined,
    evidence,
    busybox: false,
  };
}

/** The row of one that waits, and kills what is still there after so many milliseconds. */
export function killingAfter(milliseconds: number, row: WrapperEntry): WrapperEntry {
  return { ...row, kind: "limit", killsAfter: milliseconds };
}

/** The row of one that reaps orphans although it is no init. */
export function reaping(row: WrapperEntry): WrapperEntry {
  return { ...row, reaps: true };
}

/** A row for busybox's program of a name. */
export function applet(names: string, kind: WrapperKind, syntax: WrapperSyntax, evidence: Evidence): WrapperEntry {
  return { ...wrapper(names, kind, syntax, evidence), busybox: true };
}

/**
 * What a program that starts another one does with it and with a stop signal. `exec`: replaces itself (transparent).
 * `init`: stays, passes the signal on, waits, reaps, returns the code. `forward`: stays, passes it on and waits, does
 * not reap. `kill`: passes it on, and kills after a short time, which it always takes. `limit`: passes it on and waits,
 * and kills what takes longer than a short time. `swallow`: stays and does nothing. `abandon`: ends at once,
 * or passes it to a shell in between, and the program is cut off.
 */
export type WrapperKind = "exec" | "init" | "forward" | "kill" | "limit" | "swallow" | "abandon";
