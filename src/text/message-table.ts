import type { FindingReason } from "./diagnostic.ts";

/** What is said: for each kind of reason, a function of its facts that gives the sentence. */
export type Messages<F> = { readonly [K in keyof F & string]: (facts: F[K]) => string };

/** A reason with the facts that its message needs. */
export type ReasonFor<F, K extends keyof F & string = keyof F & string> = {
  readonly [P in K]: { readonly kind: P } & F[P] & FindingReason;
}[K];

/** The reasons that a table has messages for. */
export type ReasonOf<M> = M extends Messages<infer F> ? ReasonFor<F> : never;

/** The message that a table has for a reason. */
export function worded<F, K extends keyof F & string>(messages: Messages<F>, reason: ReasonFor<F, K>): string {
  return messages[reason.kind](reason);
}
