import { printed } from "../../../parse/shell/printed.ts";
import type { Node, Redirect, Simple, Word } from "../../../parse/shell/script-syntax.ts";
import type { ShellFamily } from "../../../known/shells/shells.ts";
import type { Known } from "../../../text/diagnostic.ts";

/** How the words of a RUN are read. */
export interface Reading {
  /** The whole text of a word; "unknown" where not all of it is known. */
  text(word: Word): Known<string>;
  /** The shell that runs it; undefined: that is not known. */
  readonly shell: ShellFamily | undefined;
}

/** Commands that print nothing. */
const quiet = new Set([":", "true", "cd", "mkdir", "chmod", "chown", "touch", "set", "export", "rm", "ln"]);

/**
 * What commands print whose words say it: `echo`, `printf`, `cat` with a heredoc, and groups of them. Undefined for
 * others.
 */
export function printedBy(node: Node, reading: Reading): string | undefined {
  switch (node.kind) {
    case "simple":
      return node.redirects.some(takesOutput) ? "" : printedByOne(node, reading);
    case "andor":
      return node.operators.every((each) => each === "&&") ? printedByAll(node.commands, reading) : undefined;
    case "group":
      return node.redirects.some(takesOutput)
        ? ""
        : printedByAll(
            (node.body?.items ?? []).map((item) => item.node),
            reading,
          );
    default:
      return undefined;
  }
}

/** What a command prints, wherever that goes. */
export function printedByOne({ words, redirects }: Simple, reading: Reading): string | undefined {
  const [name, ...rest] = words.map((word) => reading.text(word));
  if (name === undefined || rest.includes("unknown")) return undefined;
  if (name === "echo") return echoed(rest, reading.shell);
  if (name === "printf") return printed(rest[0] ?? "", rest.slice(1), reading.shell?.startsWith("bash") === true);
  if (name === "cat" && rest.every((word) => word === "-")) {
    const fed = redirects.filter((each) => each.feeds);
    const [only] = fed;
    const text = only?.body && fed.length === 1 ? reading.text(only.body) : "unknown";
    return text === "unknown" ? undefined : text;
  }
  return quiet.has(name) ? "" : undefined;
}

/** Whether a redirection takes the standard output away. */
export function takesOutput({ operator, feeds }: Redirect): boolean {
  return operator.includes(">") && !feeds;
}

function printedByAll(nodes: readonly Node[], reading: Reading): string | undefined {
  const texts = nodes.map((each) => printedBy(each, reading));
  return texts.includes(undefined) ? undefined : texts.join("");
}

/** dash acts on backslashes and has no `-e`; bash and busybox act on them with `-e` alone. */
function echoed(words: readonly string[], shell: ShellFamily | undefined): string | undefined {
  const rest = [...words];
  let ends = "\n";
  let acts = shell === "dash";
  const options = shell === "dash" ? /^-n$/ : /^-[neE]+$/;
  while (options.test(rest[0] ?? "")) {
    const option = rest.shift() ?? "";
    if (shell === undefined && /[eE]/.test(option)) return undefined;
    if (option.includes("n")) ends = "";
    acts = option.includes("e") || (acts && !option.includes("E"));
  }
  const text = rest.join(" ");
  if (!text.includes("\\")) return text + ends;
  if (shell === undefined) return undefined;
  if (!acts) return text + ends;
  const plain = unescaped(text);
  return plain === undefined ? undefined : plain + ends;
}

function unescaped(text: string): string | undefined {
  if (/\\(?![nt\\])/.test(text.replaceAll("\\\\", ""))) return undefined;
  return text.replace(/\\([nt\\])/g, (_, letter: string) => (letter === "n" ? "\n" : letter === "t" ? "\t" : "\\"));
}
