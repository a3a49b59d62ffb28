import { byHand, defineRule } from "../../src/rule.ts";
import { oncePerPlace } from "../once-per-place.ts";
import type { Judged, ReasonOf, Unworded } from "../../src/rule.ts";
import { hastyHandlers } from "./hasty-handlers.ts";
import { messages, places } from "./messages.ts";

/** The application's own handler ends it at once. */
export const rule = defineRule({
  id: "handler-cuts-work",
  summary: "The application's handler for the stop signal exits at once, so that requests being answered are cut",
  alsoSilencedBy: [],
  messages,
  *check(project) {
    for (const judged of project.images) yield* oncePerPlace(check(judged));
  },
});

function* check(judged: Judged): Iterable<Unworded<ReasonOf<typeof messages>>> {
  for (const { path, main, outcome, handler } of hastyHandlers(judged)) {
    const hop = main.hops.at(-1);
    const start = hop?.argv[0]?.text?.locate() ?? hop?.at;
    yield {
      severity: handler.serves ? "warning" : "info",
      reason: { kind: handler.serves ? "exits while serving" : "exits", outcome },
      path,
      at: handler.place.at,
      related: start && start.path !== "" ? [{ at: start, message: places.starts }] : [],
      fixes: [
        handler.serves && handler.language === "javascript"
          ? byHand("close the server in the handler, and exit when it is closed: `server.close(() => process.exit(0))`")
          : handler.serves
            ? byHand("shut the server down in the handler, and let the program end when its requests are answered")
            : byHand("finish the work in hand in the handler, and exit then"),
      ],
    };
  }
}
