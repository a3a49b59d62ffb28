import { isServiceVariable, isSetAnyway, isSetByEngines, isSetByImages } from "../known/shells/set-variables.ts";
import type { Container } from "../platforms/container.ts";
import { GIVEN } from "../shell/state/field.ts";
import { followImage } from "./follow-image.ts";
import type { Around } from "./follow-image.ts";
import type { Chain, Run } from "./situation.ts";

/** How often a run that fails is tried once more with the variables that it has failed for. */
const MOST_TRIES = 6;

/** The ways of the default run, and what it takes for it to stay. */
export interface DefaultRun {
  readonly chains: readonly Chain[];
  readonly run: Run;
  /** Variables that nobody declares, and without which it ends in a failure: it is the run that has them. */
  readonly given: readonly string[];
  /** The environment or a terminal can lead to other ways. */
  readonly leaves: boolean;
}

/**
 * Follows the run with exactly what image and deployment declare. Where it fails for a variable, that with this
 * variable set to something: nobody starts a container in order to be told what is missing.
 */
export function followDefault(around: Around): DefaultRun {
  let given: readonly string[] = [];
  let first: DefaultRun | undefined;
  for (let tries = 1; ; tries++) {
    let leaves = false;
    const run: Run = { strays: false, usual: usualIn(around.image, given), leaves: () => void (leaves = true) };
    const chains = followImage(around, run);
    const missing = missingFor(chains).filter((name) => !given.includes(name));
    const found: DefaultRun = { chains, run, given, leaves };
    // With nothing gained, what ran before it failed is what the script is there for.
    if (first && chains.every(hasEnded)) return first;
    if (missing.length === 0 || tries === MOST_TRIES) return found;
    if (!chains.every(hasEnded)) first ??= found;
    given = [...new Set([...given, ...missing])];
  }
}

/** The same with all ways that the environment can lead to. */
export function strayingFrom({ run }: DefaultRun): Run {
  return { ...run, strays: true };
}

function hasEnded({ processes }: Chain): boolean {
  return processes.at(-1)?.role.kind === "ended";
}

/** Whether a way ends by itself without having done what it is there for. */
export function hasFailed({ processes }: Pick<Chain, "processes">): boolean {
  const role = processes.at(-1)?.role;
  return role?.kind === "ended" && role.failure !== undefined;
}

/** Variables for which each way of a run fails; none where one of them does not fail. */
function missingFor(chains: readonly Chain[]): readonly string[] {
  const names: string[] = [];
  for (const { processes } of chains) {
    const failure = failureOf(processes);
    if (failure.length === 0) return [];
    names.push(...failure);
  }
  return names;
}

/** The variables for which a script ends in a failure, or would behind a command that nobody knows to stay. */
function failureOf(processes: Chain["processes"]): readonly string[] {
  const main = processes.at(-1)?.role;
  if (main?.kind === "ended" && main.failure) return main.failure;
  if (main?.kind !== "ended" && main?.kind !== "unknown") return [];
  return processes.flatMap(({ role }) => (role.kind === "shell" && role.left === true ? role.state.leaned : []));
}

/** What a variable is on the default run of an image, as {@link Run.usual}. */
function usualIn({ env, deployment }: Container, given: readonly string[]): Run["usual"] {
  return (name, shells) => {
    if (given.includes(name) || (isSetByEngines(name) && !env.has(name))) return GIVEN;
    // compose makes nothing of a variable that it is not told; Kubernetes starts no container without its secret.
    if (deployment.env.get(name) === "unknown") return deployment.platform.name === "kubelet" ? GIVEN : "";
    if (!/^[A-Za-z_]\w*$/.test(name) || env.has(name) || isSetAnyway(name, shells) || deployment.opensEnv)
      return undefined;
    if (isSetByImages(name)) return undefined;
    return deployment.platform.name === "kubelet" && isServiceVariable(name) ? undefined : "";
  };
}
