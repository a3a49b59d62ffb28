import type { Syntax } from "../../parse/source/parse-source.ts";
import type { Span } from "../../text/source.ts";
import type { Does, MaySet, SetHandler, SignalCalls } from "../source-facts.ts";
import { doesOf } from "./handler-body.ts";
import { bare, isFunction, textOf, Values } from "./values.ts";

const setters = /^(?:on|once|addListener|prependListener|prependOnceListener)$/;
const signalName = /^SIG[A-Z][A-Z0-9]*$/;

/** What nobody needs to look at: a text without any of it neither sets a handler nor helps to. */
export const signalWord = new RegExp(
  "SIG[A-Z]|\\bprocess\\b(?!\\s*\\??\\.\\s*(?:" +
    "env|argv|argv0|cwd|exit|exitCode|stdout|stderr|stdin|nextTick|uptime|memoryUsage|hrtime|version|versions|" +
    "platform|arch|pid|ppid|title|kill|emitWarning|execPath|execArgv|umask|chdir|cpuUsage|release|config|features|" +
    "abort|resourceUsage)\\b)",
);

/** Reads what a file does about signals. */
export function signalCallsIn(root: Syntax): SignalCalls {
  return new Reader(root).read();
}

/** Most handlers of one file, and most calls in a chain, that are looked at one by one. */
const mostSets = 200;
const mostChained = 30;

class Reader {
  readonly #root: Syntax;
  readonly #values: Values;
  readonly #names: ReadonlySet<string>;
  readonly #sets: SetHandler[] = [];
  readonly #maySet: MaySet[] = [];
  /** Pieces that are understood: what stands in them needs no second look. */
  readonly #understood: Span[] = [];

  /** Whether something else is called as the process is; undefined: nobody has looked. */
  #shadowed: boolean | undefined;
  /** Whether it waits for what never comes. */
  readonly #never: boolean;

  constructor(root: Syntax) {
    this.#root = root;
    this.#values = new Values(root);
    this.#never = /new Promise\(\s*\(\)\s*=>\s*\{\s*\}\s*\)/.test(root.text);
    this.#names = namesOfProcess(root);
  }

  read(): SignalCalls {
    const removed: MaySet[] = [];
    const removes: MaySet[] = [];
    for (const call of this.#root.all("call_expression")) {
      const callee = call.part("function");
      const target = callee?.kind === "member_expression" ? callee.part("object") : undefined;
      const method = callee?.part("property")?.text ?? "";
      if (!callee || !target || !this.#isProcess(target)) continue;
      const [event, handler] = call.part("arguments")?.parts ?? [];
      if (setters.test(method)) this.#set(call, event, handler);
      if (/^(?:off|removeListener|removeAllListeners)$/.test(method))
        for (const signal of event ? (this.#values.texts(event) ?? [undefined]) : [undefined])
          (isTop(call) ? removed : removes).push({ signal, start: call.start, end: call.end });
      if (
        /^(?:off|removeListener|removeAllListeners|emit|kill|listeners|listenerCount)$/.test(method) ||
        setters.test(method)
      )
        this.#understood.push({ start: callee.start, end: event?.end ?? call.end });
    }
    this.#others();
    const kept = this.#sets.filter(
      (set) => !removed.some(({ signal, end }) => end > set.end && (signal === undefined || signal === set.signal)),
    );
    return { sets: kept, maySet: this.#maySet, removes: this.#sets.length > 0 ? removes : [...removes, ...removed] };
  }

  #set(call: Syntax, event: Syntax | undefined, handler: Syntax | undefined): void {
    const at = { start: call.start, end: call.end };
    const events = event && this.#sets.length < mostSets ? this.#values.texts(event) : undefined;
    if (!events || !handler) {
      this.#maySet.push({ ...at, signal: undefined });
      return;
    }
    const { does, closed } = doesOf(handler, this.#values);
    for (const signal of events.filter((each) => signalName.test(each)))
      this.#sets.push({
        ...at,
        signal,
        does: this.#isShadowed()
          ? "acts"
          : this.#never && isBehindNever(this.#root, call)
            ? "acts"
            : unlessConditional(call, does),
        closed,
        asEntry: isAsEntry(call),
        inWorker: isInWorker(call),
        functions: functionsAround(call),
      });
  }

  /** Whether something else is called as the process is. */
  #isShadowed(): boolean {
    this.#shadowed ??= this.#hasOther();
    return this.#shadowed;
  }

