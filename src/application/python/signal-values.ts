import type { Syntax } from "../../parse/source/parse-source.ts";
import { argumentsOf, bare, isFunction, textOf } from "./python-names.ts";
import type { Names } from "./python-names.ts";

const numbers = new Map([
  ["1", "SIGHUP"],
  ["2", "SIGINT"],
  ["3", "SIGQUIT"],
  ["10", "SIGUSR1"],
  ["12", "SIGUSR2"],
  ["15", "SIGTERM"],
]);

const constant = /^signal\.(?:Signals\.)?(SIG[A-Z][A-Z0-9]*)$/;

/** The signal that a full name stands for. */
export function signalNamed(full: string | undefined): string | undefined {
  return full === undefined ? undefined : constant.exec(full)?.[1];
}

/** The signals that an expression may be: one or, in a loop over a list, each of several; undefined: not known. */
export function signalsOf(expression: Syntax, names: Names, depth = 0): readonly string[] | undefined {
  const node = bare(expression);
  if (depth > 5) return undefined;
  const named = signalNamed(names.resolve(node));
  if (named !== undefined && node.kind !== "call") return [named];
  if (node.kind === "integer") return [numbers.get(node.text) ?? `signal ${node.text}`];
  if (node.kind === "conditional_expression") {
    const [yes, , no] = node.parts.map((each) => signalsOf(each, names, depth + 1));
    return yes && no ? [...yes, ...no] : undefined;
  }
  const name = nameOfSignal(node, names);
  if (name) return wordsOf(name, names, depth)?.filter((each) => /^SIG[A-Z]/.test(each));
  if (node.kind !== "identifier") return undefined;
  const looped = loopedOver(node);
  if (looped) return looped === "not a name" ? undefined : listOf(looped, names, depth + 1);
  const given = parameterOf(node, names);
  if (given === "any") return undefined;
  if (given) return union(given.map((each) => signalsOf(each, names, depth + 1)));
  const value = names.valueOf(node);
  return value && signalsOf(value, names, depth + 1);
}

/** `getattr(signal, NAME)`, `signal.Signals[NAME]`: the expression of the name. */
function nameOfSignal(node: Syntax, names: Names): Syntax | undefined {
  if (node.kind === "call" && node.part("function")?.text === "getattr") {
    const [object, name] = argumentsOf(node);
    return object && names.resolve(object) === "signal" ? name : undefined;
  }
  const owner = node.kind === "subscript" ? node.part("value") : undefined;
  return owner && names.resolve(owner) === "signal.Signals" ? node.part("subscript") : undefined;
}

/** The texts that an expression may be, through loops over lists of them. */
export function wordsOf(expression: Syntax, names: Names, depth = 0): readonly string[] | undefined {
  const node = bare(expression);
  const text = textOf(node);
  if (text !== undefined) return [text];
  if (node.kind !== "identifier" || depth > 5) return undefined;
  const looped = loopedOver(node);
  if (looped) return looped === "not a name" ? undefined : listOf(looped, names, depth + 1);
  const value = names.valueOf(node);
  return value && wordsOf(value, names, depth + 1);
}

/** The signals, or texts, of a list, tuple or set. */
function listOf(expression: Syntax, names: Names, depth: number): readonly string[] | undefined {
  const node = bare(expression);
  if (depth > 6) return undefined;
  if (/^(?:list|tuple|set|expression_list)$/.test(node.kind))
    return union(
      node.parts.map((part) => {
        const text = textOf(part);
        return text === undefined ? signalsOf(part, names, depth + 1) : [text];
      }),
    );
  const value = node.kind === "identifier" || node.kind === "attribute" ? names.valueOf(node) : undefined;
  return value && listOf(value, names, depth + 1);
}

function union(all: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  return all.length > 0 && all.every((each) => each !== undefined) ? all.flat() : undefined;
}

/** What the loop goes over whose variable a name is. */
function loopedOver(name: Syntax): Syntax | "not a name" | undefined {
  for (let at = name.parent; at; at = at.parent) {
    const clauses = at.kind === "for_statement" ? [at] : at.parts.filter(({ kind }) => kind === "for_in_clause");
    for (const clause of /comprehension$|^generator_expression$|^for_statement$/.test(at.kind) ? clauses : []) {
      const bound = clause.part("left");
      if (!bound?.all("identifier").some(({ text }) => text === name.text)) continue;
      return bound.kind === "identifier" ? (clause.part("right") ?? "not a name") : "not a name";
    }
    if (isFunction(at)) return undefined;
  }
  return undefined;
}

/** What a function of the file is given for the parameter that a name is; "any" where others may call it. */
function parameterOf(name: Syntax, names: Names): readonly Syntax[] | "any" | undefined {
  let own = name.parent;
  while (own && !isFunction(own)) own = own.parent;
  const parameters = own?.part("parameters")?.parts ?? [];
  const index = parameters.findIndex((each) => (each.part("name") ?? each.parts[0] ?? each).text === name.text);
  if (!own || index < 0) return undefined;
  const called = own.part("name")?.text;
  const method = /^(?:self|cls)$/.test(parameters[0]?.text ?? "") ? 1 : 0;
  if (called === undefined || parameters[index]?.kind !== "identifier") return "any";
  const uses = names.root.all("identifier").filter((each) => each.text === called && each.parent?.start !== own.start);
  const given: Syntax[] = [];
  for (const use of uses) {
    const callee = use.parent?.kind === "attribute" ? use.parent : use;
    if (callee.parent?.kind !== "call" || callee.parent.part("function")?.start !== callee.start) {
      if (use.parent?.part("name")?.start === use.start) continue;
      return "any";
    }
    const argument = argumentsOf(callee.parent)[index - method];
    if (!argument) return "any";
    given.push(argument);
  }
  return given.length > 0 ? given : "any";
}
