import type { Evidence } from "../evidence.ts";
import { measured, sourced } from "../sources.ts";

/** A time that a variable of the image may set. */
export interface Patience {
  readonly variable: string | undefined;
  /** Where the variable is not set, and what its unit is. */
  readonly milliseconds: number;
  readonly unit: "ms" | "s";
}

/** A folder in which each folder is a service, started by its file `run`. */
export interface ServiceFolder {
  readonly path: string;
  /** Folders of bundles: a service starts where a bundle's `contents.d` has it, or another one's `dependencies.d`. */
  readonly bundles: readonly string[];
  /** `run` is started whether or not it is executable. */
  readonly copied: boolean;
  /** How long a service has after the signal, in parts that add up; none: as long as it takes. */
  readonly patience: readonly Patience[];
}

/** What starts the services of its folders, and stops them by a signal to what their `run` has become. */
export interface ServiceManager {
  readonly name: string;
  /** Its row in the table of programs, where it runs nothing that the sources show. */
  readonly alone: string | undefined;
  /** The folders, where the command line does not name them. */
  readonly folders: readonly ServiceFolder[];
  /**
   * What becomes of whatever is left when the services are down, and of the command that it is given: all get the
   * signal, and SIGKILL after this time. Undefined: the container just ends.
   */
  readonly sweep: Patience | undefined;
  /** What it makes of signals: undefined as a value for those that it does not act on. */
  readonly rewrites: Readonly<Record<string, string | undefined>>;
  /** A variable by which the command gets the signal first, and has all the time that there is. */
  readonly commandFirst: string | undefined;
  readonly evidence: Evidence;
}

/** The folder of services that a command line names. */
export function namedFolder(path: string): ServiceFolder {
  return { path, bundles: [], copied: false, patience: [] };
}

const kill: Patience = { variable: "S6_KILL_GRACETIME", milliseconds: 3000, unit: "ms" };
const asTerm = { SIGTERM: "SIGTERM", SIGINT: "SIGTERM", SIGQUIT: "SIGTERM", SIGHUP: undefined };
const rc = "/etc/s6-overlay/s6-rc.d";

/** `/init` of s6-overlay, versions 2 and 3. */
export const s6Overlay: ServiceManager = {
  name: "s6-overlay",
  alone: "s6-overlay-alone",
  folders: [
    {
      path: "/etc/services.d",
      bundles: [],
      copied: false,
      patience: [{ variable: "S6_SERVICES_GRACETIME", milliseconds: 3000, unit: "ms" }, kill],
    },
    { path: rc, bundles: [rc, "/etc/s6-overlay/user-bundles.d"], copied: true, patience: [] },
  ],
  sweep: kill,
  rewrites: asTerm,
  commandFirst: "S6_CMD_RECEIVE_SIGNALS",
  evidence: sourced(
    "just-containers/s6-overlay README.md, layout/rootfs-overlay (services-down, rc.init); skarnet/s6-rc " +
      "src/s6-rc/s6-rc-compile.c; skarnet/s6-linux-init src/shutdown/s6-linux-init-shutdownd.c",
  ),
};

/** `my_init` of phusion/baseimage. */
export const myInit: ServiceManager = {
  name: "my_init",
  alone: "my_init-alone",
  folders: [
    {
      path: "/etc/service",
      bundles: [],
      copied: false,
      patience: [{ variable: "KILL_PROCESS_TIMEOUT", milliseconds: 30_000, unit: "s" }],
    },
  ],
  sweep: { variable: "KILL_ALL_PROCESSES_TIMEOUT", milliseconds: 30_000, unit: "s" },
  rewrites: { SIGTERM: "SIGTERM", SIGINT: "SIGTERM", SIGQUIT: undefined, SIGHUP: undefined },
  commandFirst: undefined,
  evidence: measured(
    "SIGTERM, SIGINT, SIGQUIT",
    "phusion/baseimage-docker image/bin/my_init with runit: services and command get SIGTERM, then what is left does",
  ),
};

/** `s6-svscan FOLDER`. */
export const svscan: ServiceManager = {
  name: "s6-svscan",
  alone: undefined,
  folders: [],
  sweep: undefined,
  rewrites: asTerm,
  commandFirst: undefined,
  evidence: measured(
    "SIGTERM, SIGINT, SIGQUIT, SIGHUP",
    "s6 2.11: it sends each service SIGTERM and waits; a script in between ends, and its program is cut off",
  ),
};
