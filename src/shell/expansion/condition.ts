import type { Known } from "../../text/diagnostic.ts";
import { expand, expandText, patternOf } from "./expand.ts";
import { matchesExpression } from "./regular-expression.ts";
import { GIVEN, HOLE } from "../state/field.ts";
import type { Field } from "../state/field.ts";
import { areGone, lookedFor } from "../state/jobs.ts";
import type { Condition } from "../state/leaning.ts";
import { withStatus } from "../state/position.ts";
import type { Host } from "../host.ts";
import type { State } from "../state/state.ts";
import type { Unit } from "../state/unit.ts";
import type { Simple, Test, Word } from "../../parse/shell/script-syntax.ts";

/**
 * A field's text if no environment given at `docker run` can change it, or if that of the default run is asked for;
 * HOLE in it where something stands there that is not known.
 */
function certain(field: Field | undefined, { trusts }: Host): Known<string> {
  if (!field) return "unknown";
  if (field.fixed) return field.value;
  return trusts ? (field.value === "unknown" ? (field.usual ?? "unknown") : field.value) : "unknown";
}

/** The state after a condition, whose status on the default run may be known where in general it is not. */
export function afterCondition(
  state: State,
  host: Host,
  place: Pick<Condition, "at" | "text" | "plain">,
  holds: (host: Host) => Known<boolean>,
): State {
  const status = holds(host);
  const after = withStatus(state, status);
  if (status !== "unknown") return after;
  const names = new Set<string>();
  const usual = holds({ ...host, trusts: names });
  return usual === "unknown" ? after : { ...after, leaning: { ...place, status: usual, names: [...names] } };
}

/** Negation with three values. */
export function not(value: Known<boolean>): Known<boolean> {
  return value === "unknown" ? "unknown" : !value;
}

/** Conjunction (`want` false) or disjunction (`want` true) with three values. */
function combine(values: readonly Known<boolean>[], want: boolean): Known<boolean> {
  if (values.includes(want)) return want;
  return values.includes("unknown") ? "unknown" : !want;
}

/** Whether `[ ... ]` or `test ...` holds, as far as the sources tell. */
export function evaluateTest(node: Simple, state: State, host: Host, unit: Unit): Known<boolean> {
  const words = node.words.slice(1);
  const bracket = node.words[0]?.literal === "[";
  const operands = bracket && words.at(-1)?.literal === "]" ? words.slice(0, -1) : words;
  return arguments_(operands, state, host, unit);
}

/** A variable that holds a job's pid is not empty. */
function holdsPid(word: Word | undefined, state: State): boolean {
  return (
    word?.parts.some(
      (part) => part.kind === "param" && part.op === undefined && (state.pids.get(part.name)?.length ?? 0) > 0,
    ) === true
  );
}

/** What a test says of a variable that holds a job's pid; undefined where it asks something else. */
function ofPid(
  operator: string | undefined,
  left: Word | undefined,
  right: Word | undefined,
  state: State,
): boolean | undefined {
  if (!right) {
    const asked = left ? processes(left, state) : [];
    if (asked.length > 0 && (operator === "-d" || operator === "-e")) return !toldToEnd(asked, state);
    return holdsPid(left, state) && (operator === "-n" || operator === "-z") ? operator === "-n" : undefined;
  }
  if (!holdsPid(left, state)) return undefined;
  const differs = operator === "!=" || operator === "-ne" || operator === "-gt";
  const equals = operator === "=" || operator === "==" || operator === "-eq";
  return (right.literal === "" || right.literal === "0") && (differs || equals) ? differs : undefined;
}

/** The jobs whose folder a word names: `/proc/$PID`. */
function processes({ parts: [folder, pid, end, ...more] }: Word, { jobs, pids }: State): readonly number[] {
  if (folder?.kind !== "text" || folder.value !== "/proc/" || pid?.kind !== "param" || more.length > 0) return [];
  if (end && !(end.kind === "text" && end.value === "/")) return [];
  return pid.name === "!" ? [...jobs.keys()].slice(-1) : (pids.get(pid.name) ?? []);
}

