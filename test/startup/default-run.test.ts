import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import { openProject } from "../../src/project/open-project.ts";
import { conditionWords } from "../../src/stop/wording/condition-words.ts";
import { Source } from "../../src/text/source.ts";
import { judged } from "../shell/walk.ts";

/** What the default run comes to, and what leads elsewhere: the last word of each way, with its condition. */
function ways(
  script: string,
  lines: readonly string[] = [],
): { readonly decides: string[]; readonly others: string[] } {
  const dockerfile = ["FROM debian:12-slim", "COPY . /app", ...lines, 'ENTRYPOINT ["/app/ep.sh"]', 'CMD ["web"]'];
  const text = script.startsWith("#!") ? script : `#!/bin/sh\n${script}\n`;
  const { startUp } = judged(dockerfile.join("\n"), { "ep.sh": { text, executable: true } });
  const decides: string[] = [];
  const others: string[] = [];
  for (const path of startUp.paths) {
    const main = path.processes.at(-1);
    const name = main?.role.kind === "ended" ? "nothing" : (main?.hops.at(-1)?.argv[0]?.value ?? "?");
    if (path.decides) decides.push(path.given.length > 0 ? `${name} with ${path.given.join()}` : name);
    else others.push(`${name} when ${conditionWords(path.conditions)}`);
  }
  return { decides: decides.sort(), others: others.sort() };
}

