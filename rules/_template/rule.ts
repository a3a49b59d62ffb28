import { byHand, defineRule } from "../../src/rule.ts";
import { oncePerPlace } from "../once-per-place.ts";
import type { Fix, Judged, Location, ReasonOf, Unworded } from "../../src/rule.ts";
import { messages, places } from "./messages.ts";

// A rule to start from: copy the folder, give it the rule's id, and replace what the comments in capitals describe.
// The rule is whole and its page is tested, so that a copy works before a word of it is changed.

/** A stop signal that is written as a number. (ONE CLAUSE: what the rule finds.) */
export const rule = defineRule({
  // ID: the folder's name, a noun phrase that reads well behind "allow". Public for ever.
  id: "_template",
  // SUMMARY: one clause without a full stop: who does what, and what comes of it.
  summary: "STOPSIGNAL is a number, which readers have to look up",
  // OTHER TOOLS: ids of their rules that say the same; a comment that silences those silences this one.
  alsoSilencedBy: [],
  messages,
  *check(project) {
    // What a project starts: its images, and in each all ways through its start-up (`judged.startUp.paths`).
    for (const judged of project.images) yield* oncePerPlace(check(judged));
  },
});

function* check({ image }: Judged): Iterable<Unworded<ReasonOf<typeof messages>>> {
  const { value, by } = image.stopSignal;
  // QUESTION: what is unknown is never a finding. A question of more than a few lines gets a file of its own here.
  if (value === "unknown" || by.kind !== "instruction" || !/^\d+$/.test(by.instruction.body.text)) return;
  const { body, at } = by.instruction;
  yield {
    // SEVERITY: error needs measured or documented facts, warning evidence that the message names; info is style.
    severity: "info",
    // REASON: a kind and the facts that its sentence in messages.ts is made of. No words here.
    reason: { kind: "number", cause: body.text },
    // PLACE: carried from the parser, never searched for.
    at: body.locate(),
    // RELATED: places that help to understand this one.
    related: at.path === image.dockerfile.source.path ? [] : [{ at, message: places.set }],
    fixes: [writeName(value, body.locate())],
  };
}

// FIXES: `safe` keeps program, arguments, environment and directory; `unsafe` may change what runs; `byHand` is advice.
function writeName(signal: string, at: Location): Fix {
  if (!signal.startsWith("SIG")) return byHand("name a signal that Linux has", "no signal has this number");
  return {
    title: `Write its name: ${signal}`,
    // The numbers of real-time signals are not the same with every C library.
    applicability: signal.startsWith("SIGRT") ? "unsafe" : "safe",
    edits: [{ ...at, text: signal }],
  };
}
