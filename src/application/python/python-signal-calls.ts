import type { Syntax } from "../../parse/source/parse-source.ts";
import type { Span } from "../../text/source.ts";
import type { MaySet, SetHandler, SignalCalls } from "../source-facts.ts";
import { doesOf } from "./python-handler-body.ts";
import { argumentNamed, argumentsOf, bare, lastName, textOf } from "./python-names.ts";
import type { Names } from "./python-names.ts";
import { functionsAround, isConditional, isInChild } from "./places.ts";
import { signalNamed, signalsOf } from "./signal-values.ts";

/** What nobody needs to look at: a text without any of it neither sets a handler nor helps to. */
export const signalWord = /\bsignal\b|SIG[A-Z]|\badd_signal_handler\b|signal_receiver/;

/** Reads what a file does about signals; `runs`: whether a piece of it runs. */
export function signalCallsIn(names: Names, runs: (node: Syntax) => boolean): SignalCalls {
  return new Reader(names, runs).read();
}

interface Default {
  readonly signal: string;
  readonly at: number;
  readonly functions: string;
  readonly certain: boolean;
}

class Reader {
  readonly #names: Names;
  readonly #runs: (node: Syntax) => boolean;
  readonly #sets: SetHandler[] = [];
  readonly #maySet: MaySet[] = [];
  readonly #defaults: Default[] = [];
  /** Pieces that are understood: what stands in them needs no second look. */
  readonly #understood: Span[] = [];

  constructor(names: Names, runs: (node: Syntax) => boolean) {
    this.#names = names;
    this.#runs = runs;
  }

  read(): SignalCalls {
    for (const call of this.#names.root.all("call").filter(this.#runs)) this.#call(call);
    this.#others();
    return { sets: this.#left(), maySet: this.#maySet };
  }

  #call(call: Syntax): void {
    const callee = call.part("function");
    if (!callee) return;
    const full = this.#names.resolve(callee) ?? "";
    const inLoop = callee.kind === "attribute" && lastName(callee) === "add_signal_handler";
    if (full === "signal.signal" || inLoop || /^gevent\.signal(?:_handler|\.signal)?$/.test(full)) {
      const [first, second] = argumentsOf(call);
      const signal = first ?? argumentNamed(call, "signalnum") ?? argumentNamed(call, "sig");
      this.#set(call, signal, second ?? argumentNamed(call, "handler") ?? argumentNamed(call, "callback"), inLoop);
      this.#understood.push({ start: callee.start, end: signal?.end ?? call.end });
    } else if (elsewhere.test(full)) this.#may(call, undefined);
  }

  #set(call: Syntax, signal: Syntax | undefined, handler: Syntax | undefined, inLoop: boolean): void {
    const signals = signal && signalsOf(signal, this.#names);
    if (!signals || !handler) return this.#may(call, undefined);
    const isDefault = this.#names.resolve(bare(handler)) === "signal.SIG_DFL";
    const certain = !isConditional(call);
    const functions = functionsAround(call);
    const inWorker = isInChild(call, this.#names);
    for (const each of signals) {
      if (isDefault) {
        if (!inWorker) this.#defaults.push({ signal: each, at: call.start, functions: functions.join(" "), certain });
        continue;
      }
      const does = doesOf(handler, this.#names, inLoop);
      this.#sets.push({
        start: call.start,
        end: call.end,
        signal: each,
        does: certain || does === "nothing" ? does : "acts",
        inWorker,
        functions,
      });
    }
  }

  /** What is set and is there in the end: the last one of a place counts. */
  #left(): readonly SetHandler[] {
    const left: SetHandler[] = [];
    for (const set of this.#sets) {
      const own = set.functions.join(" ");
      const same = this.#defaults.filter(({ signal }) => signal === set.signal);
      const again = this.#sets.some(
        (each) =>
          each !== set && each.start > set.end && each.signal === set.signal && each.functions.join(" ") === own,
      );
      if (same.some(({ functions, at, certain }) => certain && functions === own && at > set.end)) continue;
      if (again && set.does === "nothing") continue;
      left.push(same.some(({ functions }) => functions !== own) ? { ...set, does: "acts" } : set);
    }
    return left;
  }

  #may(at: Span, signal: string | undefined): void {
    this.#maySet.push({ start: at.start, end: at.end, signal });
  }

  /** Where the module of signals is handed on, or a signal's name stands for a use that is not known. */
  #others(): void {
    const covered = ({ start, end }: Span): boolean =>
      this.#understood.some((each) => each.start <= start && end <= each.end);
    for (const node of this.#names.root.all("identifier", "attribute", "string").filter(this.#runs)) {
      if (covered(node) || node.parent?.kind === "attribute" || isName(node)) continue;
      if (node.kind === "string") {
        const text = textOf(node) ?? "";
        if (/^SIG[A-Z][A-Z0-9]*$/.test(text) && !this.#isHarmless(node) && !this.#isSet(text)) this.#may(node, text);
        continue;
      }
      const full = this.#names.resolve(node);
      const signal = signalNamed(full);
      if (signal !== undefined) {
        if (!this.#isHarmless(node) && !this.#isSet(signal)) this.#may(node, signal);
      } else if (full === "signal.signal" || (full === "signal" && node.parent?.kind === "argument_list"))
        if (node.parent?.parent?.part("function")?.text !== "getattr") this.#may(node, undefined);
    }
  }

  #isSet(signal: string): boolean {
    return this.#sets.some((each) => each.signal === signal) || this.#defaults.some((each) => each.signal === signal);
  }

  /** Uses of a signal's name that set no handler: it is compared, sent, written or asked for. */
  #isHarmless(node: Syntax): boolean {
    let { parent } = node;
    if (/^(?:comparison_operator|case_pattern|expression_statement|unary_operator)$/.test(parent?.kind ?? ""))
      return true;
    while (
      parent &&
      /^(?:conditional_expression|parenthesized_expression|attribute|keyword_argument)$/.test(parent.kind)
    )
      ({ parent } = parent);
    if (parent?.kind !== "argument_list") return false;
    const callee = parent.parent?.part("function");
    return callee !== undefined && giving.test(lastName(callee));
  }
}

/** Other ways to wait for a signal, or to be told of it. */
const elsewhere = new RegExp(
  "^signal\\.(?:pthread_sigmask|sigwait|sigwaitinfo|sigtimedwait|set_wakeup_fd)$|" + "(?:^|\\.)open_signal_receiver$",
);

const giving = new RegExp(
  "^(?:kill|killpg|\\w*kill\\w*|send_signal|raise_signal|getsignal|strsignal|siginterrupt|Signals|print|log|info|" +
    "debug|warning|warn|error|str|int|repr|append|terminate|pidfd_send_signal|stop|prctl)$",
);

/** The name of a part in an import, a parameter, or of an argument. */
function isName(node: Syntax): boolean {
  const { parent } = node;
  if (!parent) return true;
  return (
    /^(?:dotted_name|aliased_import|parameters|import_statement|typed_parameter|decorator|type)$/.test(parent.kind) ||
    (parent.kind === "keyword_argument" && parent.part("name")?.start === node.start)
  );
}
