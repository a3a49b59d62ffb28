import type { ScriptFile } from "../known/wrappers/wrapper-rows.ts";

/** Why a start-up cannot be followed to its end: which step is open, as data. */
export type Unresolved =
  /** A word whose value only the running container has. */
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "shell options" }
  | { readonly kind: "calls itself" }
  /** A wrapper, a shell or a script that runs its arguments has none. */
  | { readonly kind: "no command"; readonly actor: string }
  /** The file is in no source; `cause`: what is known of why. */
  | { readonly kind: "not in sources"; readonly name: string; readonly cause: string | undefined }
  | { readonly kind: "not a file"; readonly name: string }
  | { readonly kind: "binary"; readonly path: string; readonly as: "script" | "program" }
  /** The build changes the file; `cause`: how. */
  | { readonly kind: "altered"; readonly path: string; readonly cause: string }
  | { readonly kind: "interpreter"; readonly path: string; readonly interpreter: string }
  /** What a program starts on its own account. */
  | { readonly kind: "own child"; readonly actor: string; readonly child: string | undefined }
  | { readonly kind: "wrapped"; readonly actor: string; readonly cause: string }
  | { readonly kind: "background pipeline" }
  | { readonly kind: "no start" }
  /** What an unknown base image starts. */
  | { readonly kind: "base image"; readonly image: string }
  /** Only its ENTRYPOINT is open: `outcome` is what comes of the start-up if it sets none, as most do. */
  | { readonly kind: "base entrypoint"; readonly image: string; readonly outcome: string }
  | { readonly kind: "runner"; readonly gap: RunnerGap }
  /** Said in words by the room that met it: the shell, the wrappers' arguments, the budget. */
  | { readonly kind: "cause"; readonly cause: string };

/** Why the script of `npm start` and its like is not known. */
export type RunnerGap =
  | { readonly is: "folder"; readonly actor: string; readonly file: ScriptFile }
  | { readonly is: "version"; readonly actor: string }
  | { readonly is: "arguments"; readonly actor: string; readonly script: string }
  | { readonly is: "no such script"; readonly file: ScriptFile; readonly name: string | undefined }
  | { readonly is: "shell"; readonly file: ScriptFile }
  | { readonly is: "which file"; readonly file: ScriptFile }
  | { readonly is: "not in sources"; readonly script: string; readonly cause: string | undefined }
  | { readonly is: "altered"; readonly file: string; readonly cause: string }
  | { readonly is: "no string"; readonly file: ScriptFile; readonly name: string }
  | { readonly is: "unreadable"; readonly file: ScriptFile }
  | { readonly is: "several processes"; readonly count: number; readonly name: string | undefined };
