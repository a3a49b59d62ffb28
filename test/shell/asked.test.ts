import { describe, expect, test } from "@jest/globals";
import { lint, memoryTree } from "../library.ts";

/** Rules that find something in a script that is an image's entrypoint. */
function rulesFor(script: string): readonly string[] {
  const files = {
    "/a/Dockerfile": 'FROM debian:12-slim\nCOPY run.sh /\nCMD ["/run.sh"]\n',
    "/a/run.sh": { text: `#!/bin/bash\n${script}`, executable: true },
  };
  return lint(memoryTree(files), ["/a/Dockerfile"]).diagnostics.map(({ rule }) => rule);
}

describe("a program whose output a condition looks at is asked for it: it is no main program", () => {
  test.each([
    "if phantomjs render.js http://result | grep -q '1 vote'; then\n  echo passed\n  exit 0\nelse\n  echo failed\n  exit 1\nfi\n",
    "while ! client status | grep -q ready; do sleep 1; done\necho up\n",
    "until client status 2>/dev/null | awk '/ready/ { exit 1 }'; do sleep 1; done\n",
    "check() { client info | grep -q x; }\nif check; then echo yes; fi\n",
    "if ! client list | sed 1q | grep -q a; then exit 1; fi\n",
  ])("%j", (script) => expect(rulesFor(script)).toEqual([]));

  test.each(["./server | tee log\n", "node server.js | grep -v debug\n", "if true; then ./server | tee log; fi\n"])(
    "a program in a pipeline of its own is: %j",
    (script) => {
      expect(rulesFor(script)).toContain("piped-main-program");
    },
  );
});
