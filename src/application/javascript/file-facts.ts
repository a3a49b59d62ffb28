import { notLoaded, readSource } from "../../parse/source/parse-source.ts";
import type { Syntax } from "../../parse/source/parse-source.ts";
import type { Grammar } from "../../parse/source/grammars.ts";
import type { Span } from "../../text/source.ts";
import type { Facts } from "../source-facts.ts";
import { importsIn } from "./imports.ts";
import { scan } from "./scan.ts";
import { signalCallsIn, signalWord } from "./signal-calls.ts";

const nothing = {
  imports: [],
  sets: [],
  maySet: [],
  removes: [],
  calls: new Map<string, Span>(),
  given: new Set<string>(),
};

/** The grammar of a file, by the end of its name; undefined for what is no source of JavaScript. */
export function grammarFor(path: string): Grammar | undefined {
  if (/\.[cm]?ts$/.test(path)) return "typescript";
  if (/\.tsx$/.test(path)) return "tsx";
  return /\.[cm]?jsx?$/.test(path) || !/\.\w+$/.test(path.slice(path.lastIndexOf("/"))) ? "javascript" : undefined;
}

/** Texts of which the facts are known already: what is read again while fixes are proved has not changed. */
const parses = new Map<Grammar, Map<string, Facts>>();
const scans = new Map<string, Facts | undefined>();
const mostKnown = 4000;

/**
 * What a file says. Of one that names neither a signal nor the process, what it loads and calls is found without a
 * parser: `scanned`.
 */
export function factsOf(grammar: Grammar, text: string): Facts {
  const scanned = signalWord.test(text) ? undefined : remembered(scans, text, () => scannedFacts(text));
  return scanned ?? parsedFacts(grammar, text);
}

/** What a file says, by its syntax. */
export function parsedFacts(grammar: Grammar, text: string): Facts {
  const parsed = parses.get(grammar) ?? new Map<string, Facts>();
  parses.set(grammar, parsed);
  return remembered(parsed, text, () => {
    const reading = readSource(grammar, text, (root) => ({
      imports: importsIn(root),
      calls: callsIn(root),
      given: givenIn(root),
      ...(signalWord.test(text) ? signalCallsIn(root) : { sets: [], maySet: [], removes: [] }),
    }));
    if (reading.kind === "unread") return { ...nothing, unread: reading.cause };
    return { ...reading.value, parsed: true, unread: reading.broken ? "it is not understood" : whyUnread(text) };
  });
}

function scannedFacts(text: string): Facts | undefined {
  const found = scan(text);
  return found && { ...found, sets: [], maySet: [], removes: [], unread: whyUnread(text) };
}

function remembered<F extends Facts | undefined>(known: Map<string, F>, text: string, read: () => F): F {
  const old = known.get(text);
  if (old !== undefined) return old;
  const found = read();
  if (found?.unread === notLoaded) return found;
  if (known.size >= mostKnown) known.clear();
  known.set(text, found);
  return found;
}

/** Why there is more in a file than its syntax tells. */
function whyUnread(text: string): string | undefined {
  if (isGenerated(text)) return "it is generated";
  const loads =
    /\brequire\.context\b|\bimport\.meta\.glob|\b(?:main|module)\.require\s*\(/.test(text) ||
    (/\bcreateRequire\s*\(/.test(text) && !/\brequire\s*=\s*(?:\w+\.)?createRequire\s*\(/.test(text));
  return loads ? "what it loads is known only when it runs" : undefined;
}

/** Whether a tool wrote it: the code of others is in it, under no name that could be looked up. */
function isGenerated(text: string): boolean {
  if (/\b__webpack_require__\b|\b__commonJS\w*\s*[=(]|\b__esmMin\b|\bparcelRequire\b|\bncc\b.*__dirname/.test(text))
    return true;
  return text.split("\n").some((line) => line.length > 5000);
}

function givenIn(root: Syntax): ReadonlySet<string> {
  const given = root.all("arguments").flatMap(({ parts }) => parts);
  const names = given.map((each) => (each.kind === "identifier" ? each.text : (each.part("property")?.text ?? "#")));
  return new Set(names.filter((each) => !each.startsWith("#")));
}

function callsIn(root: Syntax): ReadonlyMap<string, Span> {
  const calls = new Map<string, Span>();
  for (const node of root.all("call_expression", "new_expression")) {
    const callee = node.part("function") ?? node.part("constructor");
    const name = callee?.kind === "identifier" ? callee.text : callee?.part("property")?.text;
    // A private method has no name that another class could call it by.
    if (name !== undefined && !name.startsWith("#") && !calls.has(name))
      calls.set(name, { start: node.start, end: node.end });
  }
  return calls;
}
