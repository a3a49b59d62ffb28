import type { Script } from "../../parse/shell/script-syntax.ts";

/**
 * Steps that the start-up of one image may take: commands that are followed on each of its ways, ways that are
 * compared, programs that are started, and long texts, each by the size of what is copied or read for it. Real
 * start-ups take up to some thousands; with all of them, and what the rules make of it, an image costs a few seconds.
 */
export const stepsOfImage = 100_000;

/** Steps that the ways beside the default run may take: its verdict stands without them. */
export const stepsOfOthers = 40_000;

/** Steps of all images of a run together; when they are gone, each image more has {@link stepsOfLateImage}. */
const stepsOfRun = 5_000_000;

/** Enough for what most scripts do, and little enough for a thousand images. */
const stepsOfLateImage = 10_000;

/** UTF-16 units of a script that are as dear to parse as a command is to follow. */
const UNITS_OF_STEP = 64;

/** A script that is followed, and what messages call it. */
interface Followed {
  readonly script: Script;
  readonly title: string;
}

/** What the images of a run have taken so far. */
export class RunBudget {
  #left: number;
  readonly #whole: RunBudget | undefined;

  /** `whole`: a budget that the steps are taken from as well. */
  constructor(steps = stepsOfRun, whole?: RunBudget) {
    this.#left = steps;
    this.#whole = whole;
  }

  /** Steps that are left; below zero by what the last image has taken beyond them. */
  get left(): number {
    return this.#left;
  }

  /** Whether images have taken all steps that there are for a run. */
  get spent(): boolean {
    return this.#left <= 0;
  }

  /** Takes steps; more than there are leave none. */
  take(steps: number): void {
    this.#left -= steps;
    this.#whole?.take(steps);
  }

  /** The budget of one image more. */
  image(): Budget {
    return new Budget(this.spent ? stepsOfLateImage : stepsOfImage, this);
  }
}

/**
 * What is left for following one image's start-up. It counts steps and never time, so that the answer is the same on
 * every machine.
 */
export class Budget {
  #left: number;
  readonly #all: number;
  #cut: string | undefined;
  #unit: Followed | undefined;
  #at = 0;
  readonly #run: { take(steps: number): void } | undefined;
  readonly #read = new Set<Script>();

  /** `run`: what the steps are taken from as well. */
  constructor(steps: number = stepsOfImage, run?: { take(steps: number): void }) {
    this.#left = steps;
    this.#all = steps;
    this.#run = run;
  }

  /** Which part of the steps is gone, from 0 to 1 and a little more. */
  get used(): number {
    return 1 - this.#left / this.#all;
  }

  /** Why the start-up was cut off, one sentence; undefined while there are steps left. */
  get cut(): string | undefined {
    return this.#cut;
  }

  /** Steps that are left. */
  get left(): number {
    return this.#left;
  }

  /** A budget of its own for a part of the work: when its steps are gone, those that are left here still stand. */
  part(most: number): Budget {
    const take = (steps: number): void => {
      this.#left -= steps;
      this.#run?.take(steps);
    };
    return new Budget(Math.min(most, this.#left), { take });
  }

  /** Takes steps for a text that is parsed, by its length; only once where it is come to in several ways. */
  read(script: Script): boolean {
    if (this.#read.has(script)) return this.#cut === undefined;
    this.#read.add(script);
    return this.spend(script.text.text.length / UNITS_OF_STEP);
  }

  /** Takes one step, for what stands at an offset of a unit's text; as {@link spend}. */
  step(unit: Followed, at: number): boolean {
    this.#unit = unit;
    this.#at = at;
    return this.spend(1);
  }

  /**
   * Takes steps, or parts of one, for what is being followed; false when there are none left. From then on nothing is
   * followed any more, and what was found up to there stands for nothing: a way that would have made it another may be
   * missing.
   */
  spend(steps: number): boolean {
    if (this.#cut !== undefined) return false;
    this.#left -= steps;
    this.#run?.take(steps);
    if (this.#left >= 0) return true;
    const place = this.#unit ? ` (up to ${placeOf(this.#unit, this.#at)})` : "";
    this.#cut = `the start-up branches too often or is too long to follow${place}`;
    return false;
  }
}

/** "r.sh:12"; a text that does not begin where its file does has no line of its own. */
function placeOf({ script: { text }, title }: Followed, at: number): string {
  if (text.path === "" || text.startOf(0) !== 0) return title;
  let line = 1;
  for (let index = text.text.indexOf("\n"); index >= 0 && index < at; index = text.text.indexOf("\n", index + 1))
    line++;
  return `${title}:${line}`;
}
