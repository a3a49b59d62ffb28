import type { Dice } from "../dice.ts";
import { inputOf } from "../input.ts";
import type { Input } from "../input.ts";
import { depth, hostileWord } from "./hostile.ts";
import { shebangs } from "./script.ts";

const dockerfile =
  'FROM debian:12\nCOPY --chmod=755 run.sh Procfile package.json /\nENV PATH=/bin\nENTRYPOINT ["/run.sh"]\n' +
  'CMD ["app", "a"]\n';
const script = '#!/bin/sh\nexec "$@"\n';

/** What a line is made of that grows long. */
const repeated = ["a", "a ", "\\", "$A", '"', "[", "*a", "é", "(", ";", "&", "'a'"];

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** A build context of which one file costs a reader that is not careful far more than it costs to write. */
export function growing(dice: Dice): Input {
  const head = dice.onceIn(3) ? dice.pick(shebangs) : "#!/bin/bash";
  const parts = new Map([
    ["/Dockerfile", dockerfile],
    ["/run.sh", script],
  ]);
  dice.go<unknown>([
    [6, () => parts.set("/run.sh", `${head}\n${growingScript(dice)}\n${dice.pick(['exec "$@"', "app", ""])}\n`)],
    [3, () => parts.set("/Dockerfile", growingDockerfile(dice))],
    [2, () => parts.set("/compose.yaml", growingCompose(dice))],
    [1, () => parts.set("/run.sh", "#!/bin/sh\nnpm start\n").set("/package.json", growingPackage(dice))],
    [
      1,
      () =>
        parts.set(
          "/.dockerignore",
          Array.from({ length: dice.pick([1, 1, 500]) }, () =>
            dice.pick(["*a", "**/", "a/", "[", "!", "?*"]).repeat(depth(dice)),
          ).join("\n"),
        ),
    ],
    [1, () => parts.set("/run.sh", `${head}\n${dice.pick(repeated).repeat(dice.pick([300, 3000, 25_000]))}\n`)],
  ]);
  return inputOf(parts);
}

function growingPackage(dice: Dice): string {
  const times = depth(dice);
  return dice.go<string>([
    [
      1,
      () =>
        JSON.stringify({
          scripts: Object.fromEntries([
            ["start", "npm run a0"],
            ...Array.from({ length: times }, (_, index) => [
              `a${index}`,
              `npm run a${index + 1} && npm run a${index + 1}`,
            ]),
          ]),
        }),
    ],
    [1, () => JSON.stringify({ scripts: { start: "npm start", prestart: "npm start" } })],
    [1, () => `{"scripts": {"start": "node a"}, "x": ${"[".repeat(times)}${"]".repeat(times)}}`],
    [1, () => `{"scripts": {"start": "${"sh -c '".repeat(times)}node a"}}`],
    [1, () => `{"scripts": {"start": "node a${" && node a".repeat(times)}"}}`],
  ]);
}

function growingScript(dice: Dice): string {
  const times = depth(dice);
  const lines = (line: (index: number) => string): string =>
    Array.from({ length: times }, (_, index) => line(index)).join("\n");
  const nested = (before: string, inner: string, after: string): string =>
    before.repeat(times) + inner + after.repeat(times);
  return dice.go<string>([
    [1, () => lines((index) => `if [ "$A${index}" ]; then p${index} & fi`)],
    [1, () => lines((index) => `if [ "$A${index}" ]; then B=${index}; fi`)],
    [1, () => lines((index) => `case "$A${index}" in a) exec p${index};; b) set -- x;; esac`)],
    [1, () => lines(() => "A=$A$A")],
    [1, () => lines(() => 'set -- "$@" "$@"')],
    [1, () => lines((index) => `f${index + 1}() { f${index}; f${index}; }`)],
    [1, () => `echo "\${1##${"*a".repeat(times)}}" "\${A%${"*a".repeat(times)}}"`],
    [1, () => nested("for v in a b c; do ", "app", "; done")],
    [1, () => nested("if a; then ", "app", "; fi")],
    [1, () => nested("( ", "app", " )")],
    [1, () => nested("{ ", "app", "; }")],
    [1, () => nested("$(", "app", ")")],
    [1, () => nested("case a in a) ", "app", ";; esac")],
    [1, () => nested("while :; do ", "app", "; done")],
    [1, () => nested("! ", "app", "")],
    [1, () => nested("sh -c '", "app", "'")],
    [1, () => nested("exec ", "app", "")],
    [1, () => `app${" | app".repeat(times)}`],
    [1, () => `app${" && app".repeat(times)}`],
    [1, () => lines((index) => `cat <<E${index}\n$(cat\nE${index}`)],
    [1, () => `main() { main "$@" "$@"; main; }\nmain a`],
    [1, () => lines(() => "/run.sh || exec /run.sh")],
    [1, () => lines((index) => `x${hostileWord(dice)}${index}=${hostileWord(dice)}`)],
  ]);
}

