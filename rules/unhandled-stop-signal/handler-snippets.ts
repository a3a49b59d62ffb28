import { byHand } from "../../src/text/edits.ts";
import type { Fix } from "../../src/text/edits.ts";
import type { Unhandled } from "../../src/application/handling.ts";
import { pythonAdvice } from "./python-snippets.ts";

/** What to write for the framework at hand: the first of its libraries that is in the list. */
const snippets: readonly (readonly [library: string, advice: (signal: string) => string])[] = [
  ["@nestjs/core", () => "call `app.enableShutdownHooks()` in front of `app.listen()`"],
  ["fastify", (signal) => `write \`process.once("${signal}", () => app.close())\` behind \`app.listen()\``],
  [
    "@hapi/hapi",
    (signal) => `write \`process.once("${signal}", () => server.stop({ timeout: 9000 }))\` behind \`server.start()\``,
  ],
  ["bullmq", (signal) => `write \`process.once("${signal}", () => worker.close())\`, which waits for the job in hand`],
  ["bull", (signal) => `write \`process.once("${signal}", () => queue.close())\`, which waits for the job in hand`],
  ["discord.js", (signal) => `write \`process.once("${signal}", () => client.destroy())\``],
  ["telegraf", (signal) => `write \`process.once("${signal}", () => bot.stop("${signal}"))\``],
];

/** The advice for whoever mends the source. */
export function writeHandler(unhandled: Unhandled, signal: string): Fix {
  const { libraries, idle, language } = unhandled;
  if (language === "python") return byHand(pythonAdvice(unhandled, signal));
  if (idle) return byHand("close the server in the handler, and end the program when it is closed");
  const snippet = snippets.find(([library]) => libraries.includes(library));
  if (snippet) return byHand(snippet[1](signal));
  return byHand(
    `keep what \`listen()\` returns, and write \`process.once("${signal}", () => server.close())\` behind it; ` +
      "where databases or timers keep the program running, end them in the callback of `close()`",
  );
}
