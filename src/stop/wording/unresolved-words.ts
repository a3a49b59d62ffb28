import type { RunnerGap, Unresolved } from "../../startup/unresolved.ts";

/** Why a step of a start-up is not known, as a sentence without its full stop. */
export function unresolvedWords(why: Unresolved): string {
  switch (why.kind) {
    case "word":
      return `${why.word} is only known at run time`;
    case "shell options":
      return "the shell's options are only known at run time";
    case "calls itself":
      return "the entrypoint calls itself";
    case "no command":
      return `${why.actor} is given nothing to run`;
    case "not in sources":
      return `${why.name} is not in the sources${because(why.cause)}`;
    case "not a file":
      return `${why.name} is not a file`;
    case "binary":
      return `${why.path} is a binary, not a ${why.as === "script" ? "script" : "program of a known format"}`;
    case "altered":
      return `the build changes ${why.path}: ${why.cause}`;
    case "interpreter":
      return `${why.path} runs under ${why.interpreter}, which is not a known interpreter`;
    case "own child":
      return `${why.actor} starts ${why.child ?? "its child"} by its own rules`;
    case "wrapped":
      return `cannot tell what ${why.actor} runs: ${why.cause}`;
    case "background pipeline":
      return "only the last command of a background pipeline gets the signal; what the others do is not known";
    case "no start":
      return "the image sets neither ENTRYPOINT nor CMD";
    case "base image":
      return `${why.image} is not a known base image; describe it with --base-image`;
    case "base entrypoint":
      return `${why.outcome}, if ${why.image} sets no ENTRYPOINT; describe it with --base-image`;
    case "runner":
      return gapWords(why.gap);
    case "cause":
      return why.cause;
  }
}

function gapWords(gap: RunnerGap): string {
  switch (gap.is) {
    case "folder":
      return `cannot tell which folder's ${gap.file} ${gap.actor} reads`;
    case "version":
      return gap.actor === "pnpm"
        ? "cannot tell whether pnpm is older than 12, which signals only the shell in between, or newer"
        : `cannot tell whether ${gap.actor} is version 1, which exits on a signal, or later, which forwards it`;
    case "arguments":
      return `what ${gap.actor} passes to ${gap.script} is only known at run time`;
    case "no such script":
      return `${gap.file} has no ${gap.name ?? "process"}`;
    case "shell":
      return `the runner's built-in shell runs this script of ${gap.file} by rules that are not known`;
    case "which file":
      return `which ${gap.file} is meant is only known at run time`;
    case "not in sources":
      return `${gap.script} is not in the sources${because(gap.cause)}`;
    case "altered":
      return `the build changes ${gap.file}: ${gap.cause}`;
    case "no string":
      return `the ${gap.name} script of ${gap.file} is not a string`;
    case "unreadable":
      return `${gap.file} cannot be parsed`;
    case "several processes":
      return `the Procfile starts ${gap.count} processes${named(gap.name)} side by side`;
  }
}

function named(name: string | undefined): string {
  return name === undefined ? "" : ` named ${name}`;
}

function because(cause: string | undefined): string {
  return cause === undefined ? "" : `: ${cause}`;
}
