import type * as U from "unbash";
import type { BashExpansion, BashSyntax, ElementOf, List, Part, Word } from "./script-syntax.ts";

/** What words need of the text that they stand in. */
export interface Reading {
  /** Notes syntax that only bash and its like can read. */
  only(construct: BashSyntax, at: { readonly pos: number }): void;
  /** The commands of a substitution, a script of its own. */
  substitution(script: U.ParsedScript): List;
}

interface Written {
  readonly text: string;
  readonly pos: number;
  readonly end: number;
}

/** A word of the parser's as ours. */
export function readWord(node: U.Word, reading: Reading): Word {
  // bash expands a tilde also after `=` and `:` of what looks like an assignment.
  const tilde = /^(?:[A-Za-z_]\w*=(?:[^~]*:)?)?~/.test(node.text.replaceAll("\\\n", ""));
  if (!node.parts) {
    const kind = tilde ? "tilde" : dollar.test(node.text) ? "dollar" : hasBraces(node.text) ? "brace" : undefined;
    const parts: readonly Part[] = [
      kind ? { kind, text: node.text, quoted: false } : { kind: "text", value: node.value },
    ];
    return wordOf(node, parts);
  }
  const parts = node.parts.flatMap((part) => convertPart(part, false, reading));
  if (tilde) parts.unshift({ kind: "tilde", text: "~", quoted: false });
  return wordOf(node, parts);
}

/** Text that is expanded as in double quotes: that of a heredoc. */
export function readQuoted(node: Written, parts: readonly U.WordPart[], reading: Reading): Word {
  return wordOf(
    node,
    parts.flatMap((part) => convertPart(part, true, reading)),
  );
}

/** A word of parts; its literal text where none of them needs a shell. */
export function wordOf({ text, pos, end }: Written, parts: readonly Part[]): Word {
  let literal: string | undefined = "";
  for (const part of parts) literal = literal !== undefined && part.kind === "text" ? literal + part.value : undefined;
  return { raw: text, start: pos, end, parts, literal };
}

/**
 * An open `$[` is arithmetic that does not end to bash, and two characters to the others; a line may be continued
 * between `$` and a name.
 */
const dollar = /(?:^|[^\\])(?:\\\\)*\$(?:\[|\\\n)/;

/**
 * Whether there are braces that bash may expand although the parser takes them for text: around white space that is no
 * blank to bash (a carriage return), or a brace that closes too early.
 */
function hasBraces(text: string): boolean {
  const inner = text.slice(text.indexOf("{") + 1, text.lastIndexOf("}"));
  if (!text.includes("{") || !text.includes("}") || text.indexOf("{") > text.lastIndexOf("}")) return false;
  const closed = inner.indexOf("}");
  return (/[^\S \t\n]/.test(inner) && /,|\.\./.test(inner)) || (closed >= 0 && inner.includes(",", closed));
}

function convertPart(part: U.WordPart, quoted: boolean, reading: Reading): Part[] {
  switch (part.type) {
    case "Literal":
      if (dollar.test(part.text)) return [{ kind: "dollar", text: part.text, quoted }];
      return [
        !quoted && hasBraces(part.text)
          ? { kind: "brace", text: part.text, quoted }
          : { kind: "text", value: part.value },
      ];
    case "SingleQuoted":
      return [{ kind: "text", value: part.value }];
    case "AnsiCQuoted":
    case "LocaleString":
      return [{ kind: "dollar", text: part.text, quoted }];
    case "DoubleQuoted":
      return part.parts.length === 0
        ? [{ kind: "text", value: "" }]
        : part.parts.flatMap((inner) => convertPart(inner, true, reading));
    case "SimpleExpansion":
      return [
        { kind: "param", name: part.text.slice(1), op: undefined, operand: undefined, length: undefined, quoted },
      ];
    case "ParameterExpansion":
      return [parameter(part, quoted, reading)];
    case "CommandExpansion":
      return [
        {
          kind: "command",
          list: part.script && !part.script.source ? reading.substitution(part.script) : undefined,
          quoted,
        },
      ];
    case "ArithmeticExpansion":
      return [{ kind: "arithmetic", text: part.text, quoted }];
    case "ProcessSubstitution":
      reading.only("a process substitution", part);
      return [{ kind: "process", text: part.text, quoted }];
    case "BraceExpansion":
      return [{ kind: "brace", text: part.text, quoted }];
    case "ExtendedGlob":
      reading.only("an extended glob", part);
      return [{ kind: "glob", text: part.text, quoted }];
    case "Glob":
      return [{ kind: "glob", text: part.text, quoted }];
  }
}

function parameter(part: U.ParameterExpansionPart, quoted: boolean, reading: Reading): Part {
  const form = formOf(part);
  const element = elementOf(part, reading);
  const base = {
    kind: "param" as const,
    name: element ? nameOf(element) : part.parameter,
    quoted,
    ...(form && { form }),
    ...(element && { element }),
  };
  if (part.prefix === "#") return { ...base, op: "length", operand: undefined, length: undefined };
  if (part.prefix)
    return {
      ...base,
      op: part.prefix === "!" && !part.operation && !part.index ? "!" : "other",
      operand: undefined,
      length: undefined,
    };
  const operation = part.operation;
  if (!operation) return { ...base, op: undefined, operand: undefined, length: undefined };
  if (operation.type === "Default" || operation.type === "Remove")
    return { ...base, op: operation.operator, operand: readWord(operation.operand, reading), length: undefined };
  if (operation.type === "Slice")
    return {
      ...base,
      op: "slice",
      operand: readWord(operation.offset, reading),
      length: operation.length && readWord(operation.length, reading),
    };
  if (operation.type === "Replace" && /^\/\/?$/.test(operation.operator))
    return {
      ...base,
      op: operation.operator,
      operand: readWord(operation.pattern, reading),
      length: readWord(operation.replacement, reading),
    };
  if (operation.type === "CaseModification" && !operation.operand && /^(?:\^\^|,,)$/.test(operation.operator))
    return { ...base, op: operation.operator, operand: undefined, length: undefined };
  return { ...base, op: "other", operand: undefined, length: undefined };
}

function elementOf({ parameter: array, index }: U.ParameterExpansionPart, reading: Reading): ElementOf | undefined {
  if (!index) return undefined;
  return { array, index: index.text === "@" || index.text === "*" ? index.text : readWord(index, reading) };
}

/** Of an element, a name that no variable has. */
function nameOf({ array, index }: ElementOf): string {
  return `${array}[${index === "*" ? "@" : index === "@" ? index : index.raw}]`;
}

function formOf({ prefix, index, operation }: U.ParameterExpansionPart): BashExpansion | undefined {
  if (prefix === "!") return "${!X}";
  if (index) return "${X[0]}";
  switch (operation?.type) {
    case "Slice":
      return "${X:1}";
    case "Replace":
      return "${X/a/b}";
    case "CaseModification":
      return "${X^^}";
    case "Transform":
      return "${X@Q}";
    default:
      return undefined;
  }
}
