import { assignElements, originOf, setPids } from "../expansion/assign.ts";
import { allLack, cutOff, refusal } from "../dialect.ts";
import { afterArithmetic } from "../expansion/side-effects.ts";
import { longestValue } from "../../text/limits.ts";
import { wait } from "../jobs/wait.ts";
import { isNamedPipe } from "../purpose/named-pipe.ts";
import { withPidFile } from "../jobs/background.ts";
import { printed } from "../../parse/shell/printed.ts";
import { setArray } from "../expansion/elements.ts";
import { expandText } from "../expansion/expand.ts";
import { blanks, separators, wordsIn } from "../expansion/split.ts";
import { forgetVariables, inFolder, setVariable } from "../state/environment.ts";
import { unsetValue } from "../state/field.ts";
import type { Field, Value } from "../state/field.ts";
import { ends } from "../state/flow.ts";
import type { Flow } from "../state/flow.ts";
import { withStatus } from "../state/position.ts";
import type { State } from "../state/state.ts";
import { Table } from "../state/table.ts";
import { locate } from "../state/unit.ts";
import type { Call, Walk } from "../walk.ts";
import { done, maybeDone } from "./done.ts";
import { textIn, withText } from "./written-file.ts";

/** bash expands aliases in scripts only where it is told to. */
export function alias(call: Call, state: State, walk: Walk): Flow {
  const { text } = call.frame.unit.script.text;
  if (walk.shells.every((row) => row.family.startsWith("bash")) && !text.includes("expand_aliases")) return done(state);
  const names = call.argv
    .slice(1)
    .map((field) => /^([^=]+)=/.exec(field.value)?.[1])
    .filter((name) => name !== undefined);
  walk.budget.spend(state.aliases.size / 16);
  return done({ ...state, aliases: new Set([...state.aliases, ...names]) });
}

/** PATH_MAX of Linux: there is no folder with a longer path to go to. */
const longestPath = 4096;

/** The builtin `cd`. */
export function cd(call: Call, state: State): Flow {
  const target = call.argv.slice(1).find((field) => !field.value.startsWith("-"))?.value;
  if (target === undefined || target === "unknown") return done(inFolder(state, "unknown"));
  if (target.startsWith("/")) return done(inFolder(state, target));
  if (state.cwd === "unknown" || state.cwd.length + target.length > longestPath)
    return done(inFolder(state, "unknown"));
  return done(inFolder(state, `${state.cwd.replace(/\/$/, "")}/${target}`));
}

/** The builtin `read`: what it reads from a here-string or a heredoc is known. */
export function read(call: Call, state: State, walk: Walk): Flow {
  const pipe = call.node.redirects.find(({ operator }) => operator === "<")?.target;
  // The shell sits there as in `wait`, until somebody writes or a signal comes.
  if (pipe && isNamedPipe(pipe, call.frame.unit) && state.jobs.length > 0)
    return wait({ ...call, node: { ...call.node, words: call.node.words.slice(0, 1) }, skipped: 0 }, state, walk);
  const words = call.argv.slice(1);
  const from = words.findIndex(({ value }) => !/^-[ra]+$/.test(value));
  const options = words
    .slice(0, Math.max(0, from))
    .map(({ value }) => value)
    .join("");
  const names = from < 0 ? [] : words.slice(from).map(({ value }) => value);
  const line = lineFed(call, state, walk);
  const ifs = call.env.get("IFS")?.value ?? separators(state);
  const text = line?.value.replace(/\n.*/s, "") ?? "unknown";
  if (!line || line.value === "unknown" || names.some((name) => !/^[A-Za-z_]\w*$/.test(name)))
    return forget(call, state);
  const [first, ...others] = names;
  const parts = text.includes("\\") && !options.includes("r") ? undefined : wordsIn(text, ifs);
  if (!parts || first === undefined) return forget(call, state);
  const known = (value = ""): Field => ({ value, fixed: line.fixed, text: undefined });
  if (options.includes("a"))
    return others.length > 0
      ? forget(call, state)
      : done(setArray(state, first, { fields: parts.map((part) => known(part)), open: false }));
  const values = parts.length > names.length ? withRest(text, names.length, ifs) : parts;
  return values
    ? done(names.reduce((result, name, index) => setVariable(result, name, known(values[index])), state))
    : forget(call, state);
}

