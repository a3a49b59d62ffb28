import { expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import { trace } from "../library.ts";

/** The two facts of a Dockerfile's main program, and what stands beside it in the tree. */
function facts(start: string, base = "debian:12"): string {
  const files = {
    "/Dockerfile": `FROM ${base}\nCOPY . /\n${start}\n`,
    "/handler.js": 'process.on("SIGTERM", stop)\n',
    "/plain.js": "serve()\n",
  };
  const path = trace(memoryTree(files), ["/Dockerfile"])[0]?.paths[0];
  return `${path?.outcome}: ${path?.handles}, ${path?.waits}: ${path?.hops.at(-1)?.note?.text ?? "-"}`;
}

test.each([
  [
    'CMD ["node", "handler.js"]',
    "delivered: true, unknown: handles SIGTERM; whether it finishes its work is not known",
  ],
  ['CMD ["node", "plain.js"]', "stuck: false, unknown: ignores SIGTERM as PID 1"],
  ['CMD ["sleep", "9"]', "stuck: false, unknown: ignores SIGTERM as PID 1"],
  [
    'CMD ["/opt/rabbitmq/sbin/rabbitmq-server"]',
    "delivered: true, unknown: handles SIGTERM; whether it finishes its work is not known",
  ],
  ['CMD ["redis-server"]', "graceful: true, true: handles SIGTERM, finishes its work"],
  ['CMD ["nginx", "-g", "daemon off;"]', "abrupt: true, false: handles SIGTERM, does not finish its work"],
  [
    'STOPSIGNAL SIGQUIT\nCMD ["nginx", "-g", "daemon off;"]',
    "graceful: true, true: handles SIGQUIT, finishes its work",
  ],
  ['CMD ["my-own-program"]', "unknown: unknown, unknown: -"],
  ["CMD redis-server; true", "stuck: true, true: -"],
])("%s: %s", (start, expected) => {
  expect(facts(start)).toBe(expected);
});