/** The words of `[[ ... ]]`. */
export function wordsOf(test: Test): readonly Word[] {
  switch (test.kind) {
    case "not":
      return wordsOf(test.operand);
    case "and":
    case "or":
      return test.operands.flatMap(wordsOf);
    case "unary":
      return [test.operand];
    case "binary":
      return [test.left, test.right];
  }
}

/** The state behind a test: who asks after a signal whether a job is there waits until it is gone. */
export function awaiting(words: readonly Word[], state: State): State {
  if (!state.signalled) return state;
  const asked = new Set(words.flatMap((word) => processes(word, state)));
  if (asked.size === 0) return state;
  return { ...state, sent: lookedFor([...asked], state.sent) };
}

/** Whether, after a signal, jobs were told to end: who asks for them comes to the answer that they are gone. */
function toldToEnd(asked: readonly number[], { signalled, sent }: State): boolean {
  return signalled && areGone(asked, sent);
}

function arguments_(words: readonly Word[], state: State, host: Host, unit: Unit): Known<boolean> {
  const all = split(words, "-o").map((some) =>
    combine(
      split(some, "-a").map((each) => negated(each, state, host, unit)),
      false,
    ),
  );
  return combine(all, true);
}

/** Operands of `-o` or `-a`: where there are no more than three words, each is what its place says. */
function split(words: readonly Word[], operator: string): readonly (readonly Word[])[] {
  const parts: (readonly Word[])[] = [];
  let from = 0;
  for (const [index, word] of words.entries()) {
    if (word.literal !== operator || index === from || words.length - from <= 3) continue;
    parts.push(words.slice(from, index));
    from = index + 1;
  }
  return [...parts, words.slice(from)];
}

function negated(words: readonly Word[], state: State, host: Host, unit: Unit): Known<boolean> {
  const first = Math.min(
    words.findIndex((word) => word.literal !== "!"),
    words.length - 1,
  );
  const from = first < 0 ? Math.max(0, words.length - 1) : first;
  const value = primary(words.slice(from), state, host, unit);
  return from % 2 === 1 ? not(value) : value;
}

function primary(words: readonly Word[], state: State, host: Host, unit: Unit): Known<boolean> {
  const [operator, left, right] = words.length > 2 ? [words[1], words[0], words[2]] : [words.at(-2), words.at(-1)];
  const asked = words.length < 4 ? ofPid(words.length === 1 ? "-n" : operator?.literal, left, right, state) : undefined;
  if (asked !== undefined) return asked;
  if (words.length > 3) return "unknown";
  const fields: Field[] = [];
  let vanished = false;
  for (const word of words) {
    const expanded = expand(word, state, host, unit);
    const [only] = expanded;
    // Without quotes an empty variable is no word at all.
    if (host.trusts && only && vanishes(only, word)) {
      vanished = true;
      continue;
    }
    if (expanded.length !== 1 || !only) return "unknown";
    fields.push(only);
  }
  const [first, second, third] = fields;
  if (fields.length === 0) return false;
  if (fields.length === 1) return nonEmpty(certain(first, host));
  // `[ != dev ]`: a shell complains, and takes it for false.
  if (vanished && fields.length === 2 && !fields[0]?.value.startsWith("-")) return false;
  if (fields.length === 2) return unary(certain(first, host), certain(second, host), host);
  return fields.length === 3 ? compare(certain(second, host), certain(first, host), certain(third, host)) : "unknown";
}

/** Whether a word of a test is nothing but a variable that is empty on the default run, without quotes. */
function vanishes({ fixed, usual, value }: Field, { parts: [only, ...more] }: Word): boolean {
  return !fixed && (usual ?? value) === "" && only?.kind === "param" && !only.quoted && more.length === 0;
}