/** Scripts that come to an end in `web`, `cron`, `idle` or nothing; each is run by real shells too. */
const scripts: readonly (readonly [title: string, script: string, decides: string[], others: string[]])[] = [
  ["a switch", 'if [ "$DEBUG" = 1 ]; then exec idle; fi\nexec web', ["web"], ["idle when DEBUG=1"]],
  [
    "a switch in quotes",
    'if [ "x$DEBUG" = x1 ]; then exec idle; fi\nexec web',
    ["web"],
    ["idle when DEBUG is something else"],
  ],
  ["a switch by &&", '[ -n "$DEBUG" ] && exec idle\nexec web', ["web"], ["idle when DEBUG is set"]],
  ["a switch by ||", '[ -z "$DEBUG" ] || exec idle\nexec web', ["web"], ["idle when DEBUG is set"]],
  ["two switches", 'if [ "$A" = 1 ] && [ "$B" != 2 ]; then exec idle; fi\nexec web', ["web"], ["idle when A=1"]],
  ["a default", '[ "${ROLE:-web}" = cron ] && exec cron -f\nexec web', ["web"], ["cron when ROLE=cron"]],
  [
    "a default that is another",
    '[ "${ROLE:-cron}" = cron ] && exec cron -f\nexec web',
    ["cron"],
    ["web when ROLE is not cron"],
  ],
  [
    "a default for good",
    ': "${ROLE:=web}"\nif [ "$ROLE" = cron ]; then exec cron -f; fi\nexec web',
    ["web"],
    ["cron when ROLE=cron"],
  ],
  [
    "a default in a variable of its own",
    'role=${ROLE:-web}\n[ "$role" = web ] || exec cron -f\nexec web',
    ["web"],
    ["cron when ROLE is not web"],
  ],
  ["a negation", 'if ! [ "$ROLE" = cron ]; then exec web; fi\nexec cron -f', ["web"], ["cron when ROLE=cron"]],
  [
    "a case",
    'case "${ROLE:-web}" in web) exec web ;; cron) exec cron -f ;; *) exec idle ;; esac',
    ["web"],
    ["cron when ROLE=cron", "idle when ROLE is something else"],
  ],
  ["a case of nothing", 'case "$ROLE" in cron) exec cron -f ;; "") exec web ;; esac', ["web"], ["cron when ROLE=cron"]],
  [
    "a case with several patterns",
    'case "$ROLE" in cron|timer) exec cron -f ;; *) exec web ;; esac',
    ["web"],
    ["cron when ROLE is one of cron, timer"],
  ],
  [
    "a case with a wildcard",
    'case "$ROLE" in c*) exec cron -f ;; *) exec web ;; esac',
    ["web"],
    ["cron when ROLE is something else"],
  ],
  ["a case in quotes", 'case "$ROLE" in "cron") exec cron -f ;; *) exec web ;; esac', ["web"], ["cron when ROLE=cron"]],
  [
    "a case of more than one variable",
    'case "$1-$ROLE" in web-cron) exec cron -f ;; esac\nexec web',
    ["web"],
    ["cron when ROLE is something else"],
  ],
  [
    "a variable under another name",
    'level=$LOG\ncase "$level" in debug) exec idle ;; esac\nexec web',
    ["web"],
    ["idle when LOG=debug"],
  ],
  [
    "an argument of a function",
    'f() { local mode=$1; [ "$mode" = cron ] && exec cron -f; }\nf "$MODE"\nexec web',
    ["web"],
    ["cron when MODE=cron"],
  ],
  [
    "an argument of a function that is required",
    'need() { [ -n "$2" ] || { echo "$1 is missing"; exit 1; }; }\nneed KEY "$KEY"\nexec web',
    ["web with KEY"],
    [],
  ],
  [
    "an argument that the script sets",
    'set -- "$MODE"\n[ "$1" = cron ] && exec cron -f\nexec web',
    ["web"],
    ["cron when started otherwise"],
  ],
  [
    "a variable of two",
    'level=${LOG:-$LEVEL}\n[ "$level" = 1 ] && exec idle\nexec web',
    ["web"],
    ["idle when LOG or LEVEL is something else"],
  ],
  [
    "conditions that exclude each other",
    'if [ "$M" = 1 ]; then A=cron; fi\nif [ "$M" = 2 ]; then exec idle; fi\nexec ${A:-web}',
    ["web"],
    ["cron when M=1", "idle when M=2"],
  ],
  [
    "a condition and its opposite",
    'if [ -n "$M" ]; then A=cron; fi\nif [ -z "$M" ]; then exec ${A:-web}; fi\nexec idle',
    ["web"],
    ["idle when M is set"],
  ],
  [
    "a long value",
    `[ "$A" = ${"a".repeat(70)} ] && exec idle\nexec web`,
    ["web"],
    [`idle when A=${"a".repeat(40)}...`],
  ],
  [
    "many conditions",
    '[ -n "$A" ] && [ -n "$B" ] && [ -n "$C" ] && [ -n "$D" ] && exec idle\nexec web',
    ["web"],
    ["idle when A is set and B is set and 2 more conditions hold"],
  ],
  ["a terminal", "[ -t 0 ] && exec idle\nexec web", ["web"], ["idle when a terminal is attached"]],
  [
    "a function that asks",
    'debug() { [ "$DEBUG" = yes ]; }\nif debug; then exec idle; fi\nexec web',
    ["web"],
    ["idle when DEBUG=yes"],
  ],
  ["numbers", 'if [ "${WORKERS:-1}" -eq 0 ]; then exec idle; fi\nexec web', ["web"], ["idle when WORKERS=0"]],
  [
    "an empty variable without quotes",
    "if [ $MODE != dev ]; then exec web; else exec idle; fi",
    ["idle"],
    ["web when MODE is not dev"],
  ],
  [
    "an empty variable that is asked for without quotes",
    "if [ -n $MODE ]; then exec web; fi\nexec idle",
    ["web"],
    ["idle when MODE is empty"],
  ],
  ["an empty variable alone", "if [ $MODE ]; then exec idle; fi\nexec web", ["web"], ["idle when MODE is set"]],
  ["a prefix that is none", "exec $WRAPPER web", ["web"], []],
  ["an option that is none", "exec web ${VERBOSE:+--verbose}", ["web"], []],
  ["a program by default", "exec ${SERVER:-web}", ["web"], []],
  ["a variable that is unset", 'unset MODE\n[ -n "$MODE" ] && exec idle\nexec web', ["web"], []],
  ["what the script itself sets", 'MODE=idle\n[ "$MODE" = idle ] && exec idle\nexec web', ["idle"], []],
  ["nothing by default", 'if [ -n "$RUN" ]; then exec web; fi\necho done', ["nothing"], ["web when RUN is set"]],
  [
    "what is required",
    'if [ -z "$KEY" ]; then echo "KEY is missing"; exit 1; fi\n[ -n "$DEBUG" ] && exec idle\nexec web',
    ["web with KEY"],
    ["idle when DEBUG is set"],
  ],
  ["what is required, by a shell's own word", ': "${KEY:?is missing}"\nexec web', ["web with KEY"], []],
  ["what has to be accepted", '[ "$EULA" = yes ] || exit 1\nexec web', ["web with EULA"], []],
  [
    "two that are required",
    'for v in 1; do [ -n "$A" ] || exit 1; done\nif [ -z "$B" ]; then exit 2; fi\nexec web',
    ["web with A,B"],
    [],
  ],
  ["a case that refuses", 'case "$KIND" in a|b) ;; *) echo usage; exit 1 ;; esac\nexec web', ["web with KIND"], []],
];

/** Steps that nobody has a row for, in front of what leaves. */
const steps: readonly (readonly [title: string, script: string, decides: string[]])[] = [
  ["a step before what is required", 'setup-tool --prepare\n[ -n "$KEY" ] || exit 1\nexec web', ["web with KEY"]],
  [
    "a step in the branch that refuses",
    'if [ -z "$KEY" ]; then print-usage --all; exit 1; fi\nexec web',
    ["web with KEY"],
  ],
  [
    "a program behind a switch, and a failing exit",
    '[ -n "$DEV" ] && exec web dev\nredis-server\nexit 1',
    ["redis-server"],
  ],
  [
    "a program behind a choice, and a failing exit",
    'case "$DEV" in y) exec web ;; esac\nredis-server\nexit 1',
    ["redis-server"],
  ],
];

