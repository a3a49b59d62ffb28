import type { Dice } from "../dice.ts";
import { depth, wordOf } from "./hostile.ts";

/** First lines of scripts. */
export const shebangs: readonly string[] = [
  "#!/bin/sh",
  "#!/bin/sh",
  "#!/bin/bash",
  "#!/usr/bin/env bash",
  "#!/bin/sh -e",
  "#!/bin/bash -eu",
  "#!/bin/ash",
  "#!/bin/dash",
  "#!/usr/bin/env -S bash -e",
  "#!/usr/bin/with-contenv bash",
  "#!/bin/busybox sh",
  "#!/bin/zsh",
  "#!/bin/ksh",
  "#!/usr/bin/env python3",
  "#!/usr/bin/dumb-init /bin/sh",
  "#! /bin/sh",
  "#!",
  "# no",
  "",
];

/** Programs, shells, wrappers and inits, as commands name them. */
export const programs: readonly string[] = [
  "app",
  "node server.js",
  "redis-server",
  "nginx",
  "nginx -g 'daemon off;'",
  "python3 app.py",
  "gunicorn app:app",
  "java -jar app.jar",
  "postgres",
  "memcached",
  "celery -A app worker",
  "npm start",
  "yarn run start",
  "npm run constructor",
  "deno task start",
  "foreman start web",
  "honcho start",
  "gosu app app",
  "su-exec app app",
  "su app -c 'app a'",
  "tini -- app",
  "dumb-init app",
  "env A=1 app",
  "nohup app",
  "timeout 10 app",
  "nice -n 5 app",
  "flock /l app",
  "stdbuf -oL app",
  "setsid app",
  "s6-svscan /etc/s6",
  "supervisord -c /etc/s.conf",
  "supervisord -n",
  "crond -f",
  "cron",
  "tail -f /dev/null",
  "sleep infinity",
  "sleep 1",
  "sh -c 'app a'",
  'bash -lc "exec app"',
  "sh /run.sh",
  "/run.sh",
  "/other.sh app",
  './run.sh "$@"',
  "busybox sh -c app",
  "xargs app",
  "find . -exec app {} ;",
  "true",
  "false",
  "cat",
  "bundle exec puma",
  "php-fpm",
  "httpd -DFOREGROUND",
  "apachectl start",
  "sshd -D",
  "systemctl start app",
  "pm2 start a.js",
  "pm2-runtime a.js",
  "nodemon a.js",
  "cross-env A=1 node a.js",
  "dotnet a.dll",
  "flask run",
  "uvicorn a:b",
  "python3 -m http.server",
  "watchexec app",
];

