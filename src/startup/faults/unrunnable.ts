import type { ScriptFile } from "../../known/wrappers/wrapper-rows.ts";
import type { Fix } from "../../text/edits.ts";
import type { Location } from "../../text/source.ts";

/** Why a command line cannot start. */
export type Fault =
  /** A word that is no program; `runner`: the file whose runner has a shell without `exec`. */
  | { readonly code: "builtin"; readonly name: string; readonly runner: ScriptFile | undefined }
  | { readonly code: "variable" | "spaces" | "function"; readonly name: string }
  | { readonly code: "shebang"; readonly path: string; readonly empty: boolean }
  | { readonly code: "permission" | "bom" | "blank-line"; readonly path: string }
  | { readonly code: "crlf" | "interpreter"; readonly path: string; readonly interpreter: string }
  /** A variable that no shell expands, where the program cannot use the text as it stands. */
  | { readonly code: "unexpanded"; readonly name: string; readonly program: string }
  /** A script with CRLF line endings that a shell is given; `word`: what it then reads. */
  | { readonly code: "carriage-return"; readonly path: string; readonly word: string }
  /** STOPSIGNAL names no signal. */
  | { readonly code: "no-signal"; readonly name: string }
  /** An assignment where a program should stand. */
  | { readonly code: "assignment"; readonly name: string }
  /** A wrapper that takes a word of the program's for an option of its own. */
  | { readonly code: "option"; readonly name: string; readonly option: string }
  | { readonly code: "exec-form" }
  | { readonly code: "no-shell"; readonly shell: string }
  /** Something that the shell does not know, and ends with; `cause`: in the shell's own words. */
  | { readonly code: "dialect"; readonly cause: string };

/** A command line that cannot start. */
export interface Unrunnable {
  readonly fault: Fault;
  readonly at: Location | undefined;
  /** The script at fault, where it is one: its first place. */
  readonly file: Location | undefined;
  /** What only the place itself tells of how to mend it. */
  readonly mend?: Fix | undefined;
}