function nonEmpty(value: Known<string>): Known<boolean> {
  if (value === "unknown") return value;
  return value === "" || value.replaceAll(HOLE, "") !== "" ? value !== "" : "unknown";
}

/** Whether a text, or a piece of it, is not known. */
export function isOpen(text: Known<string>): boolean {
  return text === "unknown" || text.includes(HOLE) || text.includes(GIVEN);
}

/** Folders that every container has: the root, and what the engine mounts or writes into. */
const everywhere: ReadonlySet<string> = new Set(["/", "/dev", "/etc", "/proc", "/sys"]);

function unary(operator: Known<string>, value: Known<string>, { trusts }: Host): Known<boolean> {
  if (operator === "-n") return nonEmpty(value);
  if (operator === "-z") return not(nonEmpty(value));
  if ((operator === "-d" || operator === "-e") && everywhere.has(value)) return true;
  // The default run has no terminal.
  if (operator === "-t" && trusts) return false;
  return "unknown";
}

function compare(operator: Known<string>, left: Known<string>, right: Known<string>): Known<boolean> {
  if (operator === "unknown" || isOpen(left) || isOpen(right)) return "unknown";
  if (operator === "=" || operator === "==") return left === right;
  if (operator === "!=") return left !== right;
  return compareNumbers(operator, left, right);
}

/** A number that stands for itself in a program too. */
const exact = /^-?\d{1,15}$/;

function compareNumbers(operator: string, left: string, right: string): Known<boolean> {
  if (!exact.test(left) || !exact.test(right)) return "unknown";
  const difference = Number(left) - Number(right);
  switch (operator) {
    case "-eq":
      return difference === 0;
    case "-ne":
      return difference !== 0;
    case "-lt":
      return difference < 0;
    case "-le":
      return difference <= 0;
    case "-gt":
      return difference > 0;
    case "-ge":
      return difference >= 0;
    default:
      return "unknown";
  }
}

/** Whether `[[ ... ]]` holds. */
export function evaluateExpression(test: Test, state: State, host: Host, unit: Unit): Known<boolean> {
  switch (test.kind) {
    case "not":
      return not(evaluateExpression(test.operand, state, host, unit));
    case "and":
    case "or":
      return combine(
        test.operands.map((each) => evaluateExpression(each, state, host, unit)),
        test.kind === "or",
      );
    case "unary":
      return (
        ofPid(test.operator, test.operand, undefined, state) ??
        unary(test.operator, certain(expandText(test.operand, state, host, unit), host), host)
      );
    case "binary": {
      const asked = ofPid(test.operator, test.left, test.right, state);
      if (asked !== undefined) return asked;
      const left = certain(expandText(test.left, state, host, unit), host);
      if (test.operator === "==" || test.operator === "=" || test.operator === "!=") {
        const result = matches(left, test.right, state, { host, unit });
        return test.operator === "!=" ? not(result) : result;
      }
      if (test.operator === "=~") return isOpen(left) ? "unknown" : matchesExpression(left, test.right.raw);
      return compare(test.operator, left, certain(expandText(test.right, state, host, unit), host));
    }
  }
}

/** What words need to be read beside the state: the text that they stand in, and its image. */
interface Place {
  readonly host: Host;
  readonly unit: Unit;
}

/** Whether a text matches a pattern. */
export function matches(text: Known<string>, pattern: Word, state: State, { host, unit }: Place): Known<boolean> {
  if (pattern.parts.length === 1 && pattern.parts[0]?.kind === "glob" && pattern.parts[0].text === "*") return true;
  if (isOpen(text)) return "unknown";
  return patternOf(pattern, state, host, unit)?.matches(text) ?? "unknown";
}

/** The text that `case` compares. */
export function subject(word: Word, state: State, host: Host, unit: Unit): Known<string> {
  return certain(expandText(word, state, host, unit), host);
}
