import { isDockerfileName } from "../files/names.ts";
import { basename } from "../files/tree.ts";
import type { FileTree } from "../files/tree.ts";
import { RunBudget } from "../shell/state/budget.ts";

/**
 * What the proofs of one round may cost for the same projects, in microseconds of a slow machine: a hundred proofs of
 * a compose file of 60 KB, or of a Dockerfile with as many findings. Each proof lints its projects anew, so that a file
 * with a finding on each of its lines would cost the square of its length.
 */
const mostOfProjects = 2_500_000;

/** The same for all rounds and projects of a run. */
const mostOfRun = 60_000_000;

/** Steps that the proofs of one round for the same projects take to follow start-ups. */
const stepsOfProjects = 500_000;

/** What linting costs in that unit: for a UTF-16 unit of text, a line of a Dockerfile, a finding, an image. */
const cost = { unit: 0.25, line: 30, finding: 20, image: 300 } as const;

/** What one proof lints. */
interface Proving {
  /** Paths of the projects. */
  readonly projects: readonly string[];
  readonly files: Iterable<string>;
  readonly findings: number;
  readonly images: number;
}

/** What is left for some projects. */
interface Rest {
  left: number;
  readonly steps: RunBudget;
}

/**
 * What a run may still spend on proofs. It counts text and steps and never time, so that the answer is the same on
 * every machine.
 */
export class ProofBudget {
  readonly #steps: RunBudget;
  #left = mostOfRun;

  /** `steps`: those that proofs of a whole run take. */
  constructor(steps: RunBudget) {
    this.#steps = steps;
  }

  /** The proofs of one round. */
  round(): RoundBudget {
    return new RoundBudget(this.#steps, (amount) => {
      if (amount > this.#left) return false;
      this.#left -= amount;
      return true;
    });
  }
}

/**
 * What one round may still spend. No file waits for another one; of a file that costs too much nothing is fixed, so
 * that what is fixed does not depend on the order.
 */
export class RoundBudget {
  /** Paths of projects whose fixes cannot all be proved. */
  readonly exhausted = new Set<string>();
  readonly #rests = new Map<string, Rest>();
  readonly #steps: RunBudget;
  readonly #take: (amount: number) => boolean;

  constructor(steps: RunBudget, take: (amount: number) => boolean) {
    this.#steps = steps;
    this.#take = take;
  }

  /** Takes what one proof costs. Gives the steps for it; undefined where too little is left. */
  take({ projects, files, findings, images }: Proving, tree: FileTree): RunBudget | undefined {
    const key = projects.join("\0");
    const rest = this.#rests.get(key) ?? { left: mostOfProjects, steps: new RunBudget(stepsOfProjects, this.#steps) };
    this.#rests.set(key, rest);
    let amount = cost.finding * findings + cost.image * images;
    for (const path of files) {
      const entry = tree.read(path);
      if (entry.kind === "file") amount += cost.unit * entry.text.length + cost.line * linesIn(path, entry.text);
    }
    const enough = amount <= rest.left && !rest.steps.spent && !this.#steps.spent && this.#take(amount);
    if (!enough) for (const project of projects) this.exhausted.add(project);
    rest.left -= amount;
    return enough ? rest.steps : undefined;
  }
}

/** The lines of a Dockerfile, of which each may be an instruction; those of other files cost what their text does. */
function linesIn(path: string, text: string): number {
  return isDockerfileName(basename(path)) ? text.split("\n").length : 0;
}
