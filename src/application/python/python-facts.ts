import { notLoaded, readSource } from "../../parse/source/parse-source.ts";
import type { Facts } from "../source-facts.ts";
import { callsIn, givenIn } from "./python-calls.ts";
import { importsIn } from "./python-imports.ts";
import { Names } from "./python-names.ts";
import { scanPython } from "./python-scan.ts";
import { unusedBlocks } from "./places.ts";
import { signalCallsIn, signalWord } from "./python-signal-calls.ts";
import type { Syntax } from "../../parse/source/parse-source.ts";

const nothing = { imports: [], sets: [], maySet: [], calls: new Map(), given: new Set<string>() };

/** Texts of which the facts are known already, as modules and as programs. */
const known = [new Map<string, Facts>(), new Map<string, Facts>()] as const;
const mostKnown = 4000;

/** What a file says; `isEntry`: as the program, not as a module. */
export function factsOf(text: string, isEntry: boolean): Facts {
  const facts = known[isEntry ? 1 : 0];
  const old = facts.get(text);
  if (old) return old;
  const scanned = isEntry ? undefined : scanPython(text);
  const found = scanned ? { ...scanned, sets: [], maySet: [], unread: undefined } : parsedPython(text, isEntry);
  if (found.unread === notLoaded) return found;
  if (facts.size >= mostKnown) facts.clear();
  facts.set(text, found);
  return found;
}

/** What a file says, by its syntax. */
export function parsedPython(text: string, isEntry: boolean): Facts {
  const reading = readSource("python", text, (root) => {
    const names = new Names(root);
    const unused = unusedBlocks(root, isEntry);
    const runs = ({ start, end }: Syntax): boolean => !unused.some((each) => each.start <= start && end <= each.end);
    return {
      imports: importsIn(names, runs),
      calls: callsIn(names, runs),
      given: givenIn(root),
      ...(signalWord.test(text) ? signalCallsIn(names, runs) : { sets: [], maySet: [] }),
    };
  });
  if (reading.kind === "unread") return { ...nothing, unread: reading.cause };
  return { ...reading.value, parsed: true, unread: reading.broken ? "it is not understood" : undefined };
}
