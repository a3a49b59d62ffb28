import { describe, expect, test } from "@jest/globals";
import { chains, judged } from "../shell/walk.ts";

const again = "trap 'kill $P' TERM\napp & P=$!\nwait $P\nwait $P\n";
const app = { app: "\u007fELF" };

describe("a shell that ends with the first failure", () => {
  const outcome = (script: string, cmd = '["/ep.sh"]'): string =>
    judged(`FROM debian:12-slim\nCOPY app /usr/local/bin/app\nCOPY ep.sh /ep.sh\nCMD ${cmd}\n`, {
      ...app,
      "ep.sh": { text: script, executable: true },
    }).startUp.outcome;

  test.each([
    ["says so in the script", `#!/bin/sh\nset -e\n${again}`, undefined, "abrupt"],
    ["says so in the shebang", `#!/bin/sh -e\n${again}`, undefined, "abrupt"],
    ["says so in the shebang, among others", `#!/bin/bash -eu\n${again}`, undefined, "abrupt"],
    ["says so behind env", `#!/usr/bin/env -S bash -e\n${again}`, undefined, "abrupt"],
    ["is told so", `#!/bin/sh\n${again}`, '["sh", "-e", "/ep.sh"]', "abrupt"],
    ["is told so at length", `#!/bin/sh\n${again}`, '["bash", "-o", "errexit", "/ep.sh"]', "abrupt"],
    ["is told so for a text", "", `["bash", "-ec", ${JSON.stringify(again)}]`, "abrupt"],
    ["is told otherwise later", `#!/bin/sh -e\nset +e\n${again}`, undefined, "delivered"],
    [
      "does not read the shebang of a script that it is given",
      `#!/bin/sh -e\n${again}`,
      '["sh", "/ep.sh"]',
      "delivered",
    ],
    ["has other options", `#!/bin/sh -u\n${again}`, undefined, "delivered"],
  ])("%s", (_, script, cmd = '["/ep.sh"]', expected) => {
    expect(outcome(script, cmd)).toBe(expected);
  });
});

describe("/bin/sh", () => {
  const shell = (run: string, base = "debian:12-slim"): string =>
    chains(`FROM ${base}\nRUN ${run}\nCMD app x\n`)[0]?.split(/ [|>] /)[0] ?? "";

  test.each([
    ["true", "dash"],
    ["ln -sf /bin/bash /bin/sh", "bash"],
    ["rm /bin/sh && ln -s /bin/bash /bin/sh", "bash"],
    ["apt-get update && ln -snf bash /usr/bin/sh", "bash"],
    ["cd /bin && ln -sf bash sh", "bash"],
    ["mv /bin/sh /bin/sh.old && ln -s bash /bin/sh && ln -sf dash /bin/sh", "dash"],
    ["echo 'dash dash/sh boolean false' | debconf-set-selections && dpkg-reconfigure dash", "sh"],
    ["update-alternatives --install /bin/sh sh /bin/bash 100", "sh"],
    ["ln -s /bin/sh /usr/local/bin/shell", "dash"],
    ["cp /bin/sh /x", "dash"],
    ["cp /bin/bash /bin/sh", "sh"],
  ])("behind RUN %s", (run, expected) => {
    expect(shell(run)).toBe(expected);
  });

  test("of a stage is that of the stage below it", () => {
    expect(
      chains(
        "FROM debian:12 AS a\nRUN ln -sf bash /bin/sh\nFROM debian:12 AS b\nRUN ln -sf zsh /bin/sh\nFROM a\nCMD app x\n",
      )[0],
    ).toMatch(/^bash/);
  });
});

describe("su's shell", () => {
  test.each([
    ["debian:12-slim", "su root -c", "bash"],
    ["debian:12-slim", "su - -c", "bash"],
    ["debian:12-slim", "su app -c", "sh"],
    ["debian:12-slim", "su -s /bin/sh app -c", "dash"],
    ["alpine:3.20", "su app -c", "busybox ash"],
  ])("on %s for %s", (base, su, expected) => {
    expect(chains(`FROM ${base}\nCMD ${JSON.stringify([...su.split(" "), "a; b"])}\n`)[0]).toContain(expected);
  });
});
