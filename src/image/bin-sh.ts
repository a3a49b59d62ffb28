import type { Known } from "../text/diagnostic.ts";
import { isManager, managerCommand, shellBesideManager } from "../known/images/systems.ts";
import type { ShellFamily } from "../known/shells/shells.ts";
import { parseShell } from "../parse/shell/parse-shell.ts";
import type { Location, MappedText } from "../text/source.ts";
import { certainCommands, simpleCommands } from "../parse/shell/calls.ts";

const families = new Map<string, ShellFamily>([
  ["bash", "bash"],
  ["dash", "dash"],
  ["busybox", "ash"],
  ["ash", "ash"],
  ["zsh", "zsh"],
]);

/**
 * What the RUN instructions of an image make of /bin/sh: the shell that it becomes a link to, unknown where they touch
 * it in another way, undefined where they leave it.
 */
export function relinkedShell(runs: readonly MappedText[]): Known<ShellFamily> | undefined {
  let found: Known<ShellFamily> | undefined;
  for (const text of runs) {
    if (!/\bsh\b|\bdash\b|-binsh\b/.test(text.text)) continue;
    for (const { words } of simpleCommands(parseShell(text).list)) {
      const values = words.map((word) => word.literal ?? word.raw);
      const [name, ...rest] = values[0] === "sudo" ? values.slice(1) : values;
      const operands = rest.filter((each) => !each.startsWith("-"));
      const target = operands.at(-1) ?? "";
      const there = /^(\/usr)?\/bin\/sh$/.test(target) || (/^sh$/.test(target) && text.text.includes("cd /bin"));
      const named =
        name === "apk" ? operands.flatMap((each) => /^(\w+)-binsh$/.exec(each)?.[1] ?? []).at(-1) : undefined;
      if (named !== undefined) found = families.get(named) ?? "unknown";
      else if (name === "ln" && there) found = families.get((operands.at(-2) ?? "").replace(/^.*\//, "")) ?? "unknown";
      else if (/^(cp|install)$/.test(name ?? "") && there) found = "unknown";
      else if (
        /^(mv|update-alternatives|dpkg-divert)$/.test(name ?? "") &&
        operands.some((each) => /^(\/usr)?\/bin\/sh$/.test(each))
      )
        found = "unknown";
      else if (name === "dpkg-reconfigure" && operands.includes("dash")) found = "unknown";
    }
  }
  return found;
}

/** The shell that a base image has, as the build's own commands tell. */
export interface ToldShell {
  readonly sh: ShellFamily;
  /** The command that tells. */
  readonly at: Location;
}

/**
 * What /bin/sh is in a base image that no table knows: the build can only call a package manager that is there,
 * where it calls it whatever happens. Undefined where it calls none, or those of distributions with different shells.
 */
export function toldShell(runs: readonly MappedText[]): ToldShell | undefined {
  const told: { readonly sh: ShellFamily | undefined; readonly at: Location }[] = [];
  for (const text of runs) {
    if (!managerCommand.test(text.text)) continue;
    for (const { words } of certainCommands(parseShell(text).list)) {
      const name = words.find(({ literal }) => literal !== "sudo");
      if (name?.literal !== undefined && isManager(name.literal))
        told.push({ sh: shellBesideManager(name.literal), at: text.locate(name.start, name.end) });
    }
  }
  const [first] = told;
  return first?.sh !== undefined && told.every(({ sh }) => sh === first.sh)
    ? { sh: first.sh, at: first.at }
    : undefined;
}
