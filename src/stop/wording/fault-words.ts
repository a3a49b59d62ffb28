import type { Fault } from "../../startup/unrunnable.ts";

/** Why a command line cannot start, and what the engine or the shell says, as a sentence without its full stop. */
export function faultWords(fault: Fault): string {
  switch (fault.code) {
    case "builtin":
      return fault.runner === undefined
        ? `${fault.name} is a shell builtin, not a program${exits("executable file not found")}`
        : `the runner's built-in shell has no ${fault.name}, which ${fault.runner} asks for${exits("command not found")}`;
    case "variable":
      return `exec form does not expand ${fault.name}, and no program has that name${exits("executable file not found")}`;
    case "spaces":
      return `exec form takes "${fault.name}" as the name of one program${exits("executable file not found")}`;
    case "function":
      return `exec cannot run the shell function ${fault.name}, so the script exits with "not found"`;
    case "shebang":
      return fault.empty
        ? `the shebang of ${fault.path} is empty${exits("exec format error")}`
        : `${fault.path} has no shebang${exits("exec format error")}`;
    case "permission":
      return `${fault.path} is not executable${exits("permission denied")}`;
    case "bom":
      return `${fault.path} has a byte order mark before its shebang${exits("exec format error")}`;
    case "blank-line":
      return `the shebang of ${fault.path} is not on its first line${exits("exec format error")}`;
    case "crlf":
      return `${fault.path} has CRLF line endings, so its interpreter is "${fault.interpreter}\\r": the container exits with "no such file or directory"`;
    case "interpreter":
      return `${fault.path} needs ${fault.interpreter}, which the base image does not have${exits("no such file or directory")}`;
    case "exec-form":
      return "the text looks like an array but is not valid JSON, so the shell runs it as a command";
    case "no-shell":
      return `the image has no ${fault.shell}, so the container cannot start`;
    case "dialect":
      return fault.cause;
  }
}

function exits(message: string): string {
  return `, so the container exits with "${message}"`;
}
