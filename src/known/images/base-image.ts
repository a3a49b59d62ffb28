import type { Evidence } from "../evidence.ts";
import type { ShellFamily } from "../shells/shells.ts";

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
  readonly windows: boolean;
  readonly evidence: Evidence;
}
