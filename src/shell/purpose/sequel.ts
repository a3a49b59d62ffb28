import { findProgram } from "../../known/programs/programs.ts";
import { unwrap } from "../../known/wrappers/wrappers.ts";
import { lasting } from "./lasting.ts";
import { behindWrappers, nameOf } from "./wrapped.ts";
import { expandAll, valuesOf } from "../expansion/expand.ts";
import type { Walk } from "../walk.ts";
import type { State } from "../state/state.ts";
import type { Rest, Unit } from "../state/unit.ts";
import type { List, Node, Simple } from "../../parse/shell/script-syntax.ts";

type AndOr = Extract<Node, { kind: "andor" }>;
type If = Extract<Node, { kind: "if" }>;

/**
 * A program that a script goes on to. `same`: the one that is asked about; `server`: one that serves, or what the
 * script is given to run.
 */
interface Sequel {
  readonly program: "same" | "server" | "other";
  /** The script replaces itself with it. */
  readonly exec: boolean;
}

/** Where the ways through a piece of script lead: to programs, out of the script, out of a function, on. */
interface Ways {
  readonly sequels: readonly Sequel[];
  readonly returns: boolean;
  readonly goesOn: boolean;
}

interface Search {
  readonly program: string;
  readonly state: State;
  readonly walk: Walk;
  /** How many functions it has gone into. */
  readonly depth: number;
  /** Programs that no table knows count as sequels too. */
  readonly any: boolean;
  /** What the functions come to that it has gone into. */
  readonly functions: Map<Node, Ways>;
}

/** Functions that call each other deeper than this are not looked into. */
const DEEPEST = 6;

const on: Ways = { sequels: [], returns: false, goesOn: true };
const out: Ways = { sequels: [], returns: false, goesOn: false };

/**
 * The programs in which every way ends that leads on behind a command of a program's name, conditions left open; ways
 * on which the script leaves are not counted. Empty where one comes to the script's end without any.
 */
export function sequelsOf(rest: Rest | undefined, program: string, state: State, walk: Walk): readonly Sequel[] {
  return endsOf(rest, { program, state, walk, depth: 0, any: false, functions: new Map() });
}

/**
 * Whether a script goes on to a program of any name behind a command, on each way on which it does not leave: then what
 * has run there comes back.
 */
export function goesOn(rest: Rest | undefined, state: State, walk: Walk): boolean {
  return endsOf(rest, { program: "", state, walk, depth: 0, any: true, functions: new Map() }).length > 0;
}

function endsOf(rest: Rest | undefined, search: Search): readonly Sequel[] {
  let found: readonly Sequel[] = [];
  for (let each = rest; each !== undefined; each = each.outer) {
    const ways = inRest(each, search);
    found = together(found, ways.sequels);
    if (!ways.goesOn && !ways.returns) return found;
  }
  return [];
}

function inRest(rest: Rest, search: Search): Ways {
  switch (rest.kind) {
    case "list":
      return inList(rest.list, rest.from, rest.unit, search);
    case "andor":
      return afterSuccess(rest.node, rest.from, rest.unit, search);
    case "if": {
      const body = rest.node.clauses[rest.clause]?.body;
      const held = body ? inList(body, 0, rest.unit, search) : on;
      return held.sequels.length > 0 ? held : either(held, elseOf(rest.node, rest.clause + 1, rest.unit, search));
    }
  }
}

function either(one: Ways, two: Ways): Ways {
  return {
    sequels: together(one.sequels, two.sequels),
    returns: one.returns || two.returns,
    goesOn: one.goesOn || two.goesOn,
  };
}

/** Each kind of sequel once. */
function together(one: readonly Sequel[], two: readonly Sequel[]): readonly Sequel[] {
  const more = two.filter((each) => !one.some(({ program, exec }) => program === each.program && exec === each.exec));
  return more.length === 0 ? one : [...one, ...more];
}

/** What comes behind a piece that may go on. */
function then(one: Ways, two: () => Ways): Ways {
  return one.goesOn ? either({ ...one, goesOn: false }, two()) : one;
}

