import type { List, Node, Part, Redirect, Simple, Test, Word } from "../../parse/shell/script-syntax.ts";
import type { Budget } from "../state/budget.ts";
import type { State } from "../state/state.ts";
import type { Walk } from "../walk.ts";

/**
 * What a function that only writes a message needs of the shell that calls it, and how it comes back: nothing else is
 * left of it.
 */
interface Message {
  /** What it calls, which has to be functions of the same kind, with at least so many arguments. */
  readonly calls: readonly Called[];
  /** Arguments that it shifts away: dash ends where there are fewer. */
  readonly shifts: number;
  /** Parameters that it expands, local variables with a value left out: under `set -u` they have to be set. */
  readonly reads: ReadonlySet<string>;
  /** Some command of it may fail where `set -e` sees it, or it may come back with a status that is not zero. */
  readonly mayFail: boolean;
  /** It has syntax that bash alone reads. */
  readonly bash: boolean;
}

interface Called {
  readonly name: string;
  readonly given: number;
}

/** Utilities that ask for something or change the form of a text, and do nothing else. */
const askers = new Set([
  ...["date", "cat", "basename", "dirname", "tr", "cut", "head", "tput", "hostname", "whoami", "id", "uname", "wc"],
  ...["sort", "uniq", "fold", "fmt", "rev", "nl", "grep", "egrep", "fgrep", "stat", "readlink", "realpath"],
]);

/** Builtins that write, or do nothing. */
const writers = new Set(["echo", "printf", ":", "true"]);

/** Builtins whose status decides. */
const tests = new Set(["[", "test", "false"]);

/** Functions that call each other deeper than this are not looked into. */
const DEEPEST = 6;

const known = new WeakMap<Node, { readonly message: Message | undefined }>();

/**
 * How a function that only writes a message comes back from a call: true where its last command cannot fail; undefined
 * where the function does more, so that it has to be followed. `params`: the arguments.
 */
export function afterMessage(body: Node, { params, ...state }: State, walk: Walk): true | "unknown" | undefined {
  const bash = walk.shells.every(({ family }) => family.startsWith("bash"));
  return statusOf(body, params.length, { ...state, bash, budget: walk.budget, within: [] });
}

interface Around extends Pick<State, "functions" | "vars" | "errexit" | "nounset"> {
  readonly bash: boolean;
  readonly budget: Budget;
  /** The functions that it is called in. */
  readonly within: readonly Node[];
}

function statusOf(body: Node, given: number, around: Around): true | "unknown" | undefined {
  const message = messageOf(body);
  const within = [...around.within, body];
  if (within.length > DEEPEST || !around.budget.spend(1 / 16)) return undefined;
  if (!message || given < message.shifts || (message.bash && !around.bash)) return undefined;
  if (message.mayFail && around.errexit) return undefined;
  if (around.nounset && ![...message.reads].every((name) => isSet(name, given, around))) return undefined;
  let status: true | "unknown" = message.mayFail ? "unknown" : true;
  for (const call of message.calls) {
    const called = around.functions.get(call.name);
    if (!called) return undefined;
    // What it comes to in itself is nothing else.
    const inner = within.includes(called.body) ? "unknown" : statusOf(called.body, call.given, { ...around, within });
    if (inner === undefined) return undefined;
    if (inner === "unknown") status = inner;
  }
  return status;
}

