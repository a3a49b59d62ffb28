import type { FileTree } from "./files.ts";
import { RunBudget } from "./model/budget.ts";

/**
 * UTF-16 units that the proofs of fixes read again for the same projects, some 8 s of work: 150 proofs of a Dockerfile of 200 lines with scripts as
 * long as that. Each proof lints its projects anew, so that a file with a finding on each of its lines would cost the square of its length.
 */
const unitsOfProjects = 3_000_000;

/** The same for a whole run. */
const unitsOfRun = 60_000_000;

/** Steps that the proofs for the same projects take to follow start-ups. */
const stepsOfProjects = 1_000_000;

/** What is left for some projects. */
interface Rest {
  units: number;
  readonly steps: RunBudget;
}

/** What proofs may still read and follow. It counts text and steps and never time, so that the answer is the same on every machine; no file waits for another. */
export class ProofBudget {
  readonly #rests = new Map<string, Rest>();
  readonly #run: RunBudget;
  #units = unitsOfRun;

  /** `run`: the steps that proofs of a whole run take. */
  constructor(run: RunBudget) {
    this.#run = run;
  }

  /** Takes what one proof reads: for each project, by its path, the files that it is made of. Gives the steps for it; undefined where too little is left. */
  take(projects: ReadonlyMap<string, ReadonlySet<string>>, tree: FileTree): RunBudget | undefined {
    const key = [...projects.keys()].join("\0");
    const rest = this.#rests.get(key) ?? { units: unitsOfProjects, steps: new RunBudget(stepsOfProjects, this.#run) };
    this.#rests.set(key, rest);
    let units = 0;
    for (const path of [...projects.values()].flatMap((files) => [...files])) {
      const entry = tree.read(path);
      if (entry.kind === "file") units += entry.text.length;
    }
    // What is refused takes nothing from others.
    if (units > rest.units || units > this.#units || rest.steps.spent || this.#run.spent) return undefined;
    rest.units -= units;
    this.#units -= units;
    return rest.steps;
  }
}
