import type { Arg } from "../image/built-image.ts";
import type { Field } from "../shell/state/field.ts";
import type { Hop, Process, Role } from "./process.ts";
import type { Chain, How, Situation } from "./situation.ts";

/** A hop of a chain. */
export function hop(argv: readonly Field[], how: How, what: string, situation: Pick<Situation, "cwd" | "env">): Hop {
  return {
    argv,
    kind: how.kind,
    via: how.via,
    at: how.at,
    what,
    cwd: situation.cwd,
    env: situation.env,
    running: how.running,
  };
}

/** A chain of one process. */
export function single(process: Process): Chain {
  return { processes: [process], leftBehind: [], started: [], departures: [] };
}

/** Chains in which the first process ran another program image before. */
export function prepend(first: Hop, chains: readonly Chain[]): readonly Chain[] {
  return chains.map((chain) => {
    const [head, ...rest] = chain.processes;
    return { ...chain, processes: [{ ...head, hops: [first, ...head.hops] }, ...rest] };
  });
}

/** Chains in which a process stays and the first process of each is its child. */
export function parent(self: Hop, role: Role, chains: readonly Chain[]): readonly Chain[] {
  return chains.map((chain) => ({ ...chain, processes: [{ hops: [self], role }, ...chain.processes] }));
}

/** PATH, as far as it is known. */
export function searchPath(situation: Pick<Situation, "env" | "image">): string | "unknown" {
  const path = situation.env.get("PATH")?.value ?? situation.image.env.get("PATH");
  return path ?? "unknown";
}

/** A word as a message shows it. */
export function display(word: Arg | undefined): string {
  if (!word) return "an empty command";
  return word.value === "unknown" ? (word.text?.text ?? "an unknown word") : word.value;
}
