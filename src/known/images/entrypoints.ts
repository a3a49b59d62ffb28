import type { BaseImage } from "./base-image.ts";

/**
 * Official images whose entrypoint script does the same for every command: it only puts an interpreter before options.
 */
const indifferent = new Set(["node", "php", "eclipse-temurin"]);

/**
 * Whether a base image's entrypoint script executes its arguments without looking which program they name (read in the
 * images' repositories).
 */
export function forwardsArguments(base: BaseImage): boolean {
  return base.entrypointExecsArgs === true && indifferent.has(base.name);
}

/**
 * Images whose entrypoint script puts its program before arguments that begin with an option, and how many words of CMD
 * that is (read in the images' repositories).
 */
const beforeOptions: Readonly<Record<string, number>> = {
  cassandra: 2,
  haproxy: 1,
  influxdb: 1,
  mariadb: 1,
  memcached: 1,
  mongo: 1,
  mysql: 1,
  node: 1,
  php: 1,
  postgres: 1,
  redis: 1,
  telegraf: 1,
  traefik: 1,
};

/** What a script or program of a base image comes to execute, of its arguments in their order. */
export interface Executed {
  /** What stands before the arguments. */
  readonly before: readonly string[];
  /** How many of them are dropped. */
  readonly drops: number;
}

/**
 * What something of a base image executes in its own place, by its name and its first argument (undefined where it has
 * none). Undefined: nothing of the image has that name, or does anything of its own with such arguments.
 */
export function executedBy({ scripts = [] }: BaseImage, name: string, first: string | undefined): Executed | undefined {
  const script = scripts.find((each) => each.name === name.replace(/^.*\//, ""));
  const fitting = script?.execs.find((each) => each.first.test(first ?? ""));
  return fitting && { before: fitting.words, drops: fitting.drops };
}

/** Names of files that a script hands to its program too; node's those alone that the kernel would not start. */
const beforeFiles: Readonly<Record<string, RegExp>> = { node: /\.[cm]?js$/, redis: /\.conf$/ };

/**
 * What a base image's entrypoint script executes in front of its arguments: `redis-server` before `--appendonly yes`.
 * Undefined where it leaves them alone, or does what is not known. `starts`: the first of them is executable.
 */
export function programBefore(base: BaseImage, first: string, starts: boolean): readonly string[] | undefined {
  const words = Object.hasOwn(beforeOptions, base.name) ? beforeOptions[base.name] : undefined;
  if (words === undefined || !base.cmd || base.entrypointExecsArgs !== true) return undefined;
  const file = beforeFiles[base.name]?.test(first) === true && !(starts && base.name === "node");
  return first.startsWith("-") || file ? base.cmd.slice(0, words) : undefined;
}
