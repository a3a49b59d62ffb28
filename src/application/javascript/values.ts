import type { Syntax } from "../../parse/source/parse-source.ts";

/** What a program says without being run: texts, lists of texts, and the functions that names stand for. */
export class Values {
  readonly #root: Syntax;
  #declared: ReadonlyMap<string, readonly Syntax[]> | undefined;

  constructor(root: Syntax) {
    this.#root = root;
  }

  /** The texts that an expression may be, one or, in a loop over a list, each of several; undefined: not known. */
  texts(expression: Syntax, depth = 0): readonly string[] | undefined {
    const node = bare(expression);
    const text = textOf(node);
    if (text !== undefined) return [text];
    if (depth > 5) return undefined;
    if (node.kind === "ternary_expression") {
      const [yes, no] = [node.part("consequence"), node.part("alternative")].map((each) =>
        each ? this.texts(each, depth + 1) : undefined,
      );
      return yes && no ? [...yes, ...no] : undefined;
    }
    if (node.kind === "binary_expression") return this.#joined(node.parts, depth);
    if (node.kind === "template_string") return this.#joined(node.parts, depth);
    if (node.kind === "template_substitution") {
      const [inner] = node.parts;
      return inner && this.texts(inner, depth + 1);
    }
    if (node.kind === "member_expression") {
      const name = node.part("property")?.text ?? "";
      return /^SIG[A-Z0-9]+$/.test(name) ? [name] : this.#member(node, name, depth);
    }
    if (node.kind !== "identifier") return undefined;
    const looped = this.#looped(node, depth);
    if (looped !== "no loop") return looped;
    const value = this.#value(node.text);
    return value ? this.texts(value, depth + 1) : undefined;
  }

  /** What parts of a text give together, each of one or more. */
  #joined(parts: readonly Syntax[], depth: number): readonly string[] | undefined {
    const sum = parts[0]?.parent?.kind === "binary_expression";
    if (sum && parts[0]?.parent?.part("operator")?.text !== "+") return undefined;
    let all: readonly string[] = [""];
    for (const part of parts) {
      const texts = part.kind === "string_fragment" ? [part.text] : this.texts(part, depth + 1);
      if (!texts || texts.length * all.length > mostTexts) return undefined;
      all = all.flatMap((before) => texts.map((text) => before + text));
    }
    return all;
  }

  /** A member of an object whose members are written down, and never changed. */
  #member(node: Syntax, name: string, depth: number): readonly string[] | undefined {
    const object = node.part("object");
    const made = object?.kind === "identifier" ? this.#value(object.text) : undefined;
    if (object === undefined || made === undefined || bare(made).kind !== "object") return undefined;
    const changed = this.#root
      .all("assignment_expression")
      .some((each) => each.part("left")?.part("object")?.text === object.text);
    const pairs = bare(made).parts.filter((part) => part.kind === "pair" && part.part("key")?.text === name);
    const value = pairs.length === 1 && !changed ? pairs[0]?.part("value") : undefined;
    return value && this.texts(value, depth + 1);
  }

  /** The texts in a list, or the names of an object's members; undefined: not known. */
  list(expression: Syntax, depth = 0): readonly string[] | undefined {
    const node = bare(expression);
    if (depth > 5) return undefined;
    if (node.kind === "array") {
      const all = node.parts.map((part) => {
        const spread = part.kind === "spread_element" ? part.parts[0] : undefined;
        return spread ? this.list(spread, depth + 1) : this.texts(part, depth + 1);
      });
      return all.length > 0 && all.every((each) => each !== undefined) ? all.flat() : undefined;
    }
    if (node.kind === "new_expression" && node.part("constructor")?.text === "Set") {
      const [first] = node.part("arguments")?.parts ?? [];
      return first && this.list(first, depth + 1);
    }
    if (node.kind === "call_expression") {
      const [first] = node.part("arguments")?.parts ?? [];
      return first && /^Object\.(?:keys|entries)$/.test(node.part("function")?.text ?? "")
        ? this.#members(first, depth)
        : undefined;
    }
    const value = node.kind === "identifier" && !this.#grows(node.text) ? this.#value(node.text) : undefined;
    return value && this.list(value, depth + 1);
  }

  /** The function that an expression is, or that a name of the file stands for. */
  functionOf(expression: Syntax, depth = 0): Syntax | undefined {
    const node = bare(expression);
    if (isFunction(node)) return node;
    if (depth > 3) return undefined;
    if (node.kind === "call_expression" && /\.bind$/.test(node.part("function")?.text ?? "")) {
      const bound = node.part("function")?.part("object");
      return bound && this.functionOf(bound, depth + 1);
    }
    if (node.kind !== "identifier") return undefined;
    const value = this.#value(node.text);
    return value && this.functionOf(value, depth + 1);
  }

  /** What a name is declared with, if it is declared once in the file: its value, or the function itself. */
  #value(name: string): Syntax | undefined {
    this.#declared ??= declarations(this.#root);
    const found = this.#declared.get(name) ?? [];
    return found.length === 1 ? found[0] : undefined;
  }

  /** The value that a name is declared with, if it is declared once in the file. */
  valueOf(name: string): Syntax | undefined {
    return this.#value(name);
  }

  /** Whether the file loads a module of some names, and no other that makes servers. */
  loads(name: RegExp): boolean {
    const texts = this.#root.all("string").map((each) => textOf(each) ?? "");
    return texts.some((each) => name.test(each)) && !texts.some((each) => /^(?:node:)?(?:net|tls|http2)$/.test(each));
  }

  /** Whether something is put into a list after it is declared. */
  #grows(name: string): boolean {
    return this.#root.all("member_expression", "subscript_expression").some((node) => {
      if (node.part("object")?.text !== name) return false;
      const { parent } = node;
      if (node.kind === "subscript_expression") return parent?.part("left")?.start === node.start;
      return /^(?:push|unshift|splice|add|fill|copyWithin|length)$/.test(node.part("property")?.text ?? "");
    });
  }

  #members(expression: Syntax, depth: number): readonly string[] | undefined {
    const node = bare(expression);
    if (node.kind === "identifier") {
      const value = this.#value(node.text);
      return value && depth < 5 ? this.#members(value, depth + 1) : undefined;
    }
    if (node.kind !== "object") return undefined;
    const names: string[] = [];
    for (const part of node.parts) {
      const key = part.kind === "pair" ? part.part("key") : undefined;
      const name = key?.kind === "property_identifier" ? key.text : key && textOf(key);
      if (name === undefined) return undefined;
      names.push(name);
    }
    return names;
  }

  /** What a variable of a loop, or the parameter of a callback for each element, may be. */
  #looped(name: Syntax, depth: number): readonly string[] | undefined | "no loop" {
    for (let at = name.parent; at; at = at.parent) {
      if (at.kind === "for_in_statement") {
        const bound = at.part("left");
        const list = at.part("right");
        if (bound && list && firstName(bound) === name.text) return this.list(list, depth + 1);
      }
      if (!isFunction(at)) continue;
      const [first] = parametersOf(at);
      const index = parametersOf(at).findIndex((each) => firstName(each) === name.text);
      const within = parametersOf(at).some((each) =>
        each.all("identifier", "shorthand_property_identifier_pattern").some(({ text }) => text === name.text),
      );
      if (index < 0 && within) return undefined;
      if (index < 0) continue;
      const call = at.parent?.parent;
      const callee = call?.kind === "call_expression" ? call.part("function") : undefined;
      const over = callee?.part("object");
      if (first && index === 0 && over && /^(?:forEach|map)$/.test(callee?.part("property")?.text ?? ""))
        return this.list(over, depth + 1);
      return this.#given(at, index, depth);
    }
    return "no loop";
  }

  /** What a function of the file is given for a parameter by all who call it; undefined where others may. */
  #given(own: Syntax, index: number, depth: number): readonly string[] | undefined {
    const name =
      own.part("name")?.text ??
      (own.parent?.kind === "variable_declarator" ? own.parent.part("name")?.text : undefined);
    if (name === undefined || depth > 2 || own.parent?.kind === "export_statement") return undefined;
    const uses = this.#root.all("identifier", "shorthand_property_identifier").filter(({ text }) => text === name);
    const given: string[] = [];
    let calls = 0;
    for (const use of uses) {
      const { parent } = use;
      if (parent?.part("name")?.start === use.start) continue;
      if (parent?.kind !== "call_expression" || parent.part("function")?.start !== use.start) return undefined;
      const argument = parent.part("arguments")?.parts[index];
      const texts = argument && this.texts(argument, depth + 1);
      if (!texts) return undefined;
      calls++;
      given.push(...texts);
    }
    return calls > 0 ? given : undefined;
  }
}

