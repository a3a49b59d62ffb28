import type { Known } from "../text/diagnostic.ts";
import { relinkedShell, toldShell } from "./bin-sh.ts";
import { runTexts } from "./packages.ts";
import { settingsOf } from "./settings.ts";
import { rootBaseOf } from "./stages.ts";
import type { Dockerfile } from "../parse/dockerfile/syntax.ts";
import type { Arg, Command, Image, Stage } from "./built-image.ts";

/** What a stage's image is configured to do. */
export function imageOf(dockerfile: Dockerfile, stage: Stage): Image {
  const { entrypoint, cmd, shell, stopSignal, user, workdir, env, windows } = settingsOf(dockerfile, stage);
  const base = rootBaseOf(stage);
  const row = base.kind === "image" ? base.row : undefined;
  const runs = runTexts(stage);
  const ofBase = base.kind === "scratch" ? "none" : row ? row.sh : toldShell(runs)?.sh;
  const sh = relinkedShell(runs) ?? ofBase ?? "unknown";
  const argv = commandLine(entrypoint.value, cmd.value);
  const assumed = entrypoint.value === "unknown" ? wordsOf(cmd.value) : "unknown";
  return {
    dockerfile,
    stage,
    entrypoint,
    cmd,
    shell,
    stopSignal,
    user,
    workdir,
    env,
    sh,
    base: row,
    windows,
    argv,
    assumedArgv: assumed === "unknown" ? undefined : assumed,
  };
}

/** A Windows SHELL, escape directive, base or path: signals mean nothing there. */
export function isWindows(dockerfile: Dockerfile, stage: Stage): boolean {
  return settingsOf(dockerfile, stage).windows;
}

/** CMD is appended whatever form ENTRYPOINT has: to a shell's `-c TEXT` its words are `$0`, `$1`, ... */
export function commandLine(entrypoint: Known<Command>, cmd: Known<Command>): Known<readonly Arg[]> {
  const program = wordsOf(entrypoint);
  const rest = wordsOf(cmd);
  return program === "unknown" || rest === "unknown" ? "unknown" : [...program, ...rest];
}

function wordsOf(command: Known<Command>): Known<readonly Arg[]> {
  if (command === "unknown" || command.kind === "invalid") return "unknown";
  switch (command.kind) {
    case "empty":
      return [];
    case "exec":
      return command.words;
    case "shell":
      return [
        ...command.shell.map((value) => ({ value, text: undefined })),
        { value: command.text.text, text: command.text },
      ];
  }
}
