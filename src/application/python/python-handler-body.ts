import type { Syntax } from "../../parse/source/parse-source.ts";
import type { Does } from "../source-facts.ts";
import { argumentNamed, argumentsOf, bare, isFunction, lastName } from "./python-names.ts";
import type { Names } from "./python-names.ts";
import { endsByFlag } from "./flags.ts";

/** What a handler, an expression that stands for a function, does; `inLoop`: an event loop calls it. */
export function doesOf(handler: Syntax, names: Names, inLoop: boolean): Does {
  const node = bare(handler);
  const full = names.resolve(node);
  if (node.kind !== "call" && full === "signal.SIG_IGN") return "nothing";
  if (node.kind !== "call" && full !== undefined && /^os\.(?:_exit|abort)$/.test(full)) return "exits";
  const own = names.functionOf(node);
  if (!own) return "acts";
  // A coroutine that nobody awaits does nothing.
  if (own.text.startsWith("async")) return inLoop ? "acts" : "nothing";
  return new Reading(names, inLoop).read(own);
}

const logs =
  /(?:^|\.)_?(?:print|log|logger|logging|LOG|LOGGER|_?log(?:ger)?|stdout|stderr|console|click|typer)(?:\.\w+)?$/;
const flagValue = /^(?:true|false|none|integer)$/;

class Reading {
  readonly #names: Names;
  readonly #inLoop: boolean;
  #depth = 0;
  #other = false;
  #stuck = false;
  #shuts = false;
  /** What it sets for others to look at: a name, and the value as it is written; "set" for an event. */
  readonly #flags: { readonly name: string; readonly value: string }[] = [];

  constructor(names: Names, inLoop: boolean) {
    this.#names = names;
    this.#inLoop = inLoop;
  }

  read(own: Syntax): Does {
    const leaves = this.#leaves(own);
    if (leaves) return this.#other ? "acts" : leaves;
    if (this.#other) return "acts";
    if (this.#stuck) return "nothing";
    if (this.#shuts) return "finishes";
    if (this.#flags.length === 0) return pauses(this.#names) ? "acts" : "nothing";
    return !this.#inLoop && endsByFlag(this.#flags, this.#names) ? "finishes" : "acts";
  }

  /** How the function ends the program, if it does. */
  #leaves(own: Syntax): "exits" | "unwinds" | undefined {
    const body = own.part("body");
    if (!body || this.#depth > 3) {
      this.#other = true;
      return undefined;
    }
    this.#depth++;
    let leaves: "exits" | "unwinds" | undefined;
    for (const part of own.kind === "lambda" ? [body] : body.parts) {
      leaves = own.kind === "lambda" ? this.#expression(bare(part)) : this.#statement(part);
      if (leaves || part.kind === "return_statement") break;
    }
    this.#depth--;
    return leaves;
  }

  #statement(statement: Syntax): "exits" | "unwinds" | undefined {
    const [value] = statement.parts;
    switch (statement.kind) {
      case "pass_statement":
      case "global_statement":
      case "nonlocal_statement":
      case "import_statement":
      case "import_from_statement":
      case "print_statement":
        return undefined;
      case "raise_statement":
        // What is an Exception, servers and loops catch, and go on.
        this.#other ||= !/^raise\s+(?:SystemExit|KeyboardInterrupt)\b/.test(statement.text);
        return "unwinds";
      case "expression_statement":
      case "return_statement":
        return value && this.#expression(bare(value));
      default:
        if (isFunction(statement)) return undefined;
        this.#other = true;
        return undefined;
    }
  }

  #expression(node: Syntax): "exits" | "unwinds" | undefined {
    if (node.kind === "assignment") {
      const value = node.part("right");
      if (value && flagValue.test(value.kind))
        this.#flags.push({ name: flagName(node.part("left")), value: value.text });
      else this.#other ||= (value?.all("call") ?? []).length > 0;
      return undefined;
    }
    if (/^(?:string|none|ellipsis|true|false|integer|identifier|attribute)$/.test(node.kind)) return undefined;
    if (node.kind === "call") return this.#call(node);
    this.#other = true;
    return undefined;
  }

  #call(call: Syntax): "exits" | "unwinds" | undefined {
    const callee = call.part("function");
    const full = (callee && this.#names.resolve(callee)) ?? callee?.text ?? "";
    if (/^(?:sys\.exit|exit|quit)$/.test(full)) return "unwinds";
    if (/^os\.(?:_exit|abort)$/.test(full)) return "exits";
    if (isLog(call, full)) return undefined;
    if (/(?:^|\.)Event\.set$/.test(full)) {
      this.#flags.push({ name: flagName(callee?.part("object")), value: "set" });
      return undefined;
    }
    const own = callee?.kind === "identifier" || /^(?:self|cls)\.\w+$/.test(callee?.text ?? "") ? callee : undefined;
    const called = own && this.#names.functionOf(own);
    if (called && !called.text.startsWith("async")) return this.#leaves(called);
    this.#server(call, callee);
    return undefined;
  }

  /** `server.shutdown()` waits for the loop that it has interrupted; from a thread of its own it ends that. */
  #server(call: Syntax, callee: Syntax | undefined): void {
    const starts = callee && lastName(callee) === "start" ? callee.part("object") : undefined;
    const thread = starts && this.#names.resolve(starts) === "threading.Thread" ? made(starts, this.#names) : undefined;
    const target = thread && argumentNamed(thread, "target");
    const stopped = target ?? callee;
    const server = stopped && lastName(stopped) === "shutdown" ? stopped.part("object") : undefined;
    const kind = server && this.#names.resolve(server);
    const inMain = server && servesInMain(server, this.#names);
    if (inMain && (target || argumentsOf(call).length === 0)) {
      if (!target && kind !== undefined && /^(?:http\.server|socketserver)\.\w+Server$/.test(kind)) this.#stuck = true;
      else if (kind === "http.server.HTTPServer" || kind === "socketserver.TCPServer") this.#shuts = true;
      else this.#other = true;
    } else this.#other = true;
  }
}

function made(expression: Syntax, names: Names): Syntax | undefined {
  const node = bare(expression);
  return node.kind === "call" ? node : names.valueOf(node);
}

/** Whether `serve_forever` of a server is called, and by no thread. */
function servesInMain(server: Syntax, names: Names): boolean {
  const uses = names.root.all("attribute").filter((each) => each.text === `${server.text}.serve_forever`);
  return uses.length > 0 && uses.every(({ parent, start }) => parent?.part("function")?.start === start);
}

/** Whether the program waits for a signal as such. */
function pauses(names: Names): boolean {
  return names.root.all("call").some((call) => {
    const callee = call.part("function");
    return callee !== undefined && names.resolve(callee) === "signal.pause";
  });
}

/** What a flag is called, whoever has it: `self.running`, `running`. */
export function flagName(target: Syntax | undefined): string {
  return target ? lastName(target) : "";
}

/** A line that is written, with nothing called for it but what makes text. */
function isLog(call: Syntax, full: string): boolean {
  if (!logs.test(full) && !logs.test(call.part("function")?.text ?? "")) return false;
  const inner = call.part("arguments")?.all("call") ?? [];
  return inner.every((each) => {
    const text = each.part("function")?.text ?? "";
    return /^(?:str|repr|int|signal\.\w+|Signals|os\.getpid|datetime\.\w+(?:\.\w+)?|time\.\w+)$|\.format$/.test(text);
  });
}
