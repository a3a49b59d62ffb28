import type { Syntax } from "../../parse/source/parse-source.ts";

/** What the names of a file stand for, without running it. */
export class Names {
  readonly root: Syntax;
  /** Full names, by the names that imports bind. */
  readonly #imported = new Map<string, string>();
  readonly #assigned = new Map<string, Syntax[]>();
  /** `from signal import *`. */
  #allOfSignal = false;
  readonly #functions = new Map<string, Syntax[]>();

  constructor(root: Syntax) {
    this.root = root;
    for (const node of root.all("import_statement", "import_from_statement")) this.#bind(node);
    for (const node of root.all("assignment", "named_expression")) {
      const target = node.part("left") ?? node.part("name");
      const value = node.part("right") ?? node.part("value");
      if (target && value) add(this.#assigned, target.text, value);
    }
    for (const item of root.all("as_pattern")) {
      const [value, alias] = item.parts;
      if (value && alias && item.parent?.kind === "with_item") add(this.#assigned, alias.text, value);
    }
    for (const node of root.all("function_definition")) add(this.#functions, node.part("name")?.text ?? "", node);
  }

  /**
   * The full name of what an expression is, by the imports of the file: "signal.SIGTERM"; of an instance, that of its
   * class. A module of the same package begins with a dot. Undefined: not known.
   */
  resolve(expression: Syntax, depth = 0): string | undefined {
    const node = bare(expression);
    if (depth > 8) return undefined;
    if (node.kind === "await") return node.parts[0] && this.resolve(node.parts[0], depth + 1);
    if (node.kind === "call") {
      const callee = node.part("function");
      return callee && this.resolve(callee, depth + 1);
    }
    const value = this.valueOf(node);
    if (node.kind === "identifier") {
      const imported = this.#imported.get(node.text);
      if (imported !== undefined) return imported;
      if (!value && this.#allOfSignal && /^(?:signal|pause|Signals|SIG\w+)$/.test(node.text))
        return `signal.${node.text}`;
      return value && this.resolve(value, depth + 1);
    }
    if (node.kind !== "attribute") return undefined;
    if (value) return this.resolve(value, depth + 1);
    const [object, attribute] = [node.part("object"), node.part("attribute")];
    const owner = object && this.resolve(object, depth + 1);
    return owner === undefined || !attribute ? undefined : `${owner}.${attribute.text}`;
  }

  /** The value that a name or attribute is assigned, if it is assigned once in the file. */
  valueOf(target: Syntax): Syntax | undefined {
    const found = this.#assigned.get(target.text) ?? [];
    return found.length === 1 ? found[0] : undefined;
  }

  /** The function that an expression is: a lambda, a function or a method of the file that is the one of its name. */
  functionOf(expression: Syntax, depth = 0): Syntax | undefined {
    const node = bare(expression);
    if (node.kind === "lambda") return node;
    if (depth > 3) return undefined;
    if (node.kind === "call") {
      const [first] = argumentsOf(node);
      return first && this.resolve(node) === "functools.partial" ? this.functionOf(first, depth + 1) : undefined;
    }
    const name = node.kind === "attribute" ? node.part("attribute")?.text : node.text;
    const found = this.#functions.get(name ?? "") ?? [];
    if (found.length === 1) return found[0];
    const value = found.length === 0 && node.kind === "identifier" ? this.valueOf(node) : undefined;
    return value && this.functionOf(value, depth + 1);
  }

  #bind(node: Syntax): void {
    const module = node.part("module_name");
    for (const part of node.parts) {
      if (part.start === module?.start) continue;
      if (part.kind === "wildcard_import") this.#allOfSignal ||= module?.text === "signal";
      const name = part.kind === "aliased_import" ? (part.part("name")?.text ?? "") : part.text;
      const alias = part.kind === "aliased_import" ? part.part("alias")?.text : undefined;
      if (module) this.#imported.set(alias ?? name, `${module.text}.${name}`);
      else if (alias !== undefined) this.#imported.set(alias, name);
      else this.#imported.set(name.replace(/\..*$/, ""), name.replace(/\..*$/, ""));
    }
  }
}

function add(map: Map<string, Syntax[]>, name: string, value: Syntax): void {
  const known = map.get(name);
  if (known) known.push(value);
  else map.set(name, [value]);
}

/** An expression without parentheses around it. */
export function bare(expression: Syntax): Syntax {
  let node = expression;
  while (node.kind === "parenthesized_expression" && node.parts[0]) [node = node] = node.parts;
  return node;
}

/** The arguments of a call that have no name, in their order. */
export function argumentsOf(call: Syntax): readonly Syntax[] {
  return (call.part("arguments")?.parts ?? []).filter(({ kind }) => kind !== "keyword_argument");
}

/** The argument of a call that has a name. */
export function argumentNamed(call: Syntax, name: string): Syntax | undefined {
  const found = (call.part("arguments")?.parts ?? []).find(
    (each) => each.kind === "keyword_argument" && each.part("name")?.text === name,
  );
  return found?.part("value");
}

/** The text of a string without a hole; undefined for anything else. */
export function textOf(expression: Syntax): string | undefined {
  const node = bare(expression);
  if (node.kind !== "string") return undefined;
  const inner = node.parts.filter(({ kind }) => kind === "string_content");
  if (node.parts.some(({ kind }) => kind === "interpolation") || /^[a-z]*b/i.test(node.text)) return undefined;
  return inner.map(({ text }) => text).join("");
}

/** Whether a piece is a function. */
export function isFunction({ kind }: Syntax): boolean {
  return kind === "function_definition" || kind === "lambda";
}

/** The last part of a dotted name. */
export function lastName(expression: Syntax): string {
  return expression.part("attribute")?.text ?? expression.text;
}
