import type { Fault } from "../../startup/faults/unrunnable.ts";

/** Why a command line cannot start, and what the engine or the shell says, as a sentence without its full stop. */
export function faultWords(fault: Fault): string {
  switch (fault.code) {
    case "builtin":
      return fault.runner === undefined
        ? exits(`${fault.name} is a shell builtin, not a program`, noFile)
        : exits(
            `the runner's built-in shell has no ${fault.name}, which ${fault.runner} asks for`,
            "command not found",
          );
    case "variable":
      return exits(`exec form does not expand ${fault.name}, and no program has that name`, noFile);
    case "spaces":
      return exits(`exec form takes "${fault.name}" as the name of one program`, noFile);
    case "function":
      return `exec cannot run the shell function ${fault.name}, so the script exits with "not found"`;
    case "shebang":
      return fault.empty
        ? exits(`the shebang of ${fault.path} is empty`, badFormat)
        : exits(`${fault.path} has no shebang`, badFormat);
    case "permission":
      return exits(`${fault.path} is not executable`, "permission denied");
    case "bom":
      return exits(`${fault.path} has a byte order mark before its shebang`, badFormat);
    case "blank-line":
      return exits(`the shebang of ${fault.path} is not on its first line`, badFormat);
    case "crlf":
      return (
        `${fault.path} has CRLF line endings, so its interpreter is "${fault.interpreter}\\r": ` +
        `the container exits with "${noPath}"`
      );
    case "interpreter":
      return exits(`${fault.path} needs ${fault.interpreter}, which the base image does not have`, noPath);
    case "unexpanded":
      return `no shell expands ${fault.name} here: ${fault.program} gets the text as it stands and exits with an error`;
    case "carriage-return":
      return `${fault.path} has CRLF line endings: the shell reads "${fault.word}\\r" and exits with an error`;
    case "no-signal":
      return `${fault.name} is not a signal, so the image cannot be built or the container cannot be stopped`;
    case "assignment":
      return exits(`${fault.name} is taken for the name of a program`, noFile);
    case "option":
      return (
        `without \`--\` before the program, ${fault.name} takes ${fault.option} as its own option: ` +
        "the container prints its usage and exits"
      );
    case "exec-form":
      return "the text looks like an array but is not valid JSON, so the shell runs it as a command";
    case "no-shell":
      return `the image has no ${fault.shell}, so the container cannot start`;
    case "dialect":
      return fault.cause;
  }
}

const noFile = "executable file not found";
const badFormat = "exec format error";
const noPath = "no such file or directory";

function exits(fault: string, message: string): string {
  return `${fault}, so the container exits with "${message}"`;
}
