import type { Known } from "../../../text/diagnostic.ts";
import { resolve } from "../../../files/tree.ts";
import { parseShell } from "../../../parse/shell/parse-shell.ts";
import type { ShellFamily } from "../../../known/shells/shells.ts";
import { longestValue } from "../../../text/limits.ts";
import { MappedText } from "../../../text/source.ts";
import type { Location } from "../../../text/source.ts";
import { printedBy, printedByOne, takesOutput } from "./run-output.ts";
import type { Reading } from "./run-output.ts";
import { hasWildcard } from "../wildcard.ts";
import type { Instruction } from "../../../parse/dockerfile/syntax.ts";
import type { List, Node, Redirect, Simple, Word } from "../../../parse/shell/script-syntax.ts";

/** A word of a command in a RUN. */
export interface RunWord {
  readonly value: Known<string>;
  /** It has wildcards, which the shell matches against paths. */
  readonly pattern: boolean;
  /** The word with `**` for each piece that is not known. */
  readonly outline: string;
}

/** A word without wildcards. */
export function plainWord(value: string): RunWord {
  return { value, pattern: false, outline: value };
}

/** A file that a command's output goes to. */
export interface Output {
  readonly word: RunWord;
  readonly append: boolean;
  /** What is written there, where the command's words say it. */
  readonly text?: MappedText | undefined;
}

/**
 * A simple command of a RUN, with the directory that it runs in. Conditions and loops around it are taken to be passed
 * once.
 */
export interface RunCommand {
  readonly words: readonly RunWord[];
  readonly outputs: readonly Output[];
  readonly cwd: Known<string>;
}

/** The commands of a RUN in their order, and the texts in it that are no valid shell. */
export interface Run {
  readonly commands: readonly RunCommand[];
  readonly unparsed: readonly string[];
  /** The instruction. */
  readonly at: Location;
}

/** Where a RUN runs. */
export interface Around {
  readonly workdir: Known<string>;
  /** The shell of its text; undefined: that is not known. */
  readonly shell: ShellFamily | undefined;
  /** What the builder's environment holds. */
  readonly variable: (name: string) => Known<string> | undefined;
}

/** A RUN whose heredoc is handed to a shell. */
const shellWithHeredoc = /^((\S*\/)?(ba|da|a|z|k)?sh\s+(-\w+\s+)*)?<<-?\s*\S+$/;

