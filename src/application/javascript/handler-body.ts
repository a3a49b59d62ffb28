import type { Syntax } from "../../parse/source/parse-source.ts";
import type { Does } from "../source-facts.ts";
import { bare, isFunction } from "./values.ts";
import type { Values } from "./values.ts";

/** What a handler does, and how many servers it closes. */
export interface Doing {
  readonly does: Does;
  readonly closed: number;
}

/** What a handler, an expression that stands for a function, does. */
export function doesOf(handler: Syntax, values: Values): Doing {
  const own = values.functionOf(handler);
  if (!own) return { does: isExit(bare(handler)) ? "exits" : "acts", closed: 0 };
  return new Reading(values).read(own);
}

/** A guard that ends the program by force after fewer milliseconds than this may cut requests. */
const soon = 5000;

/** Most functions that are read for one handler. */
const mostRead = 200;

class Reading {
  readonly #values: Values;
  #depth = 0;
  #read = 0;
  /** Something was waited for. */
  #waited = false;
  /** The servers that it closes, by name. */
  readonly #closes = new Set<string>();
  /** That they are closed was waited for. */
  #closed = false;
  /** The program is ended when they are closed. */
  #ends = false;
  /** A timer keeps the program. */
  #kept = false;
  /** Something is noted that others may look at. */
  #noted = false;
  #other = false;

  constructor(values: Values) {
    this.#values = values;
  }

  read(own: Syntax): Doing {
    return { does: this.#does(own), closed: this.#closes.size };
  }

  #does(own: Syntax): Does {
    if (this.#leaves(own)) return "exits";
    if (this.#other) return "acts";
    if (this.#closes.size > 0) return this.#ends ? "finishes" : this.#kept ? "acts" : "closes";
    return this.#noted || this.#kept ? "acts" : "nothing";
  }

  /** Whether the function ends the program before it has waited for anything. */
  #leaves(own: Syntax): boolean {
    const body = own.part("body");
    this.#read++;
    if (!body || this.#depth > 3 || this.#read > mostRead) {
      this.#other = true;
      return false;
    }
    this.#depth++;
    const leaves = body.kind === "statement_block" ? this.#block(body) : this.#expression(bare(body));
    this.#depth--;
    return leaves;
  }

  #block({ parts }: Syntax): boolean {
    return parts.some((statement) => this.#statement(statement));
  }

  #statement(statement: Syntax): boolean {
    switch (statement.kind) {
      case "expression_statement":
      case "return_statement": {
        const [value] = statement.parts;
        return value !== undefined && this.#expression(bare(value));
      }
      case "empty_statement":
        return false;
      case "statement_block":
        return this.#block(statement);
      case "if_statement":
        return !isRepeatGuard(statement) && this.#choice(statement);
      case "try_statement": {
        const [body, last] = [statement.part("body"), statement.part("finalizer")?.part("body")];
        return (body !== undefined && this.#block(body)) || (last !== undefined && this.#block(last));
      }
      default:
        if (isFunction(statement)) return false;
        if (/^(?:lexical|variable)_declaration$/.test(statement.kind)) {
          if (isGuard(statement)) return this.#guard(statement);
          if (!doesMore(statement)) return false;
        }
        this.#opaque(statement);
        return false;
    }
  }

  /** An `if` of which every way exits; of any other it is not known what happens. */
  #choice(statement: Syntax): boolean {
    const [yes, no] = [statement.part("consequence"), statement.part("alternative")?.parts[0]];
    const before = this.#other;
    if (yes && no && this.#statement(yes) && this.#statement(no)) {
      this.#other = before;
      return true;
    }
    this.#opaque(statement);
    return false;
  }

  #expression(node: Syntax): boolean {
    if (node.kind === "await_expression") {
      const [value] = node.parts;
      const closing = value && this.#closing(value);
      if (closing === "exits") return true;
      // `server.close()` gives no promise: to wait for what it gives is to go on at once.
      if (closing === "begins") return false;
      if (closing === "waits") this.#closed = true;
      else this.#other ||= !this.#closed;
      this.#waited = true;
      return false;
    }
    if (node.kind === "sequence_expression") return node.parts.some((part) => this.#expression(bare(part)));
    if (node.kind === "unary_expression" && node.text.startsWith("void ")) {
      const [value] = node.parts;
      return value !== undefined && this.#expression(bare(value));
    }
    if (isExit(node)) {
      if (!this.#waited) return true;
      if (this.#closed) this.#ends = true;
      else this.#other = true;
      return false;
    }
    if (node.kind === "assignment_expression" && !doesMore(node)) {
      this.#noted ||= node.part("left")?.text !== "process.exitCode";
      return false;
    }
    if (node.kind !== "call_expression") {
      this.#opaque(node);
      return false;
    }
    return this.#call(node);
  }

  #call(node: Syntax): boolean {
    if (isLog(node) || isTidying(node)) return false;
    const callee = node.part("function");
    const [first] = node.part("arguments")?.parts ?? [];
    if (first && /^(?:setImmediate|process\.nextTick)$/.test(callee?.text ?? "")) {
      const next = this.#values.functionOf(first);
      if (next) return this.#leaves(next);
    }
    if (isGuard(node)) return this.#guard(node);
    const own = callee?.kind === "identifier" ? this.#values.functionOf(callee) : undefined;
    if (own && !isAsync(own)) return this.#leaves(own);
    if (own && isAsync(own)) {
      // What it does before its first await is done at once; the caller goes on at that.
      const waited = this.#waited;
      const leaves = this.#leaves(own);
      this.#waited = waited;
      return leaves;
    }
    const closing = this.#closing(node);
    if (closing === "exits") return true;
    if (closing !== undefined) return false;
    this.#opaque(node);
    return false;
  }

  /** `setTimeout(() => process.exit(1), 10_000).unref()`. */
  #guard(node: Syntax): boolean {
    const timer = node.all("call_expression").find((call) => call.part("function")?.text === "setTimeout");
    const delay = timer?.part("arguments")?.parts[1];
    const known = delay && Number(delay.text.replaceAll("_", ""));
    if (known === undefined || !(known >= soon)) this.#other = true;
    if (!/\.unref\(\)$/.test(node.text)) this.#kept = true;
    return false;
  }

  #opaque(node: Syntax): void {
    if (node.all("await_expression").length > 0) this.#waited = true;
    this.#other = true;
  }

