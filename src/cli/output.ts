import { statSync } from "node:fs";
import { dirname, relative, resolve } from "../files.ts";
import { visible } from "../report/terminal.ts";
import { outermostTop } from "../repository.ts";
import { outputObstacle, writeOutput } from "../output-file.ts";
import type { ColorChoice } from "./options.ts";
import { UsageError } from "./usage.ts";

/** Prints to standard output, or writes into a file, named as seen from a folder. Throws a {@link UsageError} if it cannot be written. */
export function deliver(text: string, folder: string, file: string | undefined): void {
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }
  const reason = writeOutput(resolve(folder, file), text, outermostTop(folder) ?? folder);
  if (reason !== undefined) throw new UsageError(`${file} cannot be written: ${reason}`);
}

/** Refuses a file that {@link deliver} would not write: to be asked before the work is done. */
export function requireWritable(file: string, folder: string): void {
  const reason = outputObstacle(resolve(folder, file), outermostTop(folder) ?? folder);
  if (reason !== undefined) throw new UsageError(`${file} cannot be written: ${reason}`);
  const parent = dirname(resolve(folder, file));
  if (statSync(parent, { throwIfNoEntry: false })?.isDirectory() !== true) throw new UsageError(`${file} cannot be written: there is no folder ${relative(folder, parent) || parent}; make it first`);
}

/** One line to standard error; what would steer a terminal, from a file's name say, is spelled out. */
export function note(line: string): void {
  process.stderr.write(`pid1lint: ${visible(line)}\n`);
}

/**
 * Whether to colour what goes to standard output or into a file. The choice of the command line comes first, then FORCE_COLOR, NO_COLOR
 * (https://no-color.org) and whether somebody looks on.
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
