import type { Known } from "../../text/diagnostic.ts";
import { readOptions } from "../getopt.ts";
import type { Option } from "../getopt.ts";
import type { WrapperSyntax } from "./wrapper-rows.ts";

/** A command line sorted by a wrapper's syntax. `next` is where the inner command starts, if nothing else says so. */
export interface Reading {
  readonly options: readonly Option[];
  readonly operands: readonly Known<string>[];
  readonly sub: Known<string> | undefined;
  readonly env: readonly { readonly name: string; readonly value: Known<string> }[];
  /** The command does not get the environment that the wrapper has. */
  readonly bare: boolean;
  readonly next: number;
  readonly problem: string | undefined;
}

function readPermuted(argv: readonly Known<string>[], syntax: WrapperSyntax): Reading {
  const options: Option[] = [];
  const operands: Known<string>[] = [];
  let next = 1;
  while (next < argv.length) {
    const part = readOptions(argv, next, syntax);
    options.push(...part.options);
    next = part.next;
    const word = argv[next];
    // Whatever an unknown word holds, a text for the shell that stands beside it is one: read on.
    if (part.ended || word === undefined || (part.problem !== undefined && word !== "unknown")) {
      return { options, operands, sub: undefined, env: [], bare: false, next, problem: part.problem };
    }
    next++;
    if (word !== "-") operands.push(word);
  }
  return { options, operands, sub: undefined, env: [], bare: false, next, problem: undefined };
}

/**
 * Reads a wrapper's own words, up to the command that it starts. Undefined if the sub-command is not the one that the
 * syntax is for.
 */
export function readWrapper(argv: readonly Known<string>[], syntax: WrapperSyntax): Reading | undefined {
  if (syntax.permutes) return readPermuted(argv, syntax);
  let { options, next, problem, ended } = readOptions(argv, 1, syntax);
  let sub: Known<string> | undefined;
  if (syntax.sub !== undefined) {
    sub = problem === undefined ? argv[next] : undefined;
    if (sub === undefined || sub === "unknown" || (syntax.sub !== "*" && !syntax.sub.split("|").includes(sub)))
      return undefined;
    const more = readOptions(argv, next + 1, syntax);
    ({ next, problem, ended } = more);
    options = [...options, ...more.options];
  }
  const operands: Known<string>[] = [];
  while (problem === undefined && operands.length < (syntax.operands ?? 0) && next < argv.length)
    operands.push(argv[next++] ?? "");
  const env: { name: string; value: Known<string> }[] = [];
  let bare = options.some(({ name }) => isAmong(name, syntax.clears));
  if (syntax.dash && problem === undefined && argv[next] === "-") [bare, next] = [true, next + 1];
  while (syntax.assignments && problem === undefined && next < argv.length) {
    const word = argv[next] ?? "";
    const equals = word.indexOf("=");
    if (word === "unknown" && !ended) problem = `an argument of ${argv[0]} is unknown`;
    if (equals < 1) break;
    env.push({ name: word.slice(0, equals), value: word.slice(equals + 1) });
    next++;
  }
  return { options, operands, sub, env, bare, next, problem };
}

/** Whether an option is one of those that a row names: `-u --unset`. */
export function isAmong(option: string, names = ""): boolean {
  return names.split(" ").includes(option);
}
