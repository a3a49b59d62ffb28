import { defineRule } from "../../src/rule.ts";
import { oncePerPlace } from "../once-per-place.ts";
import type { Judged, ReasonOf, Unworded } from "../../src/rule.ts";
import { writeHandler } from "./handler-snippets.ts";
import { messages, places } from "./messages.ts";
import { missingHandlers } from "./missing-handler.ts";

/** The application sets no handler for the stop signal, by its own source. */
export const rule = defineRule({
  id: "unhandled-stop-signal",
  summary: "The application sets no handler for the stop signal, in none of its files and by none of its libraries",
  alsoSilencedBy: [],
  messages,
  *check(project) {
    for (const judged of project.images) yield* oncePerPlace(check(judged));
  },
});

function* check(judged: Judged): Iterable<Unworded<ReasonOf<typeof messages>>> {
  for (const { path, main, signal, unhandled, severity, reason } of missingHandlers(judged)) {
    const hop = main.hops.at(-1);
    const start = hop?.argv[0]?.text?.locate() ?? hop?.at;
    const { idle, belongs } = unhandled;
    yield {
      severity,
      reason,
      path,
      at: idle?.at ?? belongs.at,
      related: start && start.path !== "" ? [{ at: start, message: places.starts }] : [],
      fixes: [writeHandler(unhandled, signal)],
    };
  }
}
