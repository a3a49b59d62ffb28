import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import type { MemoryFile } from "../../src/files/tree.ts";
import { waiverOf } from "../../src/stop/severity.ts";
import { readPage } from "../examples.ts";
import { corpusIn } from "../fuzz/corpus.ts";
import { memoryFiles } from "../fuzz/input.ts";
import { contexts } from "../measured/contexts.ts";
import { project } from "../shell/walk.ts";
import { silentRuns } from "./silent-runs.ts";

type Files = Readonly<Record<string, MemoryFile>>;

const root = fileURLToPath(new URL("../../", import.meta.url));
const readExamples = (page: string): readonly Files[] =>
  readPage(readFileSync(`${root}/${page}`, "utf8")).examples.map(({ files }) => files);

/** The corpora that every stuck or abrupt run is looked for in, and how many there are at least. */
const corpora = [
  ["fixtures and examples", corpusIn(root).map(memoryFiles), 500],
  ["rare reasons", readExamples("fixtures/reasons.md"), 1],
  ["measured rows", contexts.map(({ files }) => files), 250],
] as const;

describe("a stuck or abrupt run carries a warning, an error, or a reason why it needs none", () => {
  test.each(corpora)("in all %s", (_, corpus, least) => {
    const looked = corpus.map((files) => silentRuns(files));
    expect(looked.flatMap(({ silent }) => silent)).toEqual([]);
    expect(looked.reduce((sum, { bad }) => sum + bad, 0)).toBeGreaterThan(least);
  });

  const head = "FROM debian:12-slim\nCOPY . /app\n";
  const script = (text: string, shell = "/bin/sh"): Files => ({
    "/Dockerfile": `${head}CMD ["/app/run.sh"]\n`,
    "/run.sh": { text: `#!${shell}\n${text}\n`, executable: true },
  });
  const line = (text: string): Files => ({ "/Dockerfile": head + text });

  test.each([
    ["a job and a loop that keeps alive", script("my-server &\nwhile true; do sleep 60; done")],
    ["a job and a loop that sleeps as its condition", script("node a.js &\nwhile sleep 60; do :; done")],
    ["a job that is looked after", script("node a.js &\nuntil ! kill -0 $!; do sleep 1; done")],
    ["a job that is looked after by its pid", script("node a.js & p=$!\nwhile kill -0 $p; do sleep 1; done")],
    ["a job that is looked for", script("my-server &\nwhile sleep 60; do ps aux | grep -q my || exit 1; done")],
    ["a job on one way of several", script('redis-server &\nif [ -n "$K" ]; then while :; do sleep 9; done; fi\nwait')],
    ["`exec` of a shell in shell form", line("CMD exec sh -c app\n")],
    ["`exec` of a shell in shell form with options", line("ENTRYPOINT exec bash -c 'app; true'\n")],
    ["a shell that bash execs", line('SHELL ["/bin/bash", "-c"]\nCMD sh -c app\n')],
    ["a loop with a subshell as condition", script("while (true); do sleep 60; done")],
    ["a loop with arithmetic as condition", script("while ((1)); do sleep 60; done", "/bin/bash")],
    ["a loop that sleeps as its condition", script("while sleep 60; do date; done")],
    ["a loop that keeps alive in shell form", line("CMD while true; do sleep 60; done\n")],
    ["a job in a loop", script("while true; do my-worker; sleep 5; done")],
    ["a pipeline in a loop", script("while true; do curl x | jq .; done")],
    ["a worker in a loop in shell form", line("CMD while true; do my-worker; done\n")],
    [
      "a worker in a loop behind an init",
      {
        ...script("while true; do node worker.js; sleep 5; done"),
        "/Dockerfile": `${head}ENTRYPOINT ["tini", "--"]\nCMD ["/app/run.sh"]\n`,
      },
    ],
    ["a job that idling leaves behind", script("my-server &\nexec tail -f /dev/null")],
    [
      "the same behind an init",
      {
        ...script("my-server &\nexec tail -f /dev/null"),
        "/Dockerfile": `${head}ENTRYPOINT ["dumb-init"]\nCMD ["/app/run.sh"]\n`,
      },
    ],
    ["nginx on SIGTERM", line('CMD ["nginx", "-g", "daemon off;"]\n')],
    ["apache on SIGTERM", line('CMD ["apache2", "-DFOREGROUND"]\n')],
    [
      "a manager that sends SIGINT",
      { ...line('WORKDIR /app\nCMD ["hivemind"]\n'), "/Procfile": "web: nginx -g 'daemon off;'\n" },
    ],
  ])("%s", (_, files) => {
    const { bad, silent } = silentRuns(files);
    expect([bad, silent]).toEqual([1, []]);
  });
});

