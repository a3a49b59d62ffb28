import type { Stopper } from "../../src/platforms/deployment.ts";
import type { Reason } from "../../src/stop/reason.ts";
import { reasonWords } from "../../src/stop/wording/reason-words.ts";
import { graceWords } from "../../src/stop/wording/shared-words.ts";
import type { ReasonOf } from "../../src/text/message-table.ts";

interface Misfit {
  readonly actor: string;
  readonly signal: string;
  /** The base image that sets the signal. */
  readonly image: string | undefined;
  readonly grace: Stopper;
}

interface Poor {
  readonly actor: string;
  readonly signal: string;
  /** The signal to send instead. */
  readonly better: string;
}

/** What is said of a stop signal that does not suit the program. */
export const messages = {
  "nobody can handle it": ({ signal }: { readonly signal: string }) =>
    `no program can handle ${signal}: every process is killed at once, in the middle of its work`,
  "ignored": (facts: Misfit) => `${facts.actor} ignores ${inherited(facts)}, so ${graceWords(facts.grace)}`,
  "not a stop": (facts: Misfit) =>
    `${facts.actor} does something other than stop on ${inherited(facts)}, so ${graceWords(facts.grace)}`,
  "your code decides": (facts: Misfit) =>
    `unless your code handles it, ${facts.actor} ignores ${inherited(facts)}, so ${graceWords(facts.grace)}`,
  "drops connections": ({ actor, signal, better }: Poor) =>
    `${signal} makes ${actor} drop open connections; ${better} lets it finish them`,
  "cuts jobs": ({ actor, signal, better }: Poor) =>
    `${signal} makes ${actor} cut the job in hand; ${better} lets it finish`,
  /** Whether it finishes its work on the other signal, is up to its settings. */
  "settings decide": ({ actor, signal, better }: Poor) =>
    `${signal} makes ${actor} cut the work in hand; only on ${better} can it finish, as far as its settings allow`,
  "waits too long": ({ actor, signal, better }: Poor) =>
    `on ${signal}, ${actor} waits for its clients, longer than most grace periods; on ${better} it ends their sessions`,
  /** Of the deployment's grace period. */
  "no time": ({ outcome }: { readonly outcome: Reason }) => reasonWords(outcome),
  "less graceful": ({ actor, signal, better }: Poor) => `${actor} shuts down gracefully on ${better}, not on ${signal}`,
};

/** Why a stop signal does not suit the program. */
export type SignalReason = ReasonOf<typeof messages>;

/** The signal, and where it comes from if no file of the project sets it. */
function inherited({ signal, image }: Misfit): string {
  return image === undefined ? signal : `${signal}, the STOPSIGNAL inherited from ${image}`;
}