  #hasOther(): boolean {
    const parameters = this.#root.all("formal_parameters").flatMap((each) => each.all("identifier"));
    const declared = this.#root.all("variable_declarator").filter((each) => each.part("name")?.text === "process");
    return (
      parameters.some(({ text }) => text === "process") ||
      declared.some(
        (each) => !/\bprocess["')]*$/.test(each.part("value")?.text ?? "") || /["']\.{0,2}\//.test(each.text),
      )
    );
  }

  /** Where the process is handed on, or a signal's name stands for a use that is not known. */
  #others(): void {
    const covered = ({ start, end }: Span): boolean =>
      this.#understood.some((each) => each.start <= start && end <= each.end);
    for (const node of this.#root.all("identifier", "shorthand_property_identifier")) {
      if (!this.#names.has(node.text) || covered(node) || isHarmlessUse(node)) continue;
      this.#maySet.push({ start: node.start, end: node.end, signal: undefined });
    }
    for (const node of this.#root.all("string").filter(isProcessModule))
      this.#maySet.push({ start: node.start, end: node.end, signal: undefined });
    for (const node of this.#root.all("string", "template_string", "property_identifier")) {
      const text = node.kind === "property_identifier" ? node.text : (textOf(node) ?? "");
      if (!signalName.test(text) || covered(node) || isHarmlessName(node)) continue;
      if (this.#isListed(node)) continue;
      this.#maySet.push({ start: node.start, end: node.end, signal: text });
    }
  }

  /** Whether a signal's name stands in a list or constant that a handler was set for already. */
  #isListed(node: Syntax): boolean {
    const text = node.kind === "property_identifier" ? node.text : textOf(node);
    return this.#sets.some(({ signal }) => signal === text);
  }

  #isProcess(expression: Syntax, depth = 0): boolean {
    if (depth > mostChained) return false;
    const node = bare(expression);
    if (node.kind === "identifier") return this.#names.has(node.text);
    if (node.kind === "member_expression") return /^(?:globalThis|global)\.process$/.test(node.text);
    if (node.kind !== "call_expression") return false;
    const callee = node.part("function");
    if (callee?.text === "require") {
      const [name] = node.part("arguments")?.parts ?? [];
      return name !== undefined && /^(?:node:)?process$/.test(textOf(name) ?? "");
    }
    // `process.on(...).on(...)`.
    const target = callee?.part("object");
    return (
      target !== undefined && setters.test(callee?.part("property")?.text ?? "") && this.#isProcess(target, depth + 1)
    );
  }
}

/** Whether a string names the module of the process, in a use that is not understood. */
function isProcessModule(node: Syntax): boolean {
  if (!/^(?:node:)?process$/.test(textOf(node) ?? "")) return false;
  const call = node.parent?.kind === "arguments" ? node.parent.parent : undefined;
  if (!call)
    return !/^(?:import_statement|import_require_clause|binary_expression|pair)$/.test(node.parent?.kind ?? "");
  if (call.part("function")?.text !== "require") return call.part("function")?.kind === "import";
  const { parent } = call;
  if (parent?.kind === "variable_declarator") return parent.part("name")?.kind !== "identifier";
  return parent?.kind !== "member_expression";
}

