import { readSource } from "../../parse/source/parse-source.ts";
import type { Syntax } from "../../parse/source/parse-source.ts";
import type { Grammar } from "../../parse/source/grammars.ts";
import type { Span } from "../../text/source.ts";
import { importsIn } from "./imports.ts";
import type { Import } from "./imports.ts";
import { signalCallsIn, signalWord } from "./signal-calls.ts";
import type { SignalCalls } from "./signal-calls.ts";

/** What one file says, whatever its path. */
export interface Facts extends SignalCalls {
  readonly imports: readonly Import[];
  /** Names of the functions and methods that it calls, with the first place of each. */
  readonly calls: ReadonlyMap<string, Span>;
  /** Names that it hands on as arguments: functions among them. */
  readonly given: ReadonlySet<string>;
  /** Why it is not read to its end; undefined: it is. */
  readonly unread: string | undefined;
}

const nothing = { imports: [], sets: [], maySet: [], calls: new Map<string, Span>(), given: new Set<string>() };

/** The grammar of a file, by the end of its name; undefined for what is no source of JavaScript. */
export function grammarFor(path: string): Grammar | undefined {
  if (/\.[cm]?ts$/.test(path)) return "typescript";
  if (/\.tsx$/.test(path)) return "tsx";
  return /\.[cm]?jsx?$/.test(path) || !/\.\w+$/.test(path.slice(path.lastIndexOf("/"))) ? "javascript" : undefined;
}

/** Texts of which the facts are known already: what is read again while fixes are proved has not changed. */
const known = new Map<Grammar, Map<string, Facts>>();
const mostKnown = 4000;

/** What a file says. */
export function factsOf(grammar: Grammar, text: string): Facts {
  const ofGrammar = known.get(grammar) ?? new Map<string, Facts>();
  known.set(grammar, ofGrammar);
  const old = ofGrammar.get(text);
  if (old) return old;
  const { facts, lasting } = readFacts(grammar, text);
  if (!lasting) return facts;
  if (ofGrammar.size >= mostKnown) ofGrammar.clear();
  ofGrammar.set(text, facts);
  return facts;
}

function readFacts(grammar: Grammar, text: string): { readonly facts: Facts; readonly lasting: boolean } {
  // A file that loads nothing, calls nothing and names no signal says nothing.
  if (!/\b(?:import|require|export)\b|\(/.test(text) && !signalWord.test(text))
    return { facts: { ...nothing, unread: undefined }, lasting: true };
  const reading = readSource(grammar, text, (root) => ({
    imports: importsIn(root),
    calls: callsIn(root),
    given: givenIn(root),
    ...(signalWord.test(text) ? signalCallsIn(root) : { sets: [], maySet: [] }),
  }));
  if (reading.kind === "unread")
    return { facts: { ...nothing, unread: reading.cause }, lasting: reading.cause !== "its grammar is not loaded" };
  const unread = reading.broken ? "it is not understood" : isGenerated(text) ? "it is generated" : undefined;
  return { facts: { ...reading.value, unread }, lasting: true };
}

/** Whether a tool wrote it: the code of others is in it, under no name that could be looked up. */
function isGenerated(text: string): boolean {
  if (/\b__webpack_require__\b|\b__commonJS\w*\s*[=(]|\b__esmMin\b|\bparcelRequire\b|\bncc\b.*__dirname/.test(text))
    return true;
  return text.split("\n").some((line) => line.length > 5000);
}

function givenIn(root: Syntax): ReadonlySet<string> {
  const given = root.all("arguments").flatMap(({ parts }) => parts);
  return new Set(
    given.flatMap((each) => (each.kind === "identifier" ? each.text : (each.part("property")?.text ?? []))),
  );
}

function callsIn(root: Syntax): ReadonlyMap<string, Span> {
  const calls = new Map<string, Span>();
  for (const node of root.all("call_expression", "new_expression")) {
    const callee = node.part("function") ?? node.part("constructor");
    const name = callee?.kind === "identifier" ? callee.text : callee?.part("property")?.text;
    if (name !== undefined && !calls.has(name)) calls.set(name, { start: node.start, end: node.end });
  }
  return calls;
}
