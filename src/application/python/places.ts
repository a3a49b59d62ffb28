import type { Syntax } from "../../parse/source/parse-source.ts";
import type { Span } from "../../text/source.ts";
import { isFunction } from "./python-names.ts";
import type { Names } from "./python-names.ts";

/** Blocks that do not run: for type checkers only, and what a file does as a program where it is a module. */
export function unusedBlocks(root: Syntax, isEntry: boolean): readonly Span[] {
  return root.all("if_statement").flatMap((node) => {
    const test = node.part("condition")?.text ?? "";
    const off = /^\(?(?:\w+\.)?TYPE_CHECKING\)?$/.test(test) || (!isEntry && isMainTest(test));
    const block = node.part("consequence");
    return off && block ? [{ start: block.start, end: block.end }] : [];
  });
}

function isMainTest(test: string): boolean {
  return /__name__/.test(test) && /==\s*["']__main__["']|["']__main__["']\s*==/.test(test);
}

/** Whether a condition holds wherever a container runs: of the platform, of the main thread, of the module itself. */
const always = new RegExp(
  "__name__|sys\\.platform|os\\.name|platform\\.system|hasattr\\(\\s*signal|main_thread|MainThread|" +
    "add_signal_handler|is_windows|win32|nt\\b",
);

/** Whether it is not certain that a place is come to, once the function around it is called. */
export function isConditional(place: Syntax): boolean {
  let below = place;
  for (let at = place.parent; at && !isFunction(at); at = at.parent) {
    if (/^(?:elif_clause|else_clause|except_clause|match_statement|while_statement)$/.test(at.kind)) return true;
    if (at.kind === "if_statement" && !always.test(at.part("condition")?.text ?? "")) return true;
    if (/^(?:conditional_expression|boolean_operator)$/.test(at.kind) && at.parts[0]?.start !== below.start)
      return true;
    below = at;
  }
  return false;
}

/**
 * The names of the functions that a place stands in, each of which has to be called; of what Python calls by itself,
 * the class. What a decorator takes is called by others.
 */
export function functionsAround(place: Syntax): readonly string[] {
  const names: string[] = [];
  for (let at = place.parent; at; at = at.parent) {
    if (at.kind !== "function_definition" || at.parent?.kind === "decorated_definition") continue;
    const name = at.part("name")?.text ?? "";
    const owner = at.parent?.parent;
    const called = /^__\w+__$/.test(name) && owner?.kind === "class_definition" ? owner.part("name")?.text : name;
    if (called !== undefined && called !== "") names.push(called);
  }
  return names;
}

/** Whether a place is in a function that only another process runs: `Process(target=work)`. */
export function isInChild(place: Syntax, names: Names): boolean {
  for (let at = place.parent; at; at = at.parent) {
    if (at.kind !== "function_definition") continue;
    const name = at.part("name");
    const uses = names.root.all("identifier").filter((each) => each.text === name?.text && each.start !== name.start);
    if (uses.length > 0 && uses.every(isForChild)) return true;
  }
  return false;
}

function isForChild(use: Syntax): boolean {
  const { parent } = use;
  if (parent?.kind !== "keyword_argument" || parent.part("value")?.start !== use.start) return false;
  const name = parent.part("name")?.text ?? "";
  const callee = parent.parent?.parent?.part("function")?.text ?? "";
  return /^(?:initializer|preexec_fn|target)$/.test(name) && !/Thread\b|Timer\b/.test(callee);
}