  /**
   * Whether a call closes a server: it begins to (`server.close()`), waits until it is closed (a promise that is made
   * of it), or exits before. What is done when it is closed is noted.
   */
  #closing(expression: Syntax): "begins" | "waits" | "exits" | undefined {
    const node = bare(expression);
    if (node.kind === "new_expression") {
      const call = node.part("constructor")?.text === "Promise" ? this.#closeIn(node) : undefined;
      if (!call) return undefined;
      return (call.part("arguments")?.parts.length ?? 0) > 0 ? "waits" : "begins";
    }
    const callee = node.kind === "call_expression" ? node.part("function") : undefined;
    const made = callee?.part("object");
    if (made && /^(?:then|finally)$/.test(callee?.part("property")?.text ?? "")) {
      if (this.#closing(made) !== "waits") return undefined;
      this.#then(node);
      return "waits";
    }
    if (node.kind !== "call_expression" || !this.#isClose(node)) return undefined;
    const [first] = node.part("arguments")?.parts ?? [];
    if (first && first.kind === "call_expression" && isExit(first)) return "exits";
    this.#then(node);
    return "begins";
  }

  /** What is done when the servers are closed. */
  #then(call: Syntax): void {
    for (const given of call.part("arguments")?.parts ?? []) {
      const own = this.#values.functionOf(given);
      if (isExit(bare(given)) || own?.all("call_expression", "member_expression").some(isExit)) this.#ends = true;
      if (own) this.#closeIn(own);
    }
  }

  /** The first call in a piece that closes a server; every one is noted. */
  #closeIn(node: Syntax): Syntax | undefined {
    return node.all("call_expression").filter((call) => this.#isClose(call))[0];
  }