function growingDockerfile(dice: Dice): string {
  const times = depth(dice);
  const lines = (line: (index: number) => string): string =>
    Array.from({ length: times }, (_, index) => line(index)).join("\n");
  const body = dice.go<string>([
    [1, () => lines(() => "ENV A=$A$A")],
    [1, () => lines(() => "ARG A=$A$A")],
    [1, () => lines(() => "WORKDIR a")],
    [1, () => lines(() => "WORKDIR a$PWD/..")],
    [1, () => lines((index) => `FROM debian AS s${index + 1}\nCOPY --from=s${index} / /\nCMD app`)],
    [1, () => lines((index) => `FROM s${index} AS s${index + 1}\nENTRYPOINT app`)],
    [1, () => `COPY ${"*a".repeat(times)} /d/`],
    [1, () => `COPY --exclude=${"**/".repeat(times)}z . /`],
    [1, () => lines((index) => `COPY . /${index}/`)],
    [1, () => lines((index) => `RUN ln -s /l${index} /l${index + 1}`)],
    [1, () => lines(() => "ONBUILD CMD app")],
    [1, () => `ENV A=${"${A:-".repeat(times)}${"}".repeat(times)}`],
    [1, () => `RUN <<EOF\n${lines(() => "echo a")}\nEOF`],
    [1, () => `CMD ${"[".repeat(times)}"a"${"]".repeat(times)}`],
    [1, () => `CMD ["sh"${', "-c", "sh'.repeat(times)}"]`],
    [1, () => `CMD app \\\n${lines(() => "  a \\")}\n  b`],
    [1, () => lines(() => "# pid1lint-disable-next-line missing-exec")],
    [1, () => lines(() => "CMD app")],
    [1, () => lines((index) => `SHELL ["/bin/sh${index}", "-c"]\nENTRYPOINT app $A`)],
  ]);
  return `FROM debian:12 AS s0\n${body}\nENTRYPOINT ["/run.sh"]\nCMD app "$A" a\n`;
}

function growingCompose(dice: Dice): string {
  const times = depth(dice);
  return dice.go<string>([
    [
      1,
      () =>
        [
          "a0: &a0 [x, x]",
          ...numbers(Math.min(times, 200)).map((n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`),
          "services:\n  app:\n    image: debian\n    command: *a3\n",
        ].join("\n"),
    ],
    [1, () => `services: ${"{a: ".repeat(times)}1${"}".repeat(times)}\n`],
    [1, () => `services: ${"[".repeat(times)}\n`],
    [
      1,
      () =>
        `services:\n${numbers(times)
          .map((n) => `  s${n}:\n    build: .\n    command: app ${n}\n`)
          .join("")}`,
    ],
    [1, () => `services: &a\n  app:\n    build: .\n    <<: *a\n    x: *a\n`],
    [
      1,
      () =>
        `services:\n  app:\n    image: \${A:-${"${A:-".repeat(times)}${"}".repeat(times)}}\n` +
        `    command: app ${"'".repeat(times)}\n`,
    ],
    [1, () => `${"- ".repeat(times)}a\n`],
    [1, () => `services:\n  app:\n    image: debian\n    command: "${"\\".repeat(times * 2)}"\n`],
  ]);
}