const plain = [
  "a",
  "--port=1",
  "-c",
  "x.js",
  "'b c'",
  '"d e"',
  "\\$x",
  "é",
  "''",
  "a#b",
  "{}",
  "/run.sh",
  "*.sh",
  "?",
  "[a-z]",
  "~",
  "a=b",
  "--",
  "-",
  "'it'\\''s'",
];
const open = [
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
  "${A##*/}",
  "${A%%.*}",
  "$((1+1))",
  "`printf q`",
  "${C+set}",
  "{x,y}",
  "{1..9}",
  "$'q\\t'",
  "${A[@]}",
  "${!A}",
  "${A/a/b}",
  "$!",
  "$$",
  "$?",
  "${#A}",
  "<(app)",
  "${A:?no}",
  "$((A++))",
];
const redirects = [
  "> /dev/null",
  "2>&1",
  "< /dev/null",
  ">> /log",
  "2> >(tee x)",
  "&> x",
  "<<< a",
  "3>&1",
  '> "$A"',
  "<> x",
  ">&-",
];
const builtins = [
  "set -e",
  "set -eu",
  "set +e",
  "set -o pipefail",
  "set -m",
  "A=1",
  "B='x y'",
  'C="$A$B"',
  "export A=2",
  "export C",
  "unset A",
  "cd /tmp",
  "cd -",
  'set -- "$@" z',
  "set -- app a",
  "shift",
  "shift 9",
  ":",
  "exit",
  "exit 3",
  "umask 022",
  "readonly Z=1",
  "exec 2>&1",
  "exec",
  "return",
  "break",
  "continue 2",
  "local X=1",
  "declare -a L=(a b)",
  "L+=(c)",
  "eval app",
  'eval "$A"',
  ". /other.sh",
  "source ./other.sh",
  "command -v app",
  "type app",
  "trap",
  "trap - TERM",
  "wait",
  "wait $!",
  "wait -n",
  "kill $!",
  "jobs",
  "fg",
  "bg",
  "disown",
  "shopt -s expand_aliases",
  "alias a=app",
  "read -r A",
  "getopts ab: O",
  "let A+=1",
  "printf -v A x",
  "ulimit -n 9",
  "hash -r",
  "exec -a x app",
  "command exec app",
  "builtin cd",
  "unset -f main",
  "set -- $A",
  "mapfile -t L",
  "test -f x",
  "true &",
  "pushd /",
];
const conditions = [
  "true",
  "false",
  "[ -f /nowhere ]",
  '[ "$1" = app ]',
  "[ $# -gt 0 ]",
  '[ "${1#-}" != "$1" ]',
  '[ -n "$A" ]',
  '! test -z "$B"',
  "[[ $1 == a* ]]",
  "[[ $A =~ ^b ]]",
  "((A > 1))",
  '[ "$(id -u)" = 0 ]',
  "command -v app >/dev/null",
  '[ -z "$A" ] && [ -n "$B" ]',
  "[ a -o b ]",
  "grep -q a b",
  '[ "$$" = 1 ]',
  "[ -t 0 ]",
];
const loops = [
  "for i in 1 2",
  'for i in "$@"',
  "while false",
  "while :",
  "until true",
  "for i",
  "for ((i=0;i<3;i++))",
  "select i in a",
  "while read -r i",
];

const traps = [
  "'kill -TERM $!' TERM",
  "'kill $P; wait $P' TERM INT",
  ": TERM",
  "'' INT",
  "'exit 3' SIGTERM",
  "'kill 0' EXIT",
  "main TERM",
  '"kill $P" 15',
  "'kill -TERM $(jobs -p)' QUIT",
  "- TERM",
  "'app &' USR1",
  "'trap - TERM; kill -- -$$' TERM",
];
const endings = [
  'exec "$@"',
  '"$@"',
  "app",
  "exec app",
  "wait",
  "exit $?",
  "tail -f /dev/null",
  "exec sh -c 'app'",
  'exec gosu app "$@"',
  "app & wait $!",
  "sleep infinity & wait",
  '$A "$@"',
  "exec $A",
  "/run.sh",
  'exec /other.sh "$@"',
  'main "$@"',
  "app | tee log",
  "while :; do sleep 1; done",
  "exec /run.sh",
];

/** A word of a command. */
export function shellWord(dice: Dice): string {
  if (dice.onceIn(300)) return nestedParameter(dice);
  return wordOf(dice, dice.onceIn(2) ? plain : open);
}

function nestedParameter(dice: Dice): string {
  const times = depth(dice);
  const [before, after] = dice.pick([
    ["${A:-", "}"],
    ["$(echo ", ")"],
    ['"', '"'],
    ["$((1+", "))"],
    ["`", "`"],
    ["{a,", "}"],
    ["${A#", "}"],
    ['${A:-"', '"}'],
  ]);
  return before.repeat(times) + (dice.onceIn(8) ? "" : after.repeat(times));
}

/** A simple command. */
export function command(dice: Dice): string {
  const before = dice.pick([
    "",
    "",
    "",
    "A=1 ",
    'B="x y" ',
    "exec ",
    "exec ",
    "command ",
    "A=1 exec ",
    "! ",
    "time ",
    "builtin ",
    "exec -- ",
  ]);
  const words = [dice.onceIn(12) ? shellWord(dice) : wordOf(dice, programs), ...dice.some(3, () => shellWord(dice))];
  return before + [...words, ...(dice.onceIn(5) ? [dice.pick(redirects)] : [])].join(" ");
}

