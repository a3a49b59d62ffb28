import type { MappedText, Span } from "../../text/source.ts";

/** Syntax of bash that not every shell can read. */
export type BashSyntax =
  | "an array"
  | "`function`"
  | "a process substitution"
  | "`<<<`"
  | "parentheses in `[[ ]]`"
  | "`for ((`"
  | "`;&`"
  | "`;;&`"
  | "`|&`"
  | "`select`"
  | "an extended glob"
  | "the function's name"
  | "`>&` with a file's name";

/** A parameter expansion of bash that not every shell knows. */
export type BashExpansion = "${X:1}" | "${X/a/b}" | "${X^^}" | "${!X}" | "${X@Q}" | "${X[0]}";

/** A piece of a word. `quoted` pieces are neither split nor globbed. */
export type Part =
  | { readonly kind: "text"; readonly value: string }
  /**
   * `$X`, `${X:-d}`, `$1`, `$@`, `$!`; `op` is `undefined` for the plain value, `"other"` for an operation that is
   * not modelled. `length`: the second operand, of `${X:1:2}` and of `${X/a/b}`.
   */
  | {
      readonly kind: "param";
      readonly name: string;
      readonly op: string | undefined;
      readonly operand: Word | undefined;
      readonly length: Word | undefined;
      readonly quoted: boolean;
      readonly form?: BashExpansion;
      /** `${a[0]}`, `${a[@]}`; `name` is with the index then. */
      readonly element?: ElementOf;
    }
  | { readonly kind: "command"; readonly list: List | undefined; readonly quoted: boolean }
  /**
   * Arithmetic, globs, braces, tilde, process substitution, `$'a'` and `$"a"` (a dollar sign and a text to dash): what
   * only the shell can turn into text.
   */
  | {
      readonly kind: "glob" | "brace" | "tilde" | "arithmetic" | "process" | "dollar";
      readonly text: string;
      readonly quoted: boolean;
    };

/** An element of an array, or all of them. */
export interface ElementOf {
  readonly array: string;
  readonly index: Word | "@" | "*";
}

/** A shell word. */
export interface Word extends Span {
  /** As written. */
  readonly raw: string;
  readonly parts: readonly Part[];
  /** Its text after quote removal, if nothing in it needs a shell. */
  readonly literal: string | undefined;
  /** Where it is `NAME=(...)` behind `declare` or `local`: the elements. */
  readonly elements?: readonly Word[];
}

/** `NAME=value`, `NAME+=value`, `NAME[index]=value`; `value` is undefined for arrays. */
export interface Assignment extends Span {
  readonly name: string;
  readonly index: Word | undefined;
  readonly value: Word | undefined;
  readonly elements: readonly Word[] | undefined;
  readonly append: boolean;
}

/** A redirection: `operator` as written, `target` undefined for heredocs. */
export interface Redirect extends Span {
  readonly operator: string;
  /** The standard input comes from it: `< FILE`, a heredoc, `<<<`. */
  readonly feeds: boolean;
  readonly target: Word | undefined;
  /** The text of a heredoc; undefined where it is none, or one that is not read. */
  readonly body?: Word | undefined;
  /** Its expansion may set a variable: `${A:=x}`, arithmetic. */
  readonly assigns: boolean;
}

/** A command with its words. */
export interface Simple extends Span {
  readonly kind: "simple";
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
}

/** An expression of `[[ ]]`. */
export type Test =
  | { readonly kind: "unary"; readonly operator: string; readonly operand: Word }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Word; readonly right: Word }
  | { readonly kind: "and" | "or"; readonly operands: readonly Test[] }
  | { readonly kind: "not"; readonly operand: Test };

/** A command of any kind. */
export type Node =
  | Simple
  | (Span & {
      readonly kind: "andor";
      readonly commands: readonly Node[];
      readonly operators: readonly ("&&" | "||")[];
    })
  | (Span & {
      readonly kind: "pipeline";
      readonly commands: readonly Node[];
      readonly negated: boolean;
      readonly timed: boolean;
    })
  | (Span & {
      readonly kind: "if";
      readonly clauses: readonly { readonly test: List; readonly body: List }[];
      readonly otherwise: List | undefined;
    })
  | (Span & {
      readonly kind: "case";
      readonly word: Word;
      readonly items: readonly {
        readonly patterns: readonly Word[];
        readonly body: List;
        readonly terminator: string | undefined;
      }[];
    })
  | (Span & {
      readonly kind: "loop";
      readonly type: "while" | "until" | "for" | "select" | "arithmetic";
      readonly test: List | undefined;
      readonly name: string | undefined;
      readonly words?: readonly Word[] | undefined;
      readonly body: List;
    })
  | (Span & {
      readonly kind: "group";
      readonly subshell: boolean;
      readonly body: List;
      readonly redirects: readonly Redirect[];
    })
  | (Span & { readonly kind: "redirected"; readonly body: Node; readonly redirects: readonly Redirect[] })
  | (Span & { readonly kind: "function"; readonly name: string; readonly body: Node })
  | (Span & { readonly kind: "test"; readonly expression: Test })
  | (Span & { readonly kind: "arithmetic" })
  /** `NAME_PID` names it, in bash. */
  | (Span & { readonly kind: "coproc"; readonly name: string; readonly body: Node });

/** Whether a node is a simple command. */
export function isSimple(node: Node): node is Simple {
  return node.kind === "simple";
}

/** One command of a list, with `&` or without. */
export interface Item extends Span {
  readonly node: Node;
  readonly background: boolean;
}

/** Commands in sequence. */
export interface List extends Span {
  readonly items: readonly Item[];
}

/** A parsed script or `-c` text; spans are indexes into `text`. */
export interface Script {
  readonly text: MappedText;
  /** What follows `#!` on the first line. */
  readonly shebang: string | undefined;
  readonly list: List;
  /** What only bash and its like can read, in the order of the text; substitutions included. */
  readonly bashOnly: readonly { readonly construct: BashSyntax; readonly at: number }[];
  /** The first syntax error; nothing after it is to be trusted, and such a text is never edited. */
  readonly error: { readonly message: string; readonly at: number } | undefined;
}