  #isClose(call: Syntax): boolean {
    const callee = call.part("function");
    const target = callee?.part("object");
    if (callee?.part("property")?.text !== "close" || target?.kind !== "identifier") return false;
    const value = this.#values.valueOf(target.text);
    if (value === undefined || !isServer(bare(value), this.#values)) return false;
    this.#closes.add(target.text);
    return true;
  }
}

/** Whether a piece calls or waits for something: not a plain value. */
function doesMore(node: Syntax): boolean {
  return node.all("call_expression", "new_expression", "await_expression", "yield_expression").length > 0;
}

/** `if (stopping) return;`: the second signal is passed over. */
function isRepeatGuard(statement: Syntax): boolean {
  const [condition, then] = [statement.part("condition"), statement.part("consequence")];
  if (!condition || !then || doesMore(condition) || statement.part("alternative")) return false;
  const steps = then.kind === "statement_block" ? then.parts : [then];
  return steps.every((step) => {
    const [value] = step.parts;
    if (step.kind === "return_statement") return value === undefined;
    return step.kind === "expression_statement" && value?.kind === "call_expression" && isLog(value);
  });
}

/** A timer is stopped, connections without a request are closed. */
function isTidying(call: Syntax): boolean {
  const name = call.part("function")?.text ?? "";
  return /^(?:clear(?:Interval|Timeout|Immediate)|\w+\.closeIdleConnections)$/.test(name) && !doesMoreIn(call);
}

function doesMoreIn(call: Syntax): boolean {
  return (call.part("arguments")?.parts ?? []).some(doesMore);
}

function isAsync(own: Syntax): boolean {
  return own.text.startsWith("async");
}

/** `process.exit()`, or a signal to itself that cannot be handled. */
function isExit(node: Syntax): boolean {
  const called = node.kind === "call_expression" ? node.part("function")?.text : node.text;
  return /^(?:process\.(?:exit|reallyExit|abort))$/.test(called ?? "");
}

function isGuard(node: Syntax): boolean {
  return node.all("call_expression").some((call) => call.part("function")?.text === "setTimeout");
}

const logs =
  /^(?:console|(?:\w+\.)*\w*(?:log|logger|Logger|LOG|LOGGER))(?:\.(?:log|info|warn|error|debug|trace|fatal|notice))?$/;

/** A line that is written, with nothing called for it but what makes text. */
function isLog(call: Syntax): boolean {
  if (!logs.test(call.part("function")?.text ?? "")) return false;
  const inner = call.part("arguments")?.all("call_expression", "new_expression", "await_expression") ?? [];
  return inner.every((each) =>
    /^(?:chalk|colors|Date|JSON|String|Number)\b|toISOString/.test(
      each.part("function")?.text ?? each.part("constructor")?.text ?? "",
    ),
  );
}

/** Whether a value is a server of HTTP: `http.createServer(...)`, what `listen()` gives of one or of express. */
function isServer(value: Syntax, values: Values, depth = 0): boolean {
  const callee = value.kind === "call_expression" ? value.part("function") : undefined;
  if (!callee || depth > 2) return false;
  const name = callee.part("property")?.text ?? callee.text;
  const target = callee.part("object");
  // One of TCP or HTTP/2 waits for connections, which nobody may ever end.
  if (name === "createServer") return target ? isHttp(target, values) : values.loads(/^(?:node:)?https?$/);
  if (name !== "listen" || !target) return false;
  const made = target.kind === "identifier" ? values.valueOf(target.text) : target;
  return made !== undefined && (isApplication(made, values) || isServer(bare(made), values, depth + 1));
}

function isHttp(target: Syntax, values: Values): boolean {
  const made = target.kind === "identifier" ? (values.valueOf(target.text)?.text ?? target.text) : target.text;
  return /^(?:https?|require\(["'](?:node:)?https?["']\))$/.test(made);
}

/** `express()`, `new Koa()`: what their `listen` gives is a server of Node's. */
function isApplication(made: Syntax, values: Values): boolean {
  const maker = made.part("function")?.text ?? made.part("constructor")?.text ?? "";
  return (
    /^(?:express|polka|connect|Koa|require\(["'](?:express|polka|connect)["']\))$/.test(maker) ||
    values.valueOf(maker)?.text === 'require("koa")'
  );
}
