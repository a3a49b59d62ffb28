import type { ShellFamily, ShellRow } from "./shells.ts";

/**
 * Variables that a container has without anybody declaring them: set by the engine (HOME, HOSTNAME, PATH; Docker
 * reference, "Environment variables"), or by the shell itself (POSIX, Shell Command Language, 2.5.3; bash manual, 5.2).
 */
const set = new Set([
  ...["TERM", "container"],
  ...["_", "IFS", "LINENO", "OLDPWD", "OPTARG", "OPTERR", "OPTIND", "PPID", "PS1", "PS2", "PS4", "PWD", "SHLVL"],
]);

const byEngine = new Set(["HOME", "HOSTNAME", "PATH"]);

/** Whether every engine sets a variable that nobody declares, to something that is not empty. */
export function isSetByEngines(name: string): boolean {
  return byEngine.has(name);
}

/**
 * Variables that bash and zsh set, and busybox ash those of the second list: dash knows none of them (measured with an
 * empty environment: dash 0.5.12, busybox ash 1.35, bash 5.2).
 */
const ofBash = new Set([
  ...["COMP_WORDBREAKS", "DIRSTACK", "EUID", "FUNCNAME", "GROUPS", "HISTCMD", "HOSTTYPE", "MACHTYPE", "OSTYPE"],
  ...["PIPESTATUS", "SECONDS", "SHELL", "SHELLOPTS", "SRANDOM", "UID"],
]);
const ofAsh = new Set(["EPOCHREALTIME", "EPOCHSECONDS", "RANDOM"]);

/** Whether the engine, or a shell that may read the script, sets a variable that nobody declares. */
export function isSetAnyway(name: string, shells: readonly ShellRow[] | undefined): boolean {
  if (set.has(name) || byEngine.has(name)) return true;
  const known = ofBash.has(name) || ofAsh.has(name) || name.startsWith("BASH");
  return known && (shells === undefined || shells.some(({ family }) => setsIt(name, family)));
}

function setsIt(name: string, family: ShellFamily): boolean {
  return family === "ash" ? ofAsh.has(name) : family !== "dash";
}

/** Variables that the kubelet sets for the services of a namespace (Kubernetes, "Service", Environment variables). */
export function isServiceVariable(name: string): boolean {
  return /^KUBERNETES_|_SERVICE_(?:HOST|PORT)|_PORT(?:_\d+_(?:TCP|UDP))?(?:_(?:PROTO|PORT|ADDR))?$/.test(name);
}

/**
 * Variables that images of languages and servers set (the Dockerfiles of node, python, golang, eclipse-temurin and
 * postgres: NODE_VERSION, LANG, GOPATH, JAVA_HOME, PGDATA), so that a base image may have set them.
 */
export function isSetByImages(name: string): boolean {
  return /_(?:VERSION|HOME)$|^(?:LANG|LC_ALL|GOPATH|PGDATA|PG_MAJOR)$/.test(name);
}
