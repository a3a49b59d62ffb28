import { forwardsArguments } from "../known/images/entrypoints.ts";
import { findProgram } from "../known/programs/programs.ts";
import { unwrap } from "../known/wrappers/wrappers.ts";
import type { MappedText } from "../text/source.ts";
import type { Judged } from "../stop/judge.ts";

/**
 * Whether the kernel can start a command as it stands: a script needs a shebang and has to be executable, which a shell
 * may do without.
 */
export function startsWithoutShell(argv: readonly string[], judged: Judged): boolean {
  const [name] = argv;
  if (name === undefined) return false;
  const { image, context } = judged;
  const { file } = context.command(image.stage, name, image.workdir.value, image.env.get("PATH") ?? "unknown");
  if (file.kind === "file") {
    const { text } = file.text;
    return (
      file.executable === true &&
      file.altered === undefined &&
      (text.startsWith("\u007fELF") || /^#!\s*\/[^\n\r]*\n/.test(text))
    );
  }
  if (findProgram(argv) || unwrap(argv)) return true;
  // What a package or a build stage has put there is a program; a script of unknown content may lack its shebang.
  return !/\.\w*sh$/.test(name);
}

/**
 * Whether a shell reads files of its own before a `-c` text, which may set the environment: a login or interactive
 * shell, bash with BASH_ENV. Without it, what it runs might not get the same.
 */
export function readsStartFiles(shell: readonly string[], env: Pick<ReadonlyMap<string, string>, "has">): boolean {
  const [name = "", ...options] = shell;
  if (/(^|\/)zsh$/.test(name) || (/(^|\/)bash$/.test(name) && env.has("BASH_ENV"))) return true;
  return options.some((option) => option === "--login" || /^-[a-z]*[li]/.test(option));
}

/** Whether an ENTRYPOINT stands before CMD that may look at its arguments. */
export function seenByEntrypoint(judged: Judged, text: MappedText): boolean {
  const { entrypoint } = judged.image;
  if (entrypoint.value !== "unknown" && entrypoint.value.kind === "empty") return false;
  return looksAtArguments(judged, text);
}

/**
 * Whether something before CMD may do other things for other arguments: an entrypoint script that tests `$1`, or one
 * that we cannot see. `text` is CMD's own.
 */
function looksAtArguments(judged: Judged, text: MappedText): boolean {
  if (judged.image.entrypoint.value === "unknown") return true;
  for (const path of judged.startUp.paths) {
    const hops = path.processes.flatMap((process) => process.hops);
    const last = hops.findLastIndex((hop) => hop.argv.some((arg) => arg.text === text));
    for (const hop of hops.slice(0, last)) {
      const [first] = hop.argv;
      if (first === undefined || first.value === "unknown") return true;
      const values = hop.argv.map((arg) => arg.value);
      if (unwrap(values)) continue;
      if (
        judged.image.base &&
        judged.image.base.entrypoint?.at(-1)?.endsWith(first.value) === true &&
        forwardsArguments(judged.image.base)
      )
        continue;
      const { file } = judged.context.command(
        judged.image.stage,
        first.value,
        judged.image.workdir.value,
        judged.image.env.get("PATH") ?? "unknown",
      );
      if (file.kind !== "file" || looks(file.text.text)) return true;
    }
    if (last < 0) return true;
  }
  return false;
}

/**
 * Whether a script does more with its arguments than to execute them: tests, loops, hands them to somebody else, or to
 * a file that it sources.
 */
function looks(script: string): boolean {
  if (/\$\{?[1-9#*]|\bshift\b|\bgetopts\b|(^|[\s;&|])(\.|source)\s|\bfor\s+\w+\s*(;|\n|\bdo\b)/m.test(script))
    return true;
  for (const line of script.split("\n")) {
    for (const [index, command] of line.split(/[;|&]/).entries()) {
      // Whatever stands before them in the same command, `exec` executes them; so does a line that begins with them.
      const exec = command.search(/\bexec\b/);
      const before = exec < 0 ? command : command.slice(0, exec);
      if (/\$\{?@/.test(index === 0 ? before.replace(/^[ \t]*"?\$(@|\{@\})"?/, "") : before)) return true;
    }
  }
  return false;
}
