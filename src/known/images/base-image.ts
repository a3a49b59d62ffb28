import type { Evidence } from "../evidence.ts";
import type { ShellFamily } from "../shells/shells.ts";

/**
 * A script or program of an image that executes another in its own place. `execs`: by the first of its arguments (""
 * where there is none), the words that it puts before them; where none fits, that is said elsewhere. `drops`: how
 * many of its arguments it takes away.
 */
export interface BaseScript {
  /** The last part of its path, as command lines name it. */
  readonly name: string;
  readonly execs: readonly { readonly first: RegExp; readonly words: readonly string[]; readonly drops: number }[];
}

/** What a published base image sets. `undefined` = the source does not tell; `null` = it sets none. */
export interface BaseImage {
  /**
   * Repository without registry for Docker Hub ("node", "bitnami/redis"), with it elsewhere
   * ("gcr.io/distroless/static").
   */
  readonly name: string;
  readonly entrypoint: readonly string[] | null | undefined;
  readonly cmd: readonly string[] | null | undefined;
  /** Canonical: "SIGQUIT". */
  readonly stopSignal: string | null | undefined;
  /** SHELL of the image; null: Docker's default. */
  readonly shell: readonly string[] | null | undefined;
  readonly user: string | null | undefined;
  /** What its /bin/sh is. "none": it has no shell there. */
  readonly sh: ShellFamily | "none" | undefined;
  readonly packageManager: "apt" | "apk" | "dnf" | "microdnf" | "yum" | "zypper" | "tdnf" | "none" | undefined;
  /** The init that its ENTRYPOINT already runs or that must be PID 1: "tini", "s6", "my_init", ... */
  readonly init: string | null | undefined;
  /** Whether its ENTRYPOINT script ends by executing its arguments in its own place. */
  readonly entrypointExecsArgs: boolean | undefined;
  /** What it has of its own that executes something else. */
  readonly scripts?: readonly BaseScript[];
  /** Folders of its PATH before those that every image has, with colons between them; undefined: none is known. */
  readonly path?: string | undefined;
  /** Whether it has bash; undefined: that is not known. */
  readonly bash?: boolean | undefined;
  readonly windows: boolean;
  readonly evidence: Evidence;
}
