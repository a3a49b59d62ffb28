import { UsageError } from "../cli/arguments/usage-error.ts";
import { parseShell } from "../parse/shell/parse-shell.ts";
import { MappedText } from "../text/source.ts";

/** Variables of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the step of a workflow asks for. */
export interface Inputs {
  /** Options of the command line, without those that say where reports go. */
  readonly options: readonly string[];
  readonly paths: readonly string[];
  /** Folder to work in, relative to the workspace or absolute. */
  readonly folder: string;
  /** Where the SARIF report goes, seen from the folder; undefined for none. */
  readonly sarif: string | undefined;
  /** Whose configuration and baseline count in a pull request; "" leaves it to where the pull request comes from. */
  readonly configFrom: "" | "base" | "head";
  readonly annotations: boolean;
  readonly summary: boolean;
}

/** Inputs that are handed on as options of the same name. */
const handedOn = ["fail-on", "config", "baseline", "since"] as const;

/**
 * Reads the inputs, which the runner puts into the environment. Throws a {@link UsageError} that names the input and
 * says what to write.
 */
export function readInputs(env: Environment): Inputs {
  const input = (name: string): string => (env[`INPUT_${name.toUpperCase()}`] ?? "").trim();
  const paths = words("paths", input("paths"));
  return {
    options: [
      ...(flag("fix", input("fix"), false) ? ["--fix"] : []),
      ...handedOn.flatMap((name) => (input(name) === "" ? [] : [`--${name}`, input(name)])),
      ...words("args", input("args")),
    ],
    paths: paths.length > 0 ? paths : ["."],
    folder: input("working-directory") || ".",
    sarif: input("sarif-file") || undefined,
    configFrom: side(input("config-from")),
    annotations: flag("annotations", input("annotations"), true),
    summary: flag("summary", input("summary"), true),
  };
}

function side(text: string): Inputs["configFrom"] {
  if (text === "" || text === "base" || text === "head") return text;
  throw new UsageError(`input config-from: ${text}: use base or head, or omit it`);
}

/** A switch, as YAML's core schema writes it. */
function flag(name: string, text: string, otherwise: boolean): boolean {
  if (text === "") return otherwise;
  if (!/^(?:true|True|TRUE|false|False|FALSE)$/.test(text))
    throw new UsageError(`input ${name}: ${text}: use true or false`);
  return text.toLowerCase() === "true";
}

/** The words of an input over one or several lines, quoted as for a shell, which expands nothing here. */
function words(name: string, text: string): readonly string[] {
  return text.split(/\r?\n/).flatMap((line) => wordsOf(name, line));
}

function wordsOf(name: string, line: string): readonly string[] {
  // Behind a command no word is an assignment or a keyword.
  const { list, error } = parseShell(MappedText.identity(name, `pid1lint ${line}`, 0));
  const [item, more] = list.items;
  if (error || more || item?.node.kind !== "simple" || item.background || item.node.redirects.length > 0) {
    throw new UsageError(
      `input ${name}: ${line.trim()}: cannot split this into words; quote spaces and characters that a shell ` +
        "would read",
    );
  }
  return item.node.words.slice(1).map(({ raw, literal }) => {
    if (literal === undefined)
      throw new UsageError(
        `input ${name}: ${raw}: nothing is expanded here; write the value, or put it in single quotes to keep ` +
          "it as it is",
      );
    return literal;
  });
}