/** Most texts that one expression may be. */
const mostTexts = 50;

/** Whether a piece is a function. */
export function isFunction({ kind }: Syntax): boolean {
  return /^(?:arrow_function|(?:generator_)?function(?:_\w+)?|method_definition)$/.test(kind);
}

/** The parameters of a function. */
function parametersOf(own: Syntax): readonly Syntax[] {
  const single = own.part("parameter");
  return single ? [single] : (own.part("parameters")?.parts ?? []);
}

/** The name that a binding gives to what it is bound to, or to the first element of it. */
function firstName(binding: Syntax): string | undefined {
  if (binding.kind === "identifier") return binding.text;
  if (binding.kind === "array_pattern" || binding.kind === "required_parameter") {
    const [first] = binding.parts;
    return first && firstName(first);
  }
  return undefined;
}

/** An expression without what changes nothing of its value: parentheses, types. */
export function bare(expression: Syntax): Syntax {
  let node = expression;
  while (
    /^(?:parenthesized_expression|as_expression|satisfies_expression|non_null_expression|type_assertion)$/.test(
      node.kind,
    )
  ) {
    const inner = node.kind === "type_assertion" ? node.parts.at(-1) : node.parts[0];
    if (!inner) break;
    node = inner;
  }
  return node;
}

/** The text of a string, or of a template without a hole; undefined for anything else. */
export function textOf(node: Syntax): string | undefined {
  if (node.kind !== "string" && node.kind !== "template_string") return undefined;
  if (node.parts.some(({ kind }) => kind !== "string_fragment")) return undefined;
  return node.text.slice(1, -1);
}

function declarations(root: Syntax): ReadonlyMap<string, readonly Syntax[]> {
  const found = new Map<string, Syntax[]>();
  const add = (name: string | undefined, value: Syntax | undefined): void => {
    if (name !== undefined && value) found.set(name, [...(found.get(name) ?? []), value]);
  };
  for (const node of root.all("variable_declarator", "function_declaration"))
    add(node.part("name")?.text, node.kind === "function_declaration" ? node : node.part("value"));
  // What is assigned later is another value.
  for (const node of root.all("assignment_expression", "augmented_assignment_expression"))
    add(node.part("left")?.text, node.part("right"));
  return found;
}
