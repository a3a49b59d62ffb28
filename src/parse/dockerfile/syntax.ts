import type { Known } from "../../text/diagnostic.ts";
import type { Location, MappedText, Source } from "../../text/source.ts";

/** `--name=value` or `--name` before the arguments; the value is unquoted. */
export interface Flag {
  readonly name: string;
  readonly value: string | undefined;
  readonly at: Location;
}

/** A string of a JSON array: its decoded text, each unit mapped to the file, and its place with the quotes. */
export interface JsonWord {
  readonly text: MappedText;
  readonly at: Location;
}

/**
 * How an instruction that takes a command (CMD, ENTRYPOINT, RUN, SHELL, HEALTHCHECK CMD, and COPY, ADD, VOLUME lists)
 * was written. `exec`: the joined rest is a JSON array of strings. `shell`: anything else, to be handed to SHELL.
 * `invalid`: a JSON array with something other than strings; BuildKit fails the build.
 */
export type Form =
  | { readonly kind: "exec"; readonly words: readonly JsonWord[] }
  | { readonly kind: "shell"; readonly text: MappedText }
  | { readonly kind: "invalid"; readonly reason: string };

/** A heredoc of RUN, COPY or ADD. */
export interface Heredoc {
  readonly name: string;
  /** Whether variables in the body are expanded (the delimiter is not quoted). */
  readonly expand: boolean;
  /** The body as the container gets it (leading tabs gone for `<<-`). */
  readonly body: MappedText;
}

/** One instruction as BuildKit reads it. */
export interface Instruction {
  /** Upper case: "CMD". */
  readonly keyword: string;
  readonly keywordAt: Location;
  /** From the keyword to the end of the last argument, without the line ending; heredoc bodies included. */
  readonly at: Location;
  readonly flags: readonly Flag[];
  /** All that follows keyword and flags: continuations joined, comment and blank lines inside dropped, trimmed. */
  readonly body: MappedText;
  /** `body` as a command; meaningful for CMD, ENTRYPOINT, SHELL, RUN, COPY, ADD. */
  readonly form: Form;
  readonly heredocs: readonly Heredoc[];
  /** ONBUILD's instruction; undefined for every other keyword. */
  readonly trigger: Instruction | undefined;
}

/** A comment line outside instructions and inside continuations; `text` is what follows `#`. */
export interface Comment {
  readonly text: string;
  readonly at: Location;
}

/** Something that keeps the file, or a part of it, from being understood. */
export interface Problem {
  readonly message: string;
  /** The file is the template of Dockerfiles, to be read only when it has been filled in. */
  readonly template?: boolean;
  readonly at: Location;
}

/** A parsed Dockerfile. */
export interface Dockerfile {
  readonly source: Source;
  readonly escape: "\\" | "`";
  readonly instructions: readonly Instruction[];
  readonly comments: readonly Comment[];
  /** Values of `# check=skip=A,B` (or `all`). */
  readonly skippedChecks: readonly string[];
  /** Not a Dockerfile, or template tags in it: no rule speaks of such a file. At most one is reported. */
  readonly problems: readonly Problem[];
  /**
   * Set where dockerfile-ast and BuildKit may split the file differently, or the file is too long to compare them:
   * rules speak, no fix is offered.
   */
  readonly unfixable: string | undefined;
  /** Values that the build gives to ARGs. */
  readonly buildArgs: ReadonlyMap<string, Known<string>>;
}

/**
 * A word of an instruction's arguments (quotes kept in `raw`), for instructions that take words: FROM, COPY, ENV, ...
 */
export interface Word {
  readonly raw: string;
  readonly at: Location;
}