describe("the default run", () => {
  test.each(steps)("of %s", (_, script, decides) => {
    expect(ways(script).decides).toEqual(decides);
  });

  test.each(scripts)("of %s", (_, script, decides, others) => {
    expect(ways(script)).toEqual({ decides, others });
  });

  test.each([
    [
      "ENV",
      ["ENV DEBUG=1"],
      'if [ "$DEBUG" = 1 ]; then exec idle; fi\nexec web',
      ["idle"],
      ["web when DEBUG is not 1"],
    ],
    [
      "ENV that is empty",
      ['ENV DEBUG=""'],
      '[ -n "$DEBUG" ] && exec idle\nexec web',
      ["web"],
      ["idle when DEBUG is set"],
    ],
    ["ENV that satisfies", ["ENV KEY=x"], '[ -n "$KEY" ] || exit 1\nexec web', ["web"], []],
  ])("has what %s declares", (_, lines, script, decides, others) => {
    expect(ways(script, lines)).toEqual({ decides, others });
  });

  test("knows nothing of variables that the shell sets", () => {
    const { decides } = ways('if [ -n "$TERM" ]; then exec web; fi\nexec idle');
    expect(decides).toEqual(["idle", "web"]);
  });

  test("knows that every engine sets HOSTNAME, to something", () => {
    expect(ways('if [ -n "$HOSTNAME" ]; then exec web; fi\nexec idle').decides).toEqual(["web"]);
    expect(ways('if [ "$HOSTNAME" = a ]; then exec web; fi\nexec idle').decides).toEqual(["idle", "web"]);
  });

  test("knows nothing where a pattern or a piece of the text is open", () => {
    expect(ways('case "${MODE:-web}" in $(hostname)) exec idle ;; *) exec web ;; esac').decides).toEqual([
      "idle",
      "web",
    ]);
    expect(ways('if [ -n "$A$(cat /none)" ]; then exec idle; fi\nexec web').decides).toEqual(["idle", "web"]);
  });

  test("knows nothing of variables that images set", () => {
    expect(ways('[ -n "$NODE_VERSION" ] && exec idle\nexec web').decides).toEqual(["idle", "web"]);
  });

  test("knows nothing behind a file that cannot be seen", () => {
    expect(ways('. /etc/settings\n[ -n "$DEBUG" ] && exec idle\nexec web').decides).toEqual(["idle", "web"]);
    expect(ways('export $(cat /run/env)\n[ -n "$DEBUG" ] && exec idle\nexec web').decides).toEqual(["idle", "web"]);
  });

  test("hands on what a script exports, and that alone", () => {
    const start = (first: string): string[] =>
      ways(`${first}\nexec sh -c '[ "$ROLE" = cron ] && exec cron -f; exec web'`).decides;
    expect(start("export ROLE=cron")).toEqual(["cron"]);
    expect(start("ROLE=cron; export ROLE")).toEqual(["cron"]);
    expect(start("set -a; ROLE=cron")).toEqual(["cron"]);
    expect(start("ROLE=cron")).toEqual(["web"]);
  });

  test("is not that of a service that brings a file of variables", () => {
    const script = '#!/bin/sh\n[ -n "$DEBUG" ] && exec idle\nexec web\n';
    const outcome = (key: string): string[] => {
      const compose = `services:\n  app:\n    build: .\n${key}    entrypoint: /app/ep.sh\n    command: [web]\n`;
      const files = {
        "/Dockerfile": "FROM debian:12-slim\nCOPY . /app\n",
        "/ep.sh": { text: script, executable: true },
        "/compose.yaml": compose,
      };
      const { images } = openProject(memoryTree(files), new Source("/compose.yaml", compose), { top: "/" });
      return (images[0]?.startUp.paths ?? [])
        .filter(({ decides }) => decides)
        .map((path) => path.processes.at(-1)?.hops.at(-1)?.argv[0]?.value ?? "");
    };
    expect(outcome("").sort()).toEqual(["web"]);
    expect(outcome("    env_file: .env\n").sort()).toEqual(["idle", "web"]);
  });
});

describe.each([["dash"], ["bash"], ["busybox", "ash"]])("a real shell: %s", (...shell) => {
  const folder = mkdtempSync(join(tmpdir(), "pid1lint-default-"));
  beforeAll(() => {
    for (const name of ["web", "cron", "idle"]) {
      writeFileSync(join(folder, name), `#!/bin/sh\necho ${name}\n`);
      chmodSync(join(folder, name), 0o755);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const [file = "", ...args] = shell;
  const run = (script: string, env: Record<string, string>): string => {
    try {
      const text = execFileSync(file, [...args, "-c", script, "ep.sh", "web"], {
        env: { PATH: `${folder}:${process.env["PATH"] ?? ""}`, ...env },
        stdio: ["ignore", "pipe", "ignore"],
        encoding: "utf8",
      });
      return (
        text
          .trim()
          .split("\n")
          .findLast((line) => /^(?:web|cron|idle)$/.test(line)) ?? "nothing"
      );
    } catch {
      return "failure";
    }
  };

  test.each(scripts)("goes the same way with %s", (_, script, [decides = ""]) => {
    const [name, given] = decides.split(" with ");
    const bare = run(script, {});
    // Of a variable that is required nothing is known but that it is set.
    if (given !== undefined || /:\?/.test(script)) expect(bare).toBe("failure");
    else expect(bare).toBe(name);
  });
});