/** Reads a RUN: shell form, exec form or heredoc. */
export function readRun(instruction: Instruction, around: Around): Run {
  const { workdir } = around;
  const walk = new Walk(instruction.at, around);
  const { form, heredocs } = instruction;
  if (form.kind === "shell") {
    const script = shellWithHeredoc.test(form.text.text);
    if (!script) walk.text(withHeredocs(instruction, form.text));
    for (const { body } of heredocs) {
      if (script && !/^#!(?!.*sh\b)/.test(body.text)) walk.text(body);
      else if (!/^(cat|tee)\b/.test(form.text.text)) walk.unparsed.push(body.text);
    }
  } else if (form.kind === "exec") {
    const words = form.words.map((word) => word.text);
    const [shell, option, script] = words;
    if (/(^|\/)(ba|da|a|z|k)?sh$/.test(shell?.text ?? "") && /^-\w*c$/.test(option?.text ?? "") && script)
      walk.text(script);
    else walk.commands.push({ words: words.map((word) => plainWord(word.text)), outputs: [], cwd: workdir });
  }
  return walk;
}

/** A RUN's text as the builder hands it to the shell: with the heredocs that it names behind it. */
function withHeredocs({ heredocs, at }: Instruction, text: MappedText): MappedText {
  const line = (written: string): MappedText => MappedText.writtenBy(at, written);
  if (heredocs.length === 0) return text;
  const pieces = heredocs.flatMap(({ name, body }) => [body, line(`${name}\n`)]);
  return MappedText.join(text.path, [text, line("\n"), ...pieces], at.start);
}

class Walk implements Run {
  readonly commands: RunCommand[] = [];
  readonly unparsed: string[] = [];
  readonly at: Location;
  readonly #assigned = new Map<string, Known<string>>();
  readonly #around: Around;
  readonly #reading: Reading;
  #cwd: Known<string>;
  #text: MappedText | undefined;

  constructor(at: Location, around: Around) {
    this.at = at;
    this.#cwd = around.workdir;
    this.#around = around;
    this.#reading = { shell: around.shell, text: (word) => this.#word(word).value };
  }

  text(text: MappedText): void {
    const script = parseShell(text);
    this.#text = text;
    if (script.error) this.unparsed.push(text.text);
    this.#list(script.list);
  }

  #list(list: List | undefined): void {
    for (const item of list?.items ?? []) this.#node(item.node);
  }

  #node(node: Node): void {
    switch (node.kind) {
      case "simple":
        return this.#simple(node);
      case "andor":
        for (const command of node.commands) this.#node(command);
        return;
      case "pipeline":
        for (const command of node.commands) if (!this.#tee(command, node.commands)) this.#node(command);
        return;
      case "if":
        for (const clause of node.clauses) {
          this.#list(clause.test);
          this.#list(clause.body);
        }
        return this.#list(node.otherwise);
      case "case":
        for (const item of node.items) this.#list(item.body);
        return;
      case "loop":
        if (node.name !== undefined) this.#assigned.set(node.name, "unknown");
        this.#list(node.test);
        return this.#list(node.body);
      case "group": {
        const cwd = this.#cwd;
        this.#list(node.body);
        if (node.subshell) this.#cwd = cwd;
        const printed = this.#mapped(node, printedBy({ ...node, redirects: [] }, this.#reading));
        return this.#emit([], this.#outputs(node.redirects, printed));
      }
      case "redirected":
        this.#node(node.body);
        return this.#emit(
          [],
          this.#outputs(node.redirects, this.#mapped(node.body, printedBy(node.body, this.#reading))),
        );
    }
  }

  #simple(node: Simple): void {
    const words = node.words.flatMap((word) => split(word, this.#word(word)));
    if (words.length === 0)
      for (const { name, value } of node.assignments)
        this.#assigned.set(name, value ? this.#word(value).value : "unknown");
    this.#emit(words, this.#outputs(node.redirects, this.#mapped(node, printedByOne(node, this.#reading))));
    if (words[0]?.value !== "cd") return;
    const to = words.length > 1 ? (words.at(-1)?.value ?? "unknown") : "unknown";
    const known = to.startsWith("/") || (to !== "unknown" && this.#cwd !== "unknown");
    this.#cwd = known ? resolve(this.#cwd, to) : "unknown";
  }

  #emit(words: readonly RunWord[], outputs: readonly Output[]): void {
    if (words.length > 0 || outputs.length > 0) this.commands.push({ words, outputs, cwd: this.#cwd });
  }

  /** `tee FILE` behind one command, which says what comes in. */
  #tee(last: Node, [first, second, ...more]: readonly Node[]): boolean {
    if (!first || last.kind !== "simple" || last !== second || more.length > 0) return false;
    const words = last.words.filter((word) => !/^(?:sudo|tee|-a|--append|--)$/.test(word.literal ?? ""));
    const names = last.words.map((word) => word.literal);
    const text = this.#mapped(first, printedBy(first, this.#reading));
    if (names.find((name) => name !== "sudo") !== "tee" || text === undefined) return false;
    const append = names.includes("-a") || names.includes("--append");
    this.#emit(
      [],
      words.map((word) => ({ word: this.#word(word), append, text })),
    );
    return true;
  }

  /** What a command prints, as the command writes it. */
  #mapped({ start, end }: Node, text: string | undefined): MappedText | undefined {
    if (text === undefined || text.length > longestValue || !this.#text) return undefined;
    return MappedText.writtenBy(this.#text.locate(start, end), text);
  }

  #outputs(redirects: readonly Redirect[], printed: MappedText | undefined): Output[] {
    return redirects.flatMap(({ operator, target, start }) => {
      const writes = target && operator.includes(">") && !/^(\d+|-)$/.test(target.literal ?? "");
      const standard = !/[02-9]/.test(this.#text?.text.charAt(start) ?? "");
      const text = standard && redirects.filter(takesOutput).length === 1 ? printed : undefined;
      return writes ? [{ word: this.#word(target), append: operator.includes(">>"), text }] : [];
    });
  }

  #word({ parts }: Word): RunWord {
    let outline = "";
    let pattern = false;
    let whole = true;
    for (const part of parts) {
      if (part.kind === "text") {
        outline += part.value;
      } else if (part.kind === "glob") {
        outline += part.text;
        pattern = true;
      } else if (part.kind === "tilde") {
        // Alone it has the text of the word; before other pieces the first of them has it.
        if (parts.length === 1) outline = part.text;
        whole = false;
      } else {
        const known =
          part.kind === "param" && part.op === undefined
            ? (this.#assigned.get(part.name) ?? this.#around.variable(part.name))
            : "unknown";
        const told = known !== undefined && known !== "unknown";
        whole &&= told;
        pattern ||= told && !part.quoted && hasWildcard(known);
        outline += told ? known : "**";
      }
    }
    if (parts[0]?.kind === "tilde") outline = outline.replace(/^~[^/]*/, "**");
    return { value: whole ? outline : "unknown", pattern, outline };
  }
}

/** A variable alone and without quotes is as many words as its value has. */
function split(word: Word, expanded: RunWord): readonly RunWord[] {
  const [part] = word.parts;
  if (word.parts.length !== 1 || part?.kind !== "param" || part.quoted || expanded.value === "unknown")
    return [expanded];
  return expanded.value
    .split(/\s+/)
    .filter(Boolean)
    .map((value) => ({ ...plainWord(value), pattern: hasWildcard(value) }));
}