/** Commands with what ends them: on one line, as a Dockerfile or `sh -c` has them, or on lines of their own. */
export function commands(dice: Dice, lines: boolean, level = 2): string {
  const separator = (): string =>
    lines ? dice.pick(["\n", "\n", "\n", "\n\n", "; ", " \\\n; "]) : dice.pick(["; ", "; ", " && ", " || "]);
  return dice
    .few(2, () => statement(dice, lines, level))
    .reduce((all, each) => (all === "" ? each : `${all}${/&$/.test(all) ? " " : separator()}${each}`), "");
}

/** One command of any kind; compound ones hold others, `level` deep. */
export function statement(dice: Dice, lines: boolean, level = 2): string {
  const within = (): string => {
    const text = commands(dice, lines, level - 1);
    return lines ? `\n${text}\n` : ` ${text}${/&$/.test(text) ? " " : "; "}`;
  };
  const test = (): string => wordOf(dice, conditions);
  return dice.go<string>([
    [8, () => command(dice)],
    [6, () => wordOf(dice, builtins)],
    [1, () => `trap ${wordOf(dice, traps)}`],
    [1, () => `${command(dice)} &`],
    [1, () => `P=$!; wait ${dice.pick(['"$P"', "$P", ""])}`],
    [1, () => (lines ? heredoc(dice) : command(dice))],
    [
      1,
      () =>
        lines
          ? dice.pick([
              "# a comment",
              "# pid1lint-disable-next-line missing-exec",
              "# pid1lint-disable-file",
              "#",
              "  ",
            ])
          : ":",
    ],
    ...(level <= 0
      ? []
      : ([
          [
            2,
            () =>
              `if ${test()}; then${within()}${dice.onceIn(2) ? `else${within()}` : ""}` +
              `${dice.onceIn(5) ? `elif ${test()}; then${within()}` : ""}fi`,
          ],
          [
            1,
            () =>
              `case ${shellWord(dice)} in ` +
              `${wordOf(dice, ["app", "-*", "a|b", "'x'", "*", "[a-c]*", "''", "(b"])})${within()};; ` +
              `*)${within()}${dice.pick([";;", "", ";&"])} esac`,
          ],
          [1, () => `${dice.pick(loops)}; do${within()}done`],
          [
            1,
            () =>
              `${dice.pick(["main()", "function main", "f ()", "main () # x\n", "constructor()", "exec()"])} ` +
              `{${within()}}`,
          ],
          [1, () => dice.pick(["main", 'main "$@"', "f a", "constructor"])],
          [1, () => `(${within()})${dice.pick(["", " &", " > x"])}`],
          [1, () => `{${within()}}${dice.pick(["", " &", " 2>&1"])}`],
          [1, () => `${statement(dice, lines, 0)} ${dice.pick(["|", "|&", "&&", "||"])} ${statement(dice, lines, 0)}`],
        ] as const)),
  ]);
}

function heredoc(dice: Dice): string {
  const mark = dice.pick(["EOF", "'EOF'", "-EOF", '"EOF"', "EO\\F", "E$A"]);
  const body = dice
    .some(3, () =>
      dice.go([
        [1, () => "text $A"],
        [1, () => command(dice)],
        [1, () => "\\"],
        [1, () => "\tEOF "],
      ]),
    )
    .map((line) => `${line}\n`)
    .join("");
  return `${command(dice)} <<${mark}\n${body}${dice.onceIn(10) ? "" : "EOF"}`;
}

/** A script for a file. */
export function script(dice: Dice): string {
  const head = wordOf(dice, shebangs);
  const body = [
    ...dice.some(5, () => statement(dice, true)),
    wordOf(dice, endings),
    ...(dice.onceIn(6) ? [statement(dice, true)] : []),
  ];
  return `${head}\n${body.join("\n")}${dice.pick(["\n", "\n", "\n", "", "\n\n", "\n# end\n", "\\\n", " "])}`;
}