/** The words of a line for so many variables, of which the last gets all that is left; undefined: not at blanks. */
function withRest(line: string, count: number, ifs: string): readonly string[] | undefined {
  if (ifs !== blanks) return undefined;
  const words = line.trim().split(/([ \t]+)/);
  const last = 2 * (count - 1);
  return [...words.slice(0, last).filter((_, index) => index % 2 === 0), words.slice(last).join("")];
}

/** The text of a here-string, of a heredoc, or of a file that the script has written. */
function lineFed({ node, frame }: Call, state: State, walk: Walk): Value | undefined {
  const fed = node.redirects.filter(({ feeds }) => feeds);
  const [only] = fed;
  if (fed.length === 1 && only?.operator === "<") return textIn(only.target?.literal, state);
  const word = only?.operator === "<<<" ? only.target : only?.body;
  return fed.length === 1 && word ? expandText(word, state, walk.host, frame.unit) : undefined;
}

/** Builtins that give their operands values from elsewhere: `getopts`, `mapfile`. */
export function forget(call: Call, state: State): Flow {
  const operands = call.argv.slice(1).map(({ value }) => value);
  // `read` alone, `getopts`, `mapfile` and `wait -p` have names of their own beside those that are written.
  const names = [...operands, "REPLY", "OPTARG", "OPTIND", "MAPFILE"];
  return maybeDone(
    forgetVariables(
      state,
      names.filter((name) => /^[A-Za-z_]\w*$/.test(name)),
    ),
  );
}

/** The builtin `getopts`: it finds no option where what it reads is known to begin with none. */
export function options(call: Call, state: State): Flow {
  const given = call.argv.slice(3);
  const [first] = given.length > 0 ? given : state.params;
  const atStart = (state.vars.get("OPTIND")?.value ?? "1") === "1";
  const none = atStart && (first ? isOperand(first) : !state.open);
  const { next, ...others } = forget(call, forgetVariables(state, ["OPTIND", "OPTARG"]));
  if (!none) return { next, ...others };
  // Behind the end of options, the next word is the second.
  const index: Value = { value: first?.value === "--" ? "2" : "1", fixed: true };
  return { ...others, next: next.map((each) => withStatus(setVariable(each, "OPTIND", index), false)) };
}

/** A word that is no option, whatever `getopts` is asked for. */
function isOperand({ value, fixed }: Field): boolean {
  return fixed && value !== "unknown" && (!value.startsWith("-") || value === "-" || value === "--");
}

/** Builtins that assign by their operands: `export A=b`, `local A=b`. */
export function declare(call: Call, before: State, walk: Walk): Flow {
  const state = declared(call, before, walk);
  let result = state;
  const hasOption = (option: RegExp): boolean => call.argv.some(({ value }) => option.test(value));
  const isExport = call.argv[0]?.value === "export";
  const exports = isExport ? !hasOption(/^-\w*n/) : hasOption(/^-\w*x/);
  const keeps = isExport ? hasOption(/^-\w*n/) : hasOption(/^\+\w*x/);
  if (isExport && keeps && allLack(walk, (row) => row.lacks.operations.has("export -n")))
    return ends(cutOff(state, refusal("`export -n`", "Illegal option -n", locate(call.frame.unit, call.node), walk)));
  for (const [index, field] of call.argv.entries()) {
    const name = /^([A-Za-z_]\w*)\+?=/.exec(
      field.value === "unknown" ? (call.node.words[index]?.raw ?? "") : field.value,
    )?.[1];
    if (index === 0) continue;
    if (name === undefined && field.value === "unknown") result = { ...result, hidden: true };
    const exported = name ?? (/^[A-Za-z_]\w*$/.test(field.value) ? field.value : undefined);
    if (keeps && exported !== undefined) result = { ...result, exported: without(result.exported, exported) };
    if (exports && exported !== undefined) result = { ...result, exported: result.exported.put(exported, true) };
    if (name === undefined) continue;
    const word = call.node.words[index];
    if (word) result = setPids(result, name, [word], false);
    const [value, usual] = [field.value, field.usual].map((text) =>
      text === undefined || text === "unknown" ? text : text.slice(text.indexOf("=") + 1),
    );
    const [, ...parts] = word?.parts ?? [];
    const place = { state, host: walk.host, unit: call.frame.unit };
    const from = word && !field.fixed ? originOf({ ...word, parts }, undefined, place) : undefined;
    result = setVariable(result, name, { value: value ?? "unknown", fixed: field.fixed, usual, from });
  }
  return done(declareArrays(call, { before, after: result }, walk));
}

