// What the rule says, in one place: for each kind of reason, a sentence made of its facts. Every kind needs an example
// in README.md or cases.md; docs/messages.md lists them.

/** What is said of a stop signal that is written as a number. */
export const messages = {
  // KIND: unique within the rule; a few words that say what is wrong, not what to do. JSON reports print it.
  // FACTS: those of `FindingReason` that the sentence needs: `actor`, `program`, `signal`, `grace`, ...
  // MESSAGE: one sentence without its full stop: actor, effect, consequence. The remedy is the title of the fix. What
  // the platform does after its grace period is in src/stop/wording; the outcome's own reason is said by `reasonWords`.
  number: ({ cause }: { readonly cause: string }) => `STOPSIGNAL ${cause} is a number, which readers have to look up`,
};

/** What is said of other places that have a part in it. */
export const places = { set: "it is set here" };
