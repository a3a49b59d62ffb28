/**
 * Variables that a container has without anybody declaring them: set by the engine (HOME, HOSTNAME, PATH; Docker
 * reference, "Environment variables"), or by the shell itself (POSIX, Shell Command Language, 2.5.3; bash manual, 5.2).
 */
const set = new Set([
  ...["TERM", "container"],
  ...["_", "IFS", "LINENO", "OLDPWD", "OPTARG", "OPTERR", "OPTIND", "PPID", "PS1", "PS2", "PS4", "PWD", "SHLVL"],
  ...["COMP_WORDBREAKS", "DIRSTACK", "EPOCHREALTIME", "EPOCHSECONDS", "EUID", "FUNCNAME", "GROUPS", "HISTCMD"],
  ...["HOSTTYPE", "MACHTYPE", "OSTYPE", "PIPESTATUS", "RANDOM", "REPLY", "SECONDS", "SHELL", "SHELLOPTS", "SRANDOM"],
  ...["UID"],
]);

const byEngine = new Set(["HOME", "HOSTNAME", "PATH"]);

/** Whether every engine sets a variable that nobody declares, to something that is not empty. */
export function isSetByEngines(name: string): boolean {
  return byEngine.has(name);
}

/** Whether the engine or a shell sets a variable that nobody declares. */
export function isSetAnyway(name: string): boolean {
  return set.has(name) || byEngine.has(name) || name.startsWith("BASH");
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
