import { hasBusybox } from "../image/packages.ts";
import type { ShellRow } from "../known/shells/shells.ts";
import type { Host } from "../shell/host.ts";
import { unsetValue } from "../shell/state/field.ts";
import type { Value } from "../shell/state/field.ts";
import type { Trap } from "../shell/state/traps.ts";
import { searchPath } from "./chain.ts";
import { unitOf } from "./script-unit.ts";
import type { Inherited, Situation } from "./situation.ts";

/** Signals that a shell ignores when it starts a program: that is how the program finds them. */
export function ignoredBy([shell]: readonly Inherited[]): ReadonlyMap<string, Trap> {
  return new Map([...(shell?.traps ?? [])].filter(([, { kind }]) => kind === "ignore"));
}

/**
 * A variable of the environment: the nearest shell on the way here that has exported it decides, or the image. Who sets
 * it for a deployment has said how that is started; one that the image sets may be set otherwise.
 */
function environment(name: string, { env, inherited, image, bare = false }: Situation): Value | undefined {
  const own = env.get(name);
  if (own) return own;
  if (bare) return unsetValue;
  const declared = image.env.get(name);
  for (const { vars, exported } of inherited) {
    const set = vars.get(name);
    if (set && (exported.has(name) || declared !== undefined || set.unset)) return set;
  }
  return declared === undefined ? undefined : { value: declared, fixed: image.deployment.env.has(name) };
}

/** As {@link Host.usual}. */
function usualValue(
  name: string,
  { run, env, inherited, bare = false }: Situation,
  shells: readonly ShellRow[] | undefined,
): string | undefined {
  const isOpen = ({ vars, exported, hidden, opaque }: Inherited): boolean =>
    hidden || opaque !== undefined || (exported.has(name) && vars.has(name)) || vars.get(name)?.unset === true;
  return bare || env.has(name) || inherited.some(isOpen) ? undefined : run.usual(name, shells);
}

/** What a script sees of its image. */
export function hostOf(situation: Situation): Host {
  return {
    budget: situation.budget,
    env: (name) => environment(name, situation),
    first: situation.rank === "init",
    located: (name, cwd) => {
      const { context, image } = situation;
      const { path, file } = context.command(image.stage, name, cwd, searchPath(situation));
      return file.kind === "file" && file.executable !== false && path !== undefined
        ? { path, binary: file.text.text.startsWith("\u007fELF") }
        : undefined;
    },
    busybox: () => hasBusybox(situation.image),
    usual: (name, shells) => usualValue(name, situation, shells),
    strays: situation.run.strays,
    leaves: () => situation.run.leaves(),
    source: (path, state) => {
      if (path === "unknown")
        return { kind: "unknown", reason: "a file is sourced whose name is known only when the container runs" };
      const { path: found, file } = situation.context.command(
        situation.image.stage,
        path,
        state.cwd,
        searchPath(situation),
      );
      if (file.kind !== "file" || found === undefined)
        return {
          kind: "unknown",
          reason: `${path} is sourced, and ${file.kind === "unknown" ? file.reason : "is a folder"}`,
        };
      const unit = unitOf(found, file);
      situation.budget.read(unit.script);
      if (unit.script.error) return { kind: "unknown", reason: `${path} is sourced, and cannot be parsed` };
      return { kind: "unit", unit: { ...unit, locked: `${path} is sourced` } };
    },
  };
}
