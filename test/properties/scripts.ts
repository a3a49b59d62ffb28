import fc from "fast-check";

/** Where the files of the image lie that the contexts bring along. */
export const inImage = "/opt/ctx";

/**
 * How the commands of a text are written: on lines of their own, or on one line as in a Dockerfile; and for which
 * shell.
 */
export interface Style {
  readonly lines: boolean;
  readonly bash: boolean;
}

/**
 * Programs that stay until they are stopped, or that nobody knows. None of these names exists on the machine that runs
 * the tests but for `node`.
 */
export const programs: readonly string[] = [
  "redis-server",
  "node",
  "nginx",
  "memcached",
  "app",
  "./app",
  "python3",
  "gosu",
  "tini",
];
/** Programs that do their work and return. */
export const helpers: readonly string[] = ["mkdir", "chown", "sleep", "cat", "tee", "env", "true-ish", "tail"];

const plain = fc.constantFrom(
  "a",
  "--port=1",
  "-c",
  "x.js",
  "'b c'",
  '"d e"',
  "\\$x",
  "é日",
  "'it'\\''s'",
  '"q\\"\\\\"',
  "''",
  "a#b",
  "{}",
  "'😀'",
);
const open = fc.constantFrom(
  '"$@"',
  '"$A"',
  "$A",
  '"${B:-x y}"',
  "${1:-y}",
  "$1",
  "$#",
  '"$(printf z)"',
  "$@",
  '"$*"',
  "${A#a}",
  "$((1+1))",
  "`printf 'q r'`",
  "${C+set}",
  '"${2-}"',
  "{x,y}",
  "$'q\\tr'",
);
const word = fc.oneof({ weight: 3, arbitrary: plain }, { weight: 2, arbitrary: open });

function list(pieces: readonly string[], { lines }: Style): string {
  let text = "";
  for (const [index, piece] of pieces.entries()) {
    const last = index === pieces.length - 1;
    text += piece + (last ? "" : lines ? "\n" : /[&;]$/.test(piece) ? " " : "; ");
  }
  return text;
}

/** Commands inside a compound one, up to and with what ends the last. */
function inside(pieces: readonly string[], style: Style): string {
  if (style.lines) {
    const indented = (piece: string): readonly string[] => piece.split("\n").map((line) => `  ${line}`);
    return `\n${pieces.flatMap((piece) => (/<</.test(piece) ? [piece] : indented(piece))).join("\n")}\n`;
  }
  const text = list(pieces, style);
  return ` ${text}${/[&;]$/.test(text) ? " " : "; "}`;
}

const command = fc
  .tuple(
    fc.constantFrom("", "", "", "A=1 ", 'B="x y" ', "exec ", "exec ", "command ", "A=1 exec "),
    fc.constantFrom(...programs),
    fc.array(word, { maxLength: 3 }),
    fc.constantFrom("", "", "", " > /dev/null", " 2>&1", " < /dev/null", " >> /dev/null 2>&1"),
  )
  .map(([before, name, words, after]) => `${before}${[name, ...words].join(" ")}${after}`);

const helper = fc
  .tuple(fc.constantFrom(...helpers), fc.array(word, { maxLength: 2 }))
  .map(([name, words]) => [name, ...words].join(" "));

const builtin = fc.constantFrom(
  "set -e",
  "A=1",
  "B='x y'",
  'C="$A$B"',
  "export A=2",
  "export C",
  "unset A",
  "cd /",
  "cd /tmp",
  "set -- app a",
  'set -- "$@" z',
  'set -- redis-server "$@"',
  "shift",
  ":",
  "[ -f /nowhere ]",
  "exit",
  "exit 0",
  "umask 022",
  "set -u",
  "true",
  "false",
  ": ${A:=5}",
  "readonly Z=1",
  "trap - TERM",
  "exec 2>&1",
);

const condition = fc.constantFrom(
  "true",
  "false",
  "[ -f /nowhere ]",
  '[ "$1" = app ]',
  "[ $# -gt 0 ]",
  '[ "${1#-}" != "$1" ]',
  '[ -n "$A" ]',
  "! [ -d /tmp ]",
  'test -z "$B"',
  "sleep 0",
  '[ "$1" = \'redis-server\' ] && [ -z "$C" ]',
);

const trap = fc.constantFrom(
  "trap 'kill -TERM $!' TERM",
  "trap 'kill $!; wait $!' TERM INT",
  "trap : TERM",
  "trap 'exit 3' TERM",
  "trap 'chown left' EXIT",
  "trap '' INT",
  "trap 'kill -TERM \"$P\"' SIGTERM",
);

/**
 * How a loop counts: what it starts with, its condition, its step. Each in a variable of its own, so that loops within
 * loops come to their ends.
 */
