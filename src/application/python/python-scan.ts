import { pythonLibraries } from "../../known/libraries/libraries.ts";
import type { Call, Import } from "../source-facts.ts";

/** What a file loads, calls and hands on, found without a parser. */
interface Scanned {
  readonly imports: readonly Import[];
  readonly calls: ReadonlyMap<string, Call>;
  readonly given: ReadonlySet<string>;
}

const texts = /("""|''')(?:[^\\]|\\[^])*?\1|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'|#[^\n]*|\\\r?\n/g;
const declared = /(?:^|[;:])[ \t]*(?:import[ \t]+([^\n;]+)|from[ \t]+([.\w]+)[ \t]*import[ \t]*(\([^)]*\)|[^\n;]+))/gm;
const called = /([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)[ \t]*\(/g;
const handed = /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*(?![\w\u0080-\uffff]|[ \t]*\()/g;
const formatted = /\b[rR]?[fF][rR]?["']/;

/** Words with which a file needs its syntax read: it may set a handler, load something by a name, or go on for ever. */
const deciding = new RegExp(
  "\\bsignal\\b|\\badd_signal_handler\\b|signal_receiver|\\bwhile\\s*\\(?\\s*(?:True|1)\\b|TYPE_CHECKING|__main__|" +
    "\\b(?:import_module|__import__|runpy|load_source|find_spec|spec_from_file_location|entry_points|" +
    "iter_entry_points|iter_modules|walk_packages|load_extensions?|exec|execfile|run_forever|serve_forever|Event|" +
    "Future|pause)\\b|\\b(?:debug|DEBUG|FLASK_DEBUG)\\s*=(?!=)",
);
const signalText = /["']SIG[A-Z]|["']DEBUG["']|["']__main__["']/;

/** What may wait before a program ends that raises SystemExit: "softens" of what a file calls. */
const softening = new RegExp(
  "\\bfinally\\s*:|\\bexcept\\s*:|\\bSystemExit\\b|\\bBaseException\\b|" +
    "\\b(?:atexit|Thread|Timer|Process|\\w*Executor|Pool|asyncio|trio|anyio|weakref)\\b",
);

/** The last names of calls that the tables know. */
const telling: ReadonlySet<string> = new Set(
  pythonLibraries
    .flatMap(({ sets, mayBy = [], unless = [], runs }) => [
      ...(typeof sets === "string" ? [] : sets),
      ...mayBy,
      ...unless,
      ...(runs?.calls ?? []),
    ])
    .map((each) => each.replace(/\(.*$/, "").replace(/^.*[. ]/, "")),
);

/** What a file says by its words alone, many times as fast as a parser; undefined where its syntax has to be read. */
export function scanPython(text: string): Scanned | undefined {
  if (signalText.test(text)) return undefined;
  const code = text.replace(texts, (found) => (/^["']/.test(found) ? `0${blank(found.slice(1))}` : blank(found)));
  // A quote that is left is of a text that never ends, or of one in a text.
  if (/["']/.test(code) || deciding.test(code)) return undefined;
  const calls = new Map<string, Call>();
  for (const { 1: name = "", index } of (formatted.test(text) ? text : code).matchAll(called)) {
    if (telling.has(name)) return undefined;
    if (!calls.has(name)) calls.set(name, { start: index, end: index + name.length });
  }
  const soft = softening.exec(code);
  if (soft) calls.set("softens", { start: soft.index, end: soft.index + 1 });
  const rest = (formatted.test(text) ? text : code).replace(declared, blank);
  return { imports: importsOf(code), calls, given: new Set([...rest.matchAll(handed)].map(([name]) => name)) };
}

function blank(found: string): string {
  return " ".repeat(found.length);
}

function importsOf(code: string): readonly Import[] {
  return [...code.matchAll(declared)].flatMap(({ 0: whole, 1: modules, 2: from, 3: names, index }) => {
    const at = { start: index, end: index + whole.length };
    if (modules !== undefined) return namesIn(modules).map((specifier) => ({ specifier, ...at }));
    return namesIn((names ?? "").replace(/[()]/g, "")).map((name) => ({
      specifier: name === "*" ? (from ?? "") : `${from}:${name}`,
      ...at,
    }));
  });
}

function namesIn(list: string): readonly string[] {
  return list
    .split(",")
    .map((each) => each.trim().replace(/\s+as\s+.*$/s, ""))
    .filter((each) => /^(?:[\w.]+|\*)$/.test(each));
}
