import type { BaseImage } from "../known/images/base-image.ts";
import type { ShellFamily } from "../known/shells/shells.ts";
import type { Dockerfile, Instruction } from "../parse/dockerfile/syntax.ts";
import type { Known } from "../text/diagnostic.ts";
import type { Location, MappedText } from "../text/source.ts";
import type { Found } from "./files/layers.ts";
import type { Scope } from "./scope.ts";

/**
 * One word of a command line: its value where the sources tell it, and the text that wrote it where a file of ours did.
 */
export interface Arg {
  readonly value: Known<string>;
  readonly text: MappedText | undefined;
  /** Nothing may be put into its text: there it would be a word of its own, or land in the wrong place. */
  readonly rigid?: boolean;
  /** The quote that its text stands within, where a file writes a whole command line as one string. */
  readonly quote?: string | undefined;
}

/** What a base image brings beside its settings, where its own Dockerfile is read. */
export interface BuiltBase {
  readonly env: Scope<Known<string>>;
  readonly workdir: Known<string>;
  /** The files that have to be read to know it: the Dockerfiles. */
  readonly sources: readonly string[];
  /** What stands at an absolute path. */
  find(path: string): Found;
  /** Names of what is known to stand directly in a folder. */
  names(folder: string): readonly string[];
}

/** A base image: a row of the table, or one that the user describes, or that the repository builds. */
export interface Base extends BaseImage {
  readonly built?: BuiltBase | undefined;
}

/** A build stage. */
export interface Stage {
  readonly index: number;
  readonly name: string | undefined;
  readonly from: Instruction;
  readonly base:
    | { readonly kind: "stage"; readonly stage: Stage }
    | { readonly kind: "image"; readonly ref: Known<string>; readonly row: Base | undefined }
    | { readonly kind: "scratch" };
  /** What follows FROM, up to the next. */
  readonly instructions: readonly Instruction[];
}

/**
 * Who set something: an instruction of this file (an ONBUILD trigger of a parent stage counts for the child), a key
 * of a compose file or a manifest, the base image, or Docker's default.
 */
export type SetBy =
  | { readonly kind: "instruction"; readonly instruction: Instruction; readonly stage: Stage }
  /** `key` is "command"; `array` is the place of its value where an array in brackets can stand instead. */
  | { readonly kind: "file"; readonly key: string; readonly at: Location; readonly array: Location | undefined }
  | { readonly kind: "base"; readonly image: string }
  | { readonly kind: "default" };

/** A value of the image's configuration, and who set it. */
export interface Setting<T> {
  readonly value: Known<T>;
  readonly by: SetBy;
}

/**
 * ENTRYPOINT or CMD as set. `shell` form carries the SHELL in force there, Docker's default where an unknown base
 * decides. Empty: an empty array, never set, or a CMD that an ENTRYPOINT dropped (the setting is by that ENTRYPOINT
 * then).
 */
export type Command =
  | { readonly kind: "empty" }
  | { readonly kind: "exec"; readonly words: readonly Arg[] }
  | { readonly kind: "shell"; readonly shell: readonly string[]; readonly text: MappedText }
  | { readonly kind: "invalid"; readonly reason: string };

/** What a Dockerfile builds: the configuration that a stage ends up with, by BuildKit's rules of inheritance. */
export interface Image {
  readonly dockerfile: Dockerfile;
  readonly stage: Stage;
  readonly entrypoint: Setting<Command>;
  readonly cmd: Setting<Command>;
  readonly shell: Setting<readonly string[]>;
  /**
   * Canonical: "SIGTERM". The text as written where it is no signal name. "unknown" by an unknown base, or for a
   * variable.
   */
  readonly stopSignal: Setting<string>;
  readonly user: Setting<string>;
  /** Taken to start at "/", Docker's default: no table tells the base image's WORKDIR. */
  readonly workdir: Setting<string>;
  /**
   * What the file sets, and PATH: on any base Docker's default, in which what the file itself puts into the usual
   * folders is found, behind what a known base puts before it.
   */
  readonly env: Scope<Known<string>>;
  /** What /bin/sh is at run time, by the base image at the end of the FROM chain, and what RUN makes of it. */
  readonly sh: Known<ShellFamily | "none">;
  /** The row of the base image at the end of the FROM chain. */
  readonly base: BaseImage | undefined;
  /** A Windows image: no signals there, nothing to say. */
  readonly windows: boolean;
  /** The command line that the engine starts: ENTRYPOINT with CMD by the rules; "unknown" where one of them is. */
  readonly argv: Known<readonly Arg[]>;
  /** Where only an unknown base's ENTRYPOINT hides the command line: what it is if that base, like most, sets none. */
  readonly assumedArgv: readonly Arg[] | undefined;
}