const counts: readonly (readonly [start: string, test: string, step: string])[] = [
  ["n=0", '[ "$n" -lt 2 ]', "n=$((n+1))"],
  ["m=2", "[ $m -gt 0 ]", "m=$(( m - 1 ))"],
  ["k=", '[ -z "$k" ]', ": ${k:=x}"],
  ["l=0", "[ $l -le 1 ]", ": $((l += 1))"],
];
const bashCounts: typeof counts = [
  ["h=0", "((h < 2))", "((h++)) || :"],
  ["j=0", "[[ $j -lt 2 ]]", "let j+=1"],
];

/** A command of any kind; compound ones hold others up to a depth. */
export function statement(style: Style, depth = 2): fc.Arbitrary<string> {
  const small = [
    { weight: 6, arbitrary: command },
    { weight: 3, arbitrary: helper },
    { weight: 4, arbitrary: builtin },
    { weight: 1, arbitrary: trap },
  ];
  const bash = fc.constantFrom(
    "[[ $1 == app ]] && A=3",
    "[[ -n $A || -f /x ]]",
    "declare D=1",
    "exec > >(tee /dev/null)",
    "L=(a 'b c')",
    "set -o pipefail",
    "local=1",
  );
  const own = style.bash ? [{ weight: 1, arbitrary: bash }] : [];
  const onLines = [
    {
      weight: 1,
      arbitrary: fc
        .tuple(command, fc.constantFrom("x\n", "", "$A y\n", "z\\\n"))
        .map(([one, body]) => `${one} <<EOF\n${body}EOF`),
    },
    { weight: 1, arbitrary: fc.constantFrom("# a comment", "", "  ", "# exec app", "\t# $(x") },
    {
      weight: 1,
      arbitrary: fc
        .tuple(command, fc.constantFrom(" # why", " \\\n  more", "  ", ";"))
        .map(([one, tail]) => (/[\n\\]/.test(one) ? one : one + tail)),
    },
  ];
  const simple = fc.oneof(...small, ...own, ...(style.lines ? onLines : []));
  if (depth === 0) return simple;
  const within = fc
    .array(statement(style, depth - 1), { minLength: 1, maxLength: 2 })
    .map((pieces) => inside(meaningful(pieces), style));
  const flat = statement({ ...style, lines: false }, 0);
  return fc.oneof(
    { weight: 8, arbitrary: simple },
    {
      weight: 1,
      arbitrary: fc.tuple(condition, within, within).map(([test, yes, no]) => `if ${test}; then${yes}else${no}fi`),
    },
    { weight: 1, arbitrary: fc.tuple(condition, within).map(([test, yes]) => `if ${test}; then${yes}fi`) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom("app", "-*", "a|b", "'redis-server'", "''"), within, within)
        .map(
          ([pattern, one, other]) =>
            `case "$1" in ${pattern})${one.replace(/; $/, " ")};; *)${other.replace(/; $/, " ")};; esac`,
        ),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom("for i in 1 2", 'for i in "$@"', "while false", "until true", "for i"), within)
        .map(([head, body]) => `${head}; do${body}done`),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...counts, ...(style.bash ? bashCounts : [])), within)
        .map(([[start, test, step], body]) =>
          list([start, `while ${test}; do${body}${step}${style.lines ? "\n" : "; "}done`], style),
        ),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(within, fc.constantFrom("main", 'main "$@"', "", "main a b"))
        .map(([body, call]) => list([`main() {${body}}`, ...(call === "" ? [] : [call])], style)),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          command,
          fc.constantFrom("wait", "wait $!", 'P=$!|wait "$P"', "", "P=$!|trap 'kill -TERM $P' TERM|wait $P"),
        )
        .map(([one, rest]) => list([`${one} &`, ...rest.split("|").filter((each) => each !== "")], style)),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.oneof(command, flat), fc.constantFrom("tee /dev/null", "cat", "while read -r x; do :; done"))
        .map(([one, other]) => `${joinable(one)} | ${other}`),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.oneof(condition, flat), fc.constantFrom("&&", "||"), flat)
        .map(([one, operator, other]) => `${joinable(one)} ${operator} ${joinable(other)}`),
    },
    { weight: 1, arbitrary: within.map((body) => `(${body.replace(/; $/, " ")})`) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(within, fc.constantFrom("", " > /dev/null", " 2>&1"))
        .map(([body, after]) => `{${body}}${after}`),
    },
  );
}

