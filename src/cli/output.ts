import { statSync } from "node:fs";
import { dirname, relative, resolve } from "../files/tree.ts";
import { outputObstacle, writeOutput } from "../files/output-file.ts";
import { visible, visibleLine } from "../report/terminal.ts";
import { holdsCommand, withoutCommands } from "../report/writing/workflow-command.ts";
import { outermostTop } from "../files/repository.ts";
import type { ColorChoice } from "./arguments/options.ts";
import { UsageError } from "./arguments/usage-error.ts";

/**
 * Prints to standard output, or writes into a file, named as seen from a folder. `commands`: the text is made of
 * workflow commands, which a runner shall take. Throws a {@link UsageError} if it cannot be written.
 */
export function deliver(text: string, folder: string, file: string | undefined, commands = false): void {
  if (file === undefined) {
    process.stdout.write(commands ? text : disarmed(text));
    return;
  }
  const reason = writeOutput(resolve(folder, file), text, outermostTop(folder) ?? folder);
  if (reason !== undefined) throw new UsageError(`cannot write ${file}: ${reason}`);
}

/**
 * What is printed is free of commands, save for a patch, which holds the lines of files as they are. Where a runner
 * would read one in it, commands are switched off around it: what takes a patch reads over lines before and after it.
 */
function disarmed(text: string): string {
  if (process.env["GITHUB_ACTIONS"] !== "true" || !holdsCommand(text)) return text;
  const { before, after } = withoutCommands(crypto.randomUUID());
  return `${before}\n${text}${text.endsWith("\n") ? "" : "\n"}${after}\n`;
}

/** Refuses a file that {@link deliver} would not write: to be asked before the work is done. */
export function requireWritable(file: string, folder: string): void {
  const reason = outputObstacle(resolve(folder, file), outermostTop(folder) ?? folder);
  if (reason !== undefined) throw new UsageError(`cannot write ${file}: ${reason}`);
  const parent = dirname(resolve(folder, file));
  if (statSync(parent, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError(`cannot write ${file}: no folder ${relative(folder, parent) || parent}; create it first`);
}

/** One line to standard error; what would steer a terminal, from a file's name say, is spelled out. */
export function note(line: string): void {
  process.stderr.write(`pid1lint: ${visible(line)}\n`);
}

/** The stack of an error to standard error. Its first lines are the message, which may hold the text of a file. */
export function noteStack({ stack = "" }: Error): void {
  process.stderr.write(`${stack.split("\n").map(visibleLine).join("\n")}\n`);
}

/**
 * Whether to colour what goes to standard output or into a file. The choice of the command line comes first, then
 * FORCE_COLOR, NO_COLOR (https://no-color.org) and whether somebody looks on.
 */
export function wantsColor(choice: ColorChoice, outputFile: string | undefined): boolean {
  if (choice !== "auto") return choice === "always";
  if (outputFile !== undefined) return false;
  const { FORCE_COLOR: forced = "", NO_COLOR: refused = "", TERM: terminal } = process.env;
  if (forced !== "") return forced !== "0" && forced !== "false";
  return refused === "" && terminal !== "dumb" && process.stdout.isTTY === true;
}

/** A reader that goes away early (`pid1lint | head`) is no failure. */
export function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}
