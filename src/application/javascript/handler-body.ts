import type { Syntax } from "../../parse/source/parse-source.ts";
import type { Does } from "../source-facts.ts";
import { bare, isFunction } from "./values.ts";
import type { Values } from "./values.ts";

/** What a handler, an expression that stands for a function, does. */
export function doesOf(handler: Syntax, values: Values): Does {
  const own = values.functionOf(handler);
  if (!own) return isExit(bare(handler)) ? "exits" : "acts";
  return new Reading(values).read(own);
}

/** A guard that ends the program by force after fewer milliseconds than this may cut requests. */
const soon = 5000;

class Reading {
  readonly #values: Values;
  #depth = 0;
  /** Something was waited for. */
  #waited = false;
  #closes = false;
  #other = false;

  constructor(values: Values) {
    this.#values = values;
  }

  read(own: Syntax): Does {
    if (this.#leaves(own)) return "exits";
    if (this.#other) return "acts";
    return this.#closes ? "finishes" : "nothing";
  }

  /** Whether the function ends the program before it has waited for anything. */
  #leaves(own: Syntax): boolean {
    const body = own.part("body");
    if (!body || this.#depth > 3) {
      this.#other = true;
      return false;
    }
    this.#depth++;
    const leaves =
      body.kind === "statement_block"
        ? body.parts.some((statement) => this.#statement(statement))
        : this.#expression(bare(body));
    this.#depth--;
    return leaves;
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
      default:
        if (isFunction(statement)) return false;
        if (/^(?:lexical|variable)_declaration$/.test(statement.kind) && isGuard(statement))
          return this.#guard(statement);
        this.#opaque(statement);
        return false;
    }
  }

  #expression(node: Syntax): boolean {
    if (node.kind === "await_expression") {
      const [value] = node.parts;
      const closes = value && closesServer(value, this.#values);
      if (closes) this.#closes = true;
      else this.#other ||= !this.#closes;
      this.#waited = true;
      return false;
    }
    if (node.kind === "sequence_expression") return node.parts.some((part) => this.#expression(bare(part)));
    if (node.kind === "unary_expression" && node.text.startsWith("void ")) {
      const [value] = node.parts;
      return value !== undefined && this.#expression(bare(value));
    }
    if (isExit(node)) {
      const late = this.#waited;
      if (!late) return true;
      this.#other ||= !this.#closes;
      return false;
    }
    if (node.kind !== "call_expression") {
      this.#opaque(node);
      return false;
    }
    if (isLog(node)) return false;
    if (isGuard(node)) return this.#guard(node);
    const callee = node.part("function");
    const own = callee?.kind === "identifier" ? this.#values.functionOf(callee) : undefined;
    if (own && !isAsync(own)) return this.#leaves(own);
    if (own && isAsync(own)) {
      // What it does before its first await is done at once; the caller goes on at that.
      const waited = this.#waited;
      const leaves = this.#leaves(own);
      this.#waited = waited;
      return leaves;
    }
    if (closesServer(node, this.#values)) {
      this.#closes = true;
      return false;
    }
    this.#opaque(node);
    return false;
  }

  /** `setTimeout(() => process.exit(1), 10_000).unref()`. */
  #guard(node: Syntax): boolean {
    const timer = node.all("call_expression").find((call) => call.part("function")?.text === "setTimeout");
    const delay = timer?.part("arguments")?.parts[1];
    const known = delay && Number(delay.text.replaceAll("_", ""));
    if (known === undefined || !(known >= soon)) this.#other = true;
    return false;
  }

  #opaque(node: Syntax): void {
    if (node.all("await_expression").length > 0) this.#waited = true;
    this.#other = true;
  }
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

/**
 * Whether a call closes a server of Node's: `server.close(...)` of what `http.createServer` or `app.listen` gave, alone
 * or in a promise that is made of it.
 */
function closesServer(expression: Syntax, values: Values): boolean {
  const node = bare(expression);
  const calls = node.kind === "call_expression" ? [node] : [];
  const made =
    node.kind === "new_expression" && node.part("constructor")?.text === "Promise" ? node.all("call_expression") : [];
  return [...calls, ...made].some((call) => {
    const callee = call.part("function");
    const target = callee?.part("object");
    if (callee?.part("property")?.text !== "close" || target?.kind !== "identifier") return false;
    const value = values.valueOf(target.text);
    return value !== undefined && isServer(bare(value), values);
  });
}

/** Whether a value is a server: `createServer(...)`, what `listen()` of one gives, or of an application of express. */
function isServer(value: Syntax, values: Values, depth = 0): boolean {
  const callee = value.kind === "call_expression" ? value.part("function") : undefined;
  if (!callee || depth > 2) return false;
  const name = callee.part("property")?.text ?? callee.text;
  if (name === "createServer") return true;
  const target = callee.part("object");
  if (name !== "listen" || !target) return false;
  const made = target.kind === "identifier" ? values.valueOf(target.text) : target;
  return made !== undefined && (isApplication(made, values) || isServer(bare(made), values, depth + 1));
}

/** `express()`, `new Koa()`: what their `listen` gives is a server of Node's. */
function isApplication(made: Syntax, values: Values): boolean {
  const maker = made.part("function")?.text ?? made.part("constructor")?.text ?? "";
  return (
    /^(?:express|polka|connect|Koa|require\(["'](?:express|polka|connect)["']\))$/.test(maker) ||
    values.valueOf(maker)?.text === 'require("koa")'
  );
}