/** A comment or a blank line alone is no command. */
function meaningful(pieces: readonly string[]): readonly string[] {
  return pieces.some((piece) => !/^\s*(#|$)/.test(piece)) ? pieces : [...pieces, ":"];
}

function joinable(text: string): string {
  return /^\s*(#|$)/.test(text) ? ":" : text.replace(/;$/, "");
}

/** What a script comes to in the end. */
const ending = fc.constantFrom(
  "sh -c 'app a'",
  'exec sh -c "exec app"',
  'exec "$@"',
  '"$@"',
  "redis-server",
  "app a",
  'node server.js "$@"',
  "nginx -g 'daemon off;'",
  "exec redis-server",
  'gosu redis redis-server "$@"',
  "sleep infinity",
  "tail -f /dev/null",
  "app & wait",
  "app",
  'main "$@"',
  "A=1 app",
  "app || true",
  "memcached > /dev/null 2>&1",
  "exit $?",
);

/** The same, or another script, which then must be one without this. */
const handing = fc.oneof(
  { weight: 5, arbitrary: ending },
  {
    weight: 1,
    arbitrary: fc.constantFrom(`. ${inImage}/other.sh`, `${inImage}/other.sh`, `exec ${inImage}/other.sh "$@"`),
  },
);

/** Commands for `SHELL -c`, on one line. */
export function text(bash: boolean): fc.Arbitrary<string> {
  const style = { lines: false, bash };
  return fc.oneof(
    { weight: 3, arbitrary: command },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.array(statement(style), { maxLength: 2 }), fc.oneof(handing, command))
        .map(([before, last]) => list([...before, last], style)),
    },
    { weight: 1, arbitrary: handing },
  );
}

/** A script for a file; `hands` on to another one at its end now and then. */
export function script(bash: boolean, hands: boolean): fc.Arbitrary<string> {
  const style = { lines: true, bash };
  const shebang = bash
    ? fc.constantFrom("#!/bin/bash\n", "#!/usr/bin/env bash\n", "#! /bin/bash -e\n")
    : fc.constantFrom("#!/bin/sh\n", "#!/bin/sh\n", "#!/bin/sh -e\n", "#! /bin/sh\n");
  return fc
    .tuple(
      shebang,
      fc.array(statement(style), { maxLength: 3 }),
      fc.oneof(hands ? handing : ending, statement(style)),
      fc.constantFrom("\n", "\n", "", "\n\n", "\n# end\n"),
    )
    .map(([head, before, last, end]) => head + list([...before, last], style) + end);
}

/** A program that stays, in the foreground of a shell that has nothing to do behind it; on one line. */
export function foreground(bash: boolean): fc.Arbitrary<string> {
  const style = { lines: false, bash };
  const program = fc
    .tuple(
      fc.constantFrom("", "", "", "A=1 ", 'B="x y" ', "command "),
      fc.constantFrom("redis-server", "memcached", "app", "app", "node", '"$@"'),
      fc.array(word, { maxLength: 3 }),
      fc.constantFrom("", "", "", " > /dev/null", " 2>&1"),
    )
    .map(([before, name, words, after]) => `${before}${[name, ...words].join(" ")}${after}`)
    // A text that starts like an array is none, and no options of ENTRYPOINT stand in front.
    .map((one) => one.replace(/^"\$@"/, 'app "$@"'));
  const place = fc.constantFrom(
    "@",
    "@",
    "@",
    "mkdir x && @",
    "cd /tmp && @",
    "if [ -f /nowhere ]; then exec app; else @; fi",
    "if true; then @; fi",
    'case "$1" in -*) exec app;; *) @;; esac',
    "{ @; }",
  );
  return fc
    .tuple(fc.array(harmless(style), { maxLength: 1 }), place, program)
    .map(([before, around, one]) => list([...before, around.replace("@", () => one)], style));
}

/** What a script does before, and comes back from. */
function harmless(style: Style): fc.Arbitrary<string> {
  const plainly = fc.constantFrom(
    "set -e",
    "A=1",
    "export A=2",
    "cd /tmp",
    "umask 022",
    ":",
    '[ -n "$A" ] || A=3',
    "readonly Z=1",
  );
  return fc.oneof(
    { weight: 3, arbitrary: plainly },
    { weight: 2, arbitrary: helper },
    { weight: 1, arbitrary: statement(style, 1) },
  );
}

/** A script that ends in such a one. */
export function foregroundScript(bash: boolean): fc.Arbitrary<string> {
  const style = { lines: true, bash };
  return fc
    .tuple(
      bash
        ? fc.constantFrom("#!/bin/bash\n", "#!/usr/bin/env bash\n")
        : fc.constantFrom("#!/bin/sh\n", "#!/bin/sh -e\n"),
      fc.array(harmless(style), { maxLength: 3 }),
      fc.oneof(
        foreground(false),
        fc.constantFrom('"$@"', 'exec_it() { "$@"; }\nexec_it "$@"', 'main() { app "$@"; }\nmain "$@"'),
      ),
      fc.constantFrom("\n", "\n", "", "\nexit $?\n", "\n# end\n"),
    )
    .map(([head, before, last, end]) => head + list([...before, last], style) + end);
}
