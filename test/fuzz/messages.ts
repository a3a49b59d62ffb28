import type { InputFile } from "./input.ts";
import type { Complaint } from "./oracle.ts";

/** What a worker is asked: to examine the inputs of some seeds, or one input. */
export type Order =
  | { readonly kind: "seeds"; readonly first: number; readonly count: number }
  | { readonly kind: "input"; readonly files: readonly (readonly [path: string, file: InputFile])[] };

/** A complaint about the input of a seed; about the one input that was given, if that was. */
export interface Finding extends Complaint {
  readonly seed: number;
}

/** The signal by which a worker ends itself when a call has taken its time. */
export const overtime = "SIGALRM";

/** The exit code of a worker that has taken more memory than it may. */
export const overweight = 77;