/** Names without one: it is no longer handed on. */
function without(names: Table<true>, name: string): Table<true> {
  if (!names.has(name)) return names;
  return [...names].reduce((all, [each]) => (each === name ? all : all.put(each, true)), Table.empty<true>());
}

/** The state in which a function has its own variables: of `local`, and of `declare` in it. */
function declared({ argv, node }: Call, state: State, walk: Walk): State {
  const own = argv[0]?.value;
  if (!state.locals || own === "export" || own === "readonly" || argv.some(({ value }) => /^-\w*g/.test(value)))
    return state;
  // dash's `local x` keeps the caller's value.
  const fresh = walk.shells.every((row) => row.family !== "dash");
  let { locals } = state;
  let result = state;
  for (const [index, { value }] of argv.entries()) {
    const name = /^([A-Za-z_]\w*)(?:$|\+?=)/.exec(value === "unknown" ? (node.words[index]?.raw ?? "") : value)?.[1];
    if (index === 0 || name === undefined) continue;
    if (fresh && !locals.has(name)) result = setArray(result, name, { fields: [], open: false });
    locals = locals.put(name, true);
  }
  return { ...result, locals };
}

/** The state after `declare -a a`, `local a=(b c)`. */
function declareArrays(
  { argv, node, frame }: Call,
  { before, after }: { readonly before: State; readonly after: State },
  walk: Walk,
): State {
  let state = after;
  const has = (letter: string): boolean => argv.some(({ value }) => /^-\w+$/.test(value) && value.includes(letter));
  const byName = has("A");
  for (const word of node.words.slice(1)) {
    const name = /^([A-Za-z_]\w*)(?:$|(\+?)=)/.exec(word.elements ? word.raw : (word.literal ?? ""));
    const [, array, plus] = name ?? [];
    if (array === undefined || (plus !== undefined && !word.elements)) continue;
    if (word.elements && !byName) {
      // What stands in parentheses is expanded before the name is declared.
      const start = { ...state, vars: before.vars };
      const given = assignElements(
        { name: array, elements: word.elements, append: plus === "+" },
        start,
        walk.host,
        frame.unit,
      );
      state = { ...state, vars: state.vars.put(array, given.vars.get(array) ?? { value: "unknown", fixed: true }) };
    } else if (byName) state = forgetVariables(state, [array]);
    else if (has("a") && (!state.vars.has(array) || state.locals?.has(array) === true))
      state = setArray(state, array, { fields: [], open: false });
  }
  return state;
}

/** The builtin `let`. */
export function arithmetic({ node, skipped }: Call, state: State): Flow {
  const text = node.words
    .slice(skipped + 1)
    .map(({ raw }) => raw)
    .join("; ");
  return maybeDone(afterArithmetic(text, state));
}

/** The builtin `printf`, which may write into a variable. */
export function printf(call: Call, state: State, walk: Walk): Flow {
  const { argv, node } = call;
  const name = argv[1]?.value === "-v" ? argv[2]?.value : undefined;
  if (name === undefined) return done(withText(call, withPidFile(node, state, walk.shells)));
  const [format, ...fields] = argv.slice(3);
  const known = format && fields.every(({ value }) => value !== "unknown") && format.value !== "unknown";
  const values = fields.map(({ value }) => value);
  const text = known && /^[A-Za-z_]\w*$/.test(name) ? printed(format.value, values, true) : undefined;
  if (text === undefined || text.length > longestValue) return done(forgetVariables(state, [name]));
  return done(setVariable(state, name, { value: text, fixed: argv.slice(3).every(({ fixed }) => fixed) }));
}

/** The builtin `unset`. */
export function unset({ argv }: Call, state: State): Flow {
  if (argv[1]?.value === "-f") return done(state);
  let { vars } = state;
  for (const { value } of argv.slice(1))
    if (value.includes("[")) vars = vars.put(value.replace(/\[.*/s, ""), { value: "unknown", fixed: true });
    else if (value !== "unknown") vars = vars.put(value, unsetValue);
  return done({ ...state, vars });
}