/** Whether a parameter is set wherever a function is. */
function isSet(name: string, given: number, { vars }: Around): boolean {
  if (/^[@*#?$0-]$/.test(name)) return true;
  if (/^\d+$/.test(name)) return Number(name) <= given;
  const value = vars.get(name);
  return value !== undefined && !value.unset && value.value !== "unknown";
}

function messageOf(body: Node): Message | undefined {
  const { message } = known.get(body) ?? { message: new Reader().read(body) };
  known.set(body, { message });
  return message;
}

/** Reads the body of one function. */
class Reader {
  readonly #calls: Called[] = [];
  readonly #reads = new Set<string>();
  readonly #locals = new Set<string>();
  /** Local variables that have a value from the beginning. */
  readonly #valued = new Set<string>();
  #shifts = 0;
  #mayFail = false;
  #bash = false;

  read(body: Node): Message | undefined {
    if (!this.#node(body, false)) return undefined;
    return { calls: this.#calls, shifts: this.#shifts, reads: this.#reads, mayFail: this.#mayFail, bash: this.#bash };
  }

  /** `asked`: its status decides, and `set -e` forgives it. */
  #node(node: Node, asked: boolean): boolean {
    switch (node.kind) {
      case "simple":
        return this.#simple(node, asked);
      case "andor":
      case "pipeline":
        this.#mayFail ||= !asked;
        return node.commands.every((each) => this.#node(each, true));
      case "if":
        return (
          node.clauses.every(({ test, body }) => this.#list(test, true) && this.#list(body, asked)) &&
          (!node.otherwise || this.#list(node.otherwise, asked))
        );
      case "case":
        return (
          this.#word(node.word) &&
          node.items.every(
            ({ patterns, body }) => patterns.every((each) => this.#word(each)) && this.#list(body, asked),
          )
        );
      case "group":
        return !node.subshell && node.redirects.every((each) => this.#redirect(each)) && this.#list(node.body, asked);
      case "test":
        this.#bash = true;
        this.#mayFail ||= !asked;
        return this.#test(node.expression);
      default:
        return false;
    }
  }

  #list({ items }: List, asked: boolean): boolean {
    return items.every(({ node, background }) => !background && this.#node(node, asked));
  }

  #simple({ assignments, words, redirects }: Simple, asked: boolean): boolean {
    if (!redirects.every((each) => this.#redirect(each))) return false;
    const name = words[0]?.literal;
    if (words.length > 0 && name === undefined) return false;
    if (name === "local") return assignments.length === 0 && words.slice(1).every((word) => this.#local(word));
    if (!words.every((word) => this.#word(word))) return false;
    if (name === "printf" && words[1]?.literal === "-v" && !this.#locals.has(words[2]?.literal ?? "")) return false;
    for (const { name: set, index, value, elements, append } of assignments) {
      if (words.length > 0 || index || elements || append || !this.#locals.has(set)) return false;
      if (value && !this.#word(value)) return false;
    }
    if (name === undefined || writers.has(name) || askers.has(name)) return true;
    if (name === "return") {
      this.#mayFail ||= words.length > 1 && words[1]?.literal !== "0";
      return words.length <= 2;
    }
    if (name === "shift") {
      this.#shifts++;
      return words.length === 1;
    }
    if (tests.has(name)) this.#mayFail ||= !asked;
    else if (name.includes("/")) return false;
    else this.#calls.push({ name, given: words.slice(1).filter((word) => !mayVanish(word)).length });
    return true;
  }

  /** A word behind `local`: a name, or a name and its value. */
  #local(word: Word): boolean {
    const [name] = /^[A-Za-z_]\w*(?=$|\+?=)/.exec(word.raw) ?? [];
    if (name === undefined || word.elements || !this.#word(word)) return word.literal === "-r";
    this.#locals.add(name);
    if (word.raw.includes("=")) this.#valued.add(name);
    return true;
  }

  #test(test: Test): boolean {
    switch (test.kind) {
      case "unary":
        return this.#word(test.operand);
      case "binary":
        return this.#word(test.left) && this.#word(test.right);
      case "and":
      case "or":
        return test.operands.every((each) => this.#test(each));
      case "not":
        return this.#test(test.operand);
    }
  }

  #redirect({ operator, target, body, assigns }: Redirect): boolean {
    if (assigns || (body && !this.#word(body))) return false;
    return !target || onlyWrites(operator, target);
  }

  #word({ parts }: Word): boolean {
    return parts.every((part) => this.#part(part));
  }

  #part(part: Part): boolean {
    switch (part.kind) {
      case "text":
      case "dollar":
      case "glob":
      case "tilde":
      case "brace":
        return true;
      case "param":
        return this.#param(part);
      case "command":
        // What stands in a substitution fails there.
        return part.list !== undefined && this.#list(part.list, true);
      default:
        return false;
    }
  }

  #param({ name, op, operand, length, form, element }: Extract<Part, { kind: "param" }>): boolean {
    if (op !== undefined && /[=?]/.test(op)) return false;
    if (form !== undefined || element) this.#bash = true;
    const given = op !== undefined && /^:?[-+]$/.test(op);
    // Nothing is known to be set of what is local and has no value yet.
    if (!given && !this.#valued.has(name)) this.#reads.add(this.#locals.has(name) ? "" : name);
    return (!operand || this.#word(operand)) && (!length || this.#word(length));
  }
}

/** Whether a redirection leads where nothing waits, and nobody reads what is a program later. */
function onlyWrites(operator: string, target: Word): boolean {
  return /^\d*>/.test(operator) && /^(?:\d|\/dev\/(?:null|stdout|stderr))$/.test(target.literal ?? "");
}

/** Whether a word may be no argument at all. */
function mayVanish({ parts }: Word): boolean {
  return parts.every((part) => part.kind !== "text" && (!("quoted" in part && part.quoted) || isAll(part)));
}

/** `"$@"`, and the elements of an array. */
function isAll(part: Part): boolean {
  return part.kind === "param" && (part.name === "@" || part.element?.index === "@");
}