/** The names by which a file calls the process. */
function namesOfProcess(root: Syntax): ReadonlySet<string> {
  const names = new Set(["process"]);
  for (const node of root.all("import_statement")) {
    if (!/^["'](?:node:)?process["']$/.test(node.part("source")?.text ?? "")) continue;
    for (const clause of node.parts.filter(({ kind }) => kind === "import_clause"))
      for (const part of clause.parts) {
        if (part.kind === "identifier") names.add(part.text);
        if (part.kind === "namespace_import") for (const name of part.parts) names.add(name.text);
        if (part.kind === "named_imports")
          for (const each of part.parts) {
            const imported = each.part("name")?.text ?? "";
            const local = each.part("alias")?.text ?? imported;
            // A method of its own is used as the process itself would be: not understood.
            if (setters.test(imported) || imported === "default") names.add(local);
          }
      }
  }
  for (const node of root.all("variable_declarator")) {
    const value = node.part("value");
    const name = node.part("name");
    if (
      value &&
      name?.kind === "identifier" &&
      /^(?:require\(["'](?:node:)?process["']\)|(?:globalThis|global)\.process|process)$/.test(value.text)
    )
      names.add(name.text);
  }
  return names;
}

/** Uses of the process that cannot set a handler: a member that is no setter, a declaration, a type. */
function isHarmlessUse(node: Syntax): boolean {
  const { parent } = node;
  if (!parent) return true;
  if (/^(?:import_clause|namespace_import|import_specifier|unary_expression|type_query)$/.test(parent.kind))
    return true;
  if (parent.kind === "variable_declarator") {
    const name = parent.part("name");
    if (name?.start === node.start) return true;
    // What it is called then is looked for as well.
    if (name?.kind === "identifier") return node.text === "process";
    // `const { env, argv } = process`.
    return (
      name?.kind === "object_pattern" &&
      !/\b(?:on|once|addListener|prependListener|prependOnceListener)\b|\.\.\./.test(name.text)
    );
  }
  if (parent.kind === "member_expression")
    return parent.part("object")?.start === node.start && !setters.test(parent.part("property")?.text ?? "");
  if (parent.kind === "subscript_expression") {
    const index = parent.part("index");
    const text = index && textOf(index);
    return text !== undefined && !setters.test(text);
  }
  // A parameter, or another thing of that name.
  return (
    /^(?:formal_parameters|required_parameter|labeled_statement|pair|shorthand_property_identifier_pattern)$/.test(
      parent.kind,
    ) && parent.part("value")?.start !== node.start
  );
}

const giving = new RegExp(
  "(?:^|[.#])(?:kill|\\w*[kK]ill|emit|log|info|warn|error|debug|send|spawn\\w*|exec\\w*|fork|has|includes|push|" +
    "removeListener|removeAllListeners|off|listenerCount|toBe|toEqual)$",
);

/** Uses of a signal's name that set no handler: it is compared, sent, written or a type. */
function isHarmlessName(node: Syntax): boolean {
  let { parent } = node;
  if (!parent) return true;
  if (/^(?:binary_expression|switch_case|literal_type|union_type|throw_statement|arguments_type)$/.test(parent.kind))
    return true;
  if (node.kind === "property_identifier")
    return parent.kind === "property_signature" || parent.kind === "public_field_definition";
  if (
    parent.kind === "pair" &&
    /^["']?(?:killSignal|stopSignal|stop_signal|signal)["']?$/.test(parent.part("key")?.text ?? "")
  )
    return true;
  while (
    parent &&
    /^(?:ternary_expression|parenthesized_expression|as_expression|augmented_assignment_expression)$/.test(parent.kind)
  )
    ({ parent } = parent);
  if (parent?.kind === "arguments") ({ parent } = parent);
  return parent?.kind === "call_expression" && giving.test(parent.part("function")?.text ?? "");
}

/** What a handler does, where it is not certain that it is set. */
function unlessConditional(call: Syntax, does: Does): Does {
  for (let at = call.parent; at; at = at.parent) {
    if (at.kind === "if_statement" && holdsAsPid1(at)) continue;
    if (/^(?:if_statement|ternary_expression|switch_case|catch_clause)$/.test(at.kind)) return "acts";
    if ((isFunction(at) || /^(?:for|while|do)/.test(at.kind)) && leavesEarly(at, call).length > 0) return "acts";
    if (/^generator_function/.test(at.kind)) return "acts";
    if (isFunction(at) && !isNamed(at) && at.parent?.kind !== "arguments" && !isCalledAtOnce(at)) return "acts";
    if (at.kind === "binary_expression" && at.part("right")?.end === call.end) return "acts";
    if (isFunction(at) && at.parent?.kind === "arguments" && !isCalledBy(at.parent.parent)) return "acts";
  }
  return does;
}

const mainModule = /^\(?\s*(?:require\.main\s*===?\s*module|module\s*===?\s*require\.main)\s*\)?$/;

/** Whether the condition of an `if` holds for the entry of a program that is PID 1. */
function holdsAsPid1(statement: Syntax): boolean {
  const test = statement.part("condition")?.text.replace(/^\(|\)$/g, "") ?? "";
  return mainModule.test(test) || (primary.test(test) && !test.startsWith("!"));
}

/** Whether only the entry of a program comes to a place. */
function isAsEntry(node: Syntax): boolean {
  for (let at = node.parent; at; at = at.parent)
    if (at.kind === "if_statement" && mainModule.test(at.part("condition")?.text ?? "")) return true;
  return false;
}

/** The conditions by which a function may return, or a loop go on, before it comes to a place in it. */
function leavesEarly(own: Syntax, place: Syntax): readonly Syntax[] {
  const steps = own.part("body")?.parts ?? [];
  return steps.filter(
    (step) =>
      step.kind === "if_statement" &&
      step.end <= place.start &&
      step.part("consequence")?.all("return_statement", "continue_statement", "break_statement").length !== 0,
  );
}

/** Whether a promise that is never kept is waited for in front of a place. */
function isBehindNever(around: Syntax, place: Syntax): boolean {
  return around
    .all("await_expression")
    .some((each) => each.end <= place.start && /^await\s+new Promise\(\s*\(\)\s*=>\s*\{\s*\}\s*\)$/.test(each.text));
}

/** Whether a function is called where it stands. */
function isCalledAtOnce(own: Syntax): boolean {
  let { parent } = own;
  while (parent?.kind === "parenthesized_expression") ({ parent } = parent);
  return parent?.kind === "call_expression" || parent?.part("property")?.text === "call";
}

function isNamed(own: Syntax): boolean {
  return nameOf(own) !== undefined;
}

/** The name by which a function is called: its own, or of what it is put into; of a constructor its class's. */
function nameOf(own: Syntax): string | undefined {
  const { parent } = own;
  const name = own.part("name");
  if (name?.text === "constructor") return parent?.parent?.part("name")?.text;
  if (name) return name.text;
  switch (parent?.kind) {
    case "variable_declarator":
      return parent.part("name")?.text;
    case "pair":
      return parent.part("key")?.text;
    case "public_field_definition":
    case "field_definition":
      return (parent.part("name") ?? parent.part("property"))?.text;
    case "assignment_expression": {
      const left = parent.part("left");
      return left?.text === "module.exports" ? undefined : (left?.part("property")?.text ?? left?.text);
    }
    default:
      return undefined;
  }
}

/** Whether a call is sure to call the function that it is given: for each element, when it is done, when it listens. */
function isCalledBy(call: Syntax | undefined): boolean {
  const callee = call?.part("function");
  return /^(?:forEach|map|then|finally|listen|ready|after)$/.test(callee?.part("property")?.text ?? "");
}

/** The names of the functions and methods that a place stands in. */
function functionsAround(node: Syntax): readonly string[] {
  const names: string[] = [];
  for (let at = node.parent; at; at = at.parent) {
    if (!isFunction(at)) continue;
    const name = nameOf(at);
    if (name !== undefined) names.push(name);
  }
  return names;
}

/** Whether it runs whenever the file is loaded, and at once. */
function isTop(node: Syntax): boolean {
  return node.parent?.kind === "expression_statement" && node.parent.parent?.kind === "program";
}

const primary = /^!?\(*\s*(?:\w+\.)?(?:isPrimary|isMaster|isMainThread)\s*\)*$/;
const worker = /^\(*\s*(?:\w+\.)?isWorker\s*\)*$/;

/** Whether only a worker of `cluster` or a thread comes to a place: PID 1 is neither. */
function isInWorker(node: Syntax): boolean {
  let below = node;
  for (let at = node.parent; at; at = at.parent) {
    if (at.kind === "if_statement") {
      const test = at.part("condition")?.text.replace(/^\(|\)$/g, "") ?? "";
      const inElse = at.part("alternative")?.start === below.start;
      const negated = test.startsWith("!");
      if (primary.test(test) && inElse !== negated) return true;
      if (worker.test(test) && !inElse) return true;
    }
    if (isFunction(at))
      for (const step of leavesEarly(at, node)) {
        const test = step.part("condition")?.text.replace(/^\(|\)$/g, "") ?? "";
        if (primary.test(test) && !test.startsWith("!")) return true;
      }
    below = at;
  }
  return false;
}