describe("scripts that start each other", () => {
  const outer = "#!/bin/sh\ntrap 'kill $p; wait $p' TERM\n/inner.sh & p=$!\nwait $p\n";
  // Where an init signals the whole group, a program that lacks its `exec` gets the signal too: an info.
  const entrypoints = ['["/outer.sh"]', '["tini", "--", "/outer.sh"]'];
  const traps = [
    ":",
    "trap : TERM",
    "trap 'echo bye' TERM",
    "trap wait TERM",
    "trap '' TERM",
    "trap 'kill $q' TERM",
    "trap 'kill $q; exit' TERM",
    "trap 'kill $q; wait $q' TERM",
  ];
  const stays = [
    "gunicorn & q=$!\nwait; wait",
    "gunicorn & q=$!\nwhile :; do wait; done",
    "gunicorn & q=$!\nwhile :; do sleep 1; done",
    "gunicorn & q=$!\nwhile :; do sleep 60; done",
    "gunicorn\n:",
    "while :; do gunicorn; done",
    "sleep 1000 & gunicorn & q=$!\nwait; wait",
    "timeout 100 gunicorn & q=$!\nwait; wait",
  ];

  test.each(traps.flatMap((trap) => stays.map((rest) => [trap, rest] as const)))("%s; %j", (trap, rest) => {
    for (const entrypoint of entrypoints) {
      const { silent } = silentRuns({
        "/Dockerfile": `FROM debian:12-slim\nCOPY --chmod=755 *.sh /\nENTRYPOINT ${entrypoint}\n`,
        "/outer.sh": outer,
        "/inner.sh": `#!/bin/sh\n${trap}\n${rest}\n`,
      });
      expect([entrypoint, silent]).toEqual([entrypoint, []]);
    }
  });
});

describe("a reason why a run needs no warning", () => {
  const kinds = (dockerfile: string, files: Files = {}): readonly string[] => {
    const { images, deployments } = project(dockerfile, files);
    return images.flatMap((judged) =>
      judged.startUp.paths.map((path) => waiverOf(path, judged, deployments)?.kind ?? path.outcome),
    );
  };
  const ran = (script: string): readonly string[] =>
    kinds('FROM debian:12-slim\nCOPY run.sh /\nCMD ["/run.sh"]\n', { "run.sh": `#!/bin/sh\n${script}\n` });

  test.each([
    ["idling on one way", 'if [ -n "$OFF" ]; then sleep infinity; fi\nexec gunicorn a:a', ["graceful", "keep-alive"]],
    ["no idling beside a job", "redis-server &\ntail -f /dev/null", ["stuck"]],
    ["a name that no table has, and more behind it", "shop run\ntouch /run/done", ["step"]],
    ["no step where it is known", "redis-server\ntouch /run/done", ["stuck"]],
    ["a program that cuts its work whatever comes", "exec sshd -D", ["own way"]],
    ["no such program where another signal is better", "exec nginx -g 'daemon off;'", ["abrupt"]],
  ])("%s", (_, script, expected) => {
    expect(ran(script)).toEqual(expected);
  });

  test.each([
    "shop run; rc=$?; exit $rc",
    "shop run || exit 1",
    "shop run; rm -f /run/shop.pid",
    "shop run; :",
    'echo start; shop run; echo "end: $(date)"',
    'shop run && echo "it is over" || echo "it failed"',
    "work() { shop run; echo bye; }\nwork",
    "if ! shop run; then echo failed; exit 1; fi",
    "case $1 in x) exit 3 ;; *) shop run; exit $? ;; esac",
    "until shop run; do sleep 1; done",
    "set -e\nshop run\ntrap - EXIT\n[ -e /failed ] || echo end",
    "{ shop run; echo end; }",
    "(shop run; echo end)\necho end",
    "shop run | tee /log; exit 1",
    'die() { echo "$@"; exit 1; }\nshop run || die "it failed"',
    'log() { echo "$(date) $1"; }\nbye() { log bye; }\nshop run\nbye',
  ])("behind %j nothing comes that a container is there for", (script) => {
    expect(ran(script)).toEqual(["stuck"]);
  });

  test.each([
    "shop run; cp /core /out",
    "shop run && ls /out",
    "tidy() { mv /a /b; }\nshop run; tidy",
    "shop run; X=$(shop print)",
    "shop run; echo $(shop print)",
    "if shop run; then ls /out; fi",
    "X=$(shop run); echo $X",
    "work() { shop run; }\nwork; ls /out",
    "shop run; until [ -e /done ]; do echo; done",
    "(shop run; echo end)\nls /out",
  ])("%j has a step", (script) => {
    expect(ran(script)).toEqual(["step"]);
  });

  test.each([
    "pytest -q; ret=$?\nif [ $ret -ne 0 ]; then\n  $HOST ps faux\n  echo failed\n  exit $ret\nfi\necho passed",
    'if [ -n "$DEBUG" ]; then shop print; echo printed; exit 0; fi\npytest -q',
    "trap 'stop=1' TERM\nredis-server & p=$!\nwhile [ -z \"$stop\" ]; do sleep 1; done\nkill $p; wait $p",
  ])("beside the default run %j has a step", (script) => {
    expect(ran(script)).not.toContain("stuck");
    expect(ran(script)).not.toContain("abrupt");
  });

  test("nobody starts the image without an init", () => {
    const dockerfile = 'FROM python:3.12\nCMD ["waitress-serve", "a:a"]\n';
    const compose = (init: string): Files => ({ "compose.yaml": `services:\n  a:\n    build: .\n${init}` });
    expect(kinds(dockerfile, compose("    init: true\n"))).toEqual(["init elsewhere"]);
    expect(kinds(dockerfile, compose(""))).toEqual(["stuck"]);
  });

  test("a base image may set another stop signal", () => {
    expect(kinds('FROM example.com/private\nENTRYPOINT ["nginx", "-g", "daemon off;"]\n')).toEqual(["stop signal"]);
  });

  test("what runs is for development", () => {
    expect(
      kinds('FROM node:20\nWORKDIR /app\nCOPY package.json .\nCMD ["npm", "start"]\n', {
        "package.json": '{"scripts": {"start": "nodemon a.js"}}',
      }),
    ).toEqual(["development"]);
  });
});
