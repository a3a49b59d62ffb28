import { pythonLibrary } from "../../known/libraries/libraries.ts";
import type { Syntax } from "../../parse/source/parse-source.ts";
import type { Call } from "../source-facts.ts";
import { isFunction, lastName } from "./python-names.ts";
import type { Names } from "./python-names.ts";
import { functionsAround } from "./places.ts";
import { standardModules } from "./standard-modules.ts";

/** What begins the name of a method of something that is not known: "?.run". */
const unknownOwner = "?";

/**
 * What a file calls: by the last name ("run"), by the full one ("flask.Flask.run", "?.run" where nobody knows of what
 * it is a method), and by that with an argument ("flask.Flask.run(debug=True)"). What else it does is there as well:
 * "while True", "debug=True" for an attribute or key that it sets, "softens" for what delays the end of the program.
 */
export function callsIn(names: Names, runs: (node: Syntax) => boolean): ReadonlyMap<string, Call> {
  const found = new Map<string, Call[]>();
  const add = (name: string, node: Syntax): void => {
    const call = { start: node.start, end: node.end, functions: functionsAround(node) };
    const known = found.get(name);
    if (known) known.push(call);
    else found.set(name, [call]);
  };
  for (const call of names.root.all("call").filter(runs)) {
    const callee = call.part("function");
    if (!callee || !/^(?:identifier|attribute)$/.test(callee.kind)) continue;
    const last = lastName(callee);
    add(last, call);
    const full = fullName(callee, names);
    if (full === undefined) continue;
    add(full, call);
    if (call.part("arguments")?.parts.length === 0) add(`${full}()`, call);
    for (const each of call.part("arguments")?.parts ?? [])
      if (each.kind === "keyword_argument") {
        const value = valueWord(each.part("value"));
        add(`${full}(${each.part("name")?.text}=${value})`, call);
      }
  }
  for (const loop of names.root.all("while_statement").filter(runs)) if (isEndless(loop)) add("while True", loop);
  for (const loop of names.root.all("for_statement").filter(runs)) {
    const over = loop.part("right");
    const full = over?.kind === "identifier" ? names.resolve(over) : undefined;
    if (full !== undefined) add(`for ${full}`, loop);
  }
  for (const each of names.root.all("assignment").filter(runs)) {
    const key = switched(each.part("left"));
    if (key !== undefined) add(`${key}=${valueWord(each.part("right"))}`, each);
  }
  for (const node of softeners(names).filter(runs)) add("softens", node);
  // What is only handed on may be run by a thread that ends with the program.
  const given = givenIn(names.root);
  const kept = (found.get("while True") ?? []).filter((loop) =>
    (loop.functions ?? []).every((name) => found.has(name) || !given.has(name)),
  );
  if (kept.length > 0) found.set("while True", kept);
  else found.delete("while True");
  return new Map([...found].map(([name, calls]) => [name, surest(calls, found)]));
}

/** The first that is sure to be come to, as far as the file tells; else the first. */
function surest(calls: readonly Call[], all: ReadonlyMap<string, readonly Call[]>): Call {
  const sure = calls.find(({ functions }) => (functions ?? []).every((name) => all.has(name)));
  return sure ?? calls[0] ?? { start: 0, end: 0 };
}

function fullName(callee: Syntax, names: Names): string | undefined {
  const full = names.resolve(callee);
  const root = /^[^.]*/.exec(full ?? "")?.[0] ?? "";
  const known = root !== "" && (standardModules.has(root) || pythonLibrary(root) !== undefined || root === "google");
  if (full !== undefined && (known || callee.kind !== "attribute")) return full;
  return callee.kind === "attribute" ? `${unknownOwner}.${lastName(callee)}` : undefined;
}

function valueWord(value: Syntax | undefined): string {
  if (!value) return "?";
  if (/^(?:true|false|none)$/.test(value.kind)) return value.text;
  if (value.kind === "integer") return value.text === "0" ? "False" : "True";
  return "?";
}

/** `app.debug`, `app.config["DEBUG"]`, `DEBUG`: in small letters. */
function switched(target: Syntax | undefined): string | undefined {
  const key = target?.kind === "subscript" ? target.part("subscript")?.text.slice(1, -1) : target && lastName(target);
  return key !== undefined && /^(?:debug|FLASK_DEBUG)$/i.test(key) ? key.toLowerCase() : undefined;
}

/** Whether a loop goes on for ever, as far as it stands there. */
function isEndless(loop: Syntax): boolean {
  if (!/^\(?(?:True|1)\)?$/.test(loop.part("condition")?.text ?? "")) return false;
  const body = loop.part("body");
  const leaves = (node: Syntax): boolean => {
    if (node.kind === "break_statement" || node.kind === "return_statement" || node.kind === "raise_statement")
      return !isOnInterrupt(node);
    if (isFunction(node) || node.kind === "class_definition") return false;
    const inner = /^(?:while|for)_statement$/.test(node.kind);
    return node.parts.some((part) => (inner ? part.all("return_statement").length > 0 : leaves(part)));
  };
  // Without a terminal, what asks for a line ends the program.
  const ends = /\b(?:sys\.exit|os\._exit|exit|quit|input|raw_input|execv\w*)\(|\byield\b/;
  return body !== undefined && !leaves(body) && !ends.test(body.text);
}

/** `except KeyboardInterrupt: break`: another signal's. */
function isOnInterrupt(node: Syntax): boolean {
  for (let at = node.parent; at && !isFunction(at); at = at.parent)
    if (at.kind === "except_clause") return /KeyboardInterrupt/.test(at.text.slice(0, at.text.indexOf(":")));
  return false;
}

/** What may wait, or do something, before a program ends that raises SystemExit. */
function softeners(names: Names): readonly Syntax[] {
  const clauses = names.root.all("finally_clause", "except_clause").filter((clause) => {
    const what = /^except\s*\*?\s*(?:\(([^)]*)\)|([\w.]*))/.exec(clause.text);
    return !what || /^\s*$|SystemExit|BaseException/.test(what[1] ?? what[2] ?? "");
  });
  const used = names.root
    .all("identifier")
    .filter(({ text }) => /^(?:atexit|Thread|Timer|Process|\w*Executor|Pool|asyncio|trio|anyio|weakref)$/.test(text));
  return [...clauses, ...used];
}

/** Names that are handed on, or kept: functions among them. */
export function givenIn(root: Syntax): ReadonlySet<string> {
  const given = new Set<string>();
  for (const node of root.all("argument_list", "keyword_argument", "assignment", "list", "tuple", "pair", "set")) {
    const value = node.part("right") ?? node.part("value");
    for (const each of value ? [value] : node.parts)
      if (each.kind === "identifier" || each.kind === "attribute") given.add(lastName(each));
  }
  return given;
}
