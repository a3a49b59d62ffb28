import { pythonLibrary } from "../../known/libraries/libraries.ts";
import type { Syntax } from "../../parse/source/parse-source.ts";
import { argumentsOf, bare, isFunction, lastName } from "./python-names.ts";
import type { Names } from "./python-names.ts";
import { standardModules } from "./standard-modules.ts";

/** Something that a handler sets; `value`: as it is written, "set" for an event. */
interface Flag {
  readonly name: string;
  readonly value: string;
}

/** Most seconds that a loop may sleep, so that it looks at the flag early enough. */
const longestSleep = 5;

/** What may wait for longer than a signal takes, since Python goes on waiting when the handler has returned. */
const blocking = new RegExp(
  "^(?:accept|recv\\w*|receive\\w*|wait\\w+|[br]+l?pop\\w*|pop|input|read\\w*|join|poll|consume|listen|acquire|" +
    "select|communicate|subscribe|loop\\w*|start|serve_forever|run_forever|start_consuming|run|fetch\\w*|request|" +
    "urlopen)$",
);

/**
 * Whether a loop of the main thread ends when a handler has set a flag: `while not stop.wait(1): work()`, `while
 * running: ...; time.sleep(1)`. The work in hand is finished then: the handler runs in the middle of it, and returns.
 */
export function endsByFlag(flags: readonly Flag[], names: Names): boolean {
  if (hasThreads(names)) return false;
  return names.root.all("while_statement").some((loop) => {
    const condition = loop.part("condition");
    const body = loop.part("body");
    const flag = condition && flags.find((each) => asks(bare(condition), each));
    if (!flag || !body || !isInMain(loop)) return false;
    const calls = [condition, body].flatMap((part) => part.all("call"));
    const waits = calls.filter((call) => /^(?:sleep|wait)$/.test(calleeOf(call)));
    return waits.length > 0 && calls.every((call) => isShort(call, flag, names)) && !isEndless(body);
  });
}

/** Whether a condition goes on as long as the flag is not set. */
function asks(condition: Syntax, { name, value }: Flag): boolean {
  const negated = condition.kind === "not_operator";
  const asked = negated ? condition.part("argument") : condition;
  if (!asked) return false;
  const call = asked.kind === "call" ? asked.part("function") : undefined;
  if (value === "set") {
    const object = call?.part("object");
    return (
      negated && object !== undefined && lastName(object) === name && /^(?:is_set|wait)$/.test(lastName(call ?? asked))
    );
  }
  return !call && lastName(asked) === name && negated === /^(?:True|[1-9]\d*)$/.test(value);
}

/** Whether a call comes back soon, as far as it is known: what the file's own functions call is looked at as well. */
function isShort(call: Syntax, flag: Flag, names: Names, depth = 0): boolean {
  const name = calleeOf(call);
  const callee = call.part("function");
  if (!callee || depth > 3) return false;
  if (name === "wait") return lastName(callee.part("object") ?? callee) === flag.name;
  if (name === "sleep") {
    const [seconds] = argumentsOf(call);
    const known = seconds && (names.valueOf(seconds) ?? seconds);
    return known !== undefined && Number(known.text) <= longestSleep;
  }
  // `jobs.get()` waits for a job; `settings.get("x")` and `requests.get(url)` come back.
  if (blocking.test(name) || (name === "get" && argumentsOf(call).length === 0)) return false;
  const own = callee.kind === "identifier" || /^(?:self|cls)\.\w+$/.test(callee.text) ? callee : undefined;
  const called = own && names.functionOf(own);
  if (called) return called.all("call").every((each) => isShort(each, flag, names, depth + 1));
  const [root = ""] = (names.resolve(callee) ?? "").split(".");
  return own === undefined || root === "" || standardModules.has(root) || pythonLibrary(root) !== undefined;
}

function calleeOf(call: Syntax): string {
  const callee = call.part("function");
  return callee ? lastName(callee) : "";
}

/** Whether there is a loop in it that need not end. */
function isEndless(body: Syntax): boolean {
  return body.all("while_statement").length > 0;
}

function hasThreads(names: Names): boolean {
  return names.root.all("identifier").some(({ text }) => /^(?:Thread|Timer|Process|\w*Executor|threads?)$/.test(text));
}

/** Whether the function that a loop stands in is called as such, by no event loop. */
function isInMain(loop: Syntax): boolean {
  for (let at = loop.parent; at; at = at.parent) if (isFunction(at) && at.text.startsWith("async")) return false;
  return true;
}