function inList({ items }: List, from: number, unit: Unit, search: Search): Ways {
  let ways = on;
  for (let index = from; index < items.length && ways.goesOn; index++) {
    const item = items[index];
    if (item && !item.background) ways = then(ways, () => inNode(item.node, unit, search));
  }
  return ways;
}

function elseOf(node: If, from: number, unit: Unit, search: Search): Ways {
  let ways = node.otherwise ? inList(node.otherwise, 0, unit, search) : on;
  for (const clause of node.clauses.slice(from)) ways = either(ways, inList(clause.body, 0, unit, search));
  return ways;
}

/** `a && b || c` behind an `a` that has succeeded: b, and what is behind it. */
function afterSuccess({ commands, operators }: AndOr, from: number, unit: Unit, search: Search): Ways {
  let ways = on;
  for (const [index, command] of commands.entries()) {
    if (index >= from && operators[index - 1] === "&&") ways = then(ways, () => inNode(command, unit, search));
  }
  return ways;
}

function inNode(node: Node, unit: Unit, search: Search): Ways {
  const { depth, walk } = search;
  if (depth > DEEPEST || !walk.budget.spend(1 / 16)) return on;
  switch (node.kind) {
    case "simple":
      return inSimple(node, unit, search);
    case "andor": {
      let ways = on;
      for (const [index, command] of node.commands.entries())
        ways = then(ways, () => either(index === 0 ? out : on, inNode(command, unit, search)));
      return ways;
    }
    case "if":
      return elseOf(node, 0, unit, search);
    case "case": {
      const whole = node.items.some(({ patterns }) =>
        patterns.some(({ literal, raw }) => raw === "*" || literal === "*"),
      );
      let ways = whole ? out : on;
      for (const item of node.items) ways = either(ways, inList(item.body, 0, unit, search));
      return ways;
    }
    case "loop":
      return either(on, inList(node.body, 0, unit, search));
    case "group":
      return node.subshell ? on : inList(node.body, 0, unit, search);
    case "redirected":
      return inNode(node.body, unit, search);
    case "pipeline":
      return node.commands.length === 1 && node.commands[0] ? inNode(node.commands[0], unit, search) : on;
    default:
      return on;
  }
}

function inSimple(node: Simple, unit: Unit, search: Search): Ways {
  const name = node.words[0]?.literal;
  if (name === undefined)
    return search.any && node.words.length > 0 ? { ...out, sequels: [{ program: "other", exec: false }] } : on;
  if (name === "exit") return out;
  if (name === "return") return { ...out, returns: true };
  const fn = search.state.functions.get(name);
  if (fn) {
    const known = search.functions.get(fn.body);
    if (known) return known;
    const body = inNode(fn.body, fn.unit, { ...search, depth: search.depth + 1 });
    const ways = { ...body, returns: false, goesOn: body.goesOn || body.returns };
    search.functions.set(fn.body, ways);
    return ways;
  }
  const exec = name === "exec";
  if (search.any && !exec && !search.walk.isBuiltin(name)) {
    const kind = lasting(node.words.map(({ literal }) => literal ?? "unknown"));
    return kind === "any" || kind === "stays" ? { ...out, sequels: [{ program: "other", exec }] } : on;
  }
  if (!exec && !findProgram([name]) && !unwrap([name, "x"])) return on;
  const words = node.words.slice(exec ? 1 : 0);
  if (words.length === 0) return on;
  const given = words.some(({ raw }) => /\$\{?[@*]/.test(raw));
  const values = behindWrappers(valuesOf(expandAll(words, search.state, search.walk.host, unit)));
  const row = findProgram(values);
  const same = nameOf(values) === search.program && row?.oneShot !== true;
  const serves = row?.longRunning === true;
  if (!exec) return serves ? { ...out, sequels: [{ program: same ? "same" : "server", exec }] } : on;
  const program = same
    ? "same"
    : given || serves || values[0] === undefined || values[0] === "unknown"
      ? "server"
      : "other";
  return { ...out, sequels: [{ program, exec }] };
}
