import type { MemoryFile } from "../../src/files/tree.ts";
import type { Base } from "./bases.ts";

/** A shell of the contexts: what the base is called, which base of ours it is, and the first line of its scripts. */
const shells = {
  dash: { from: "debian:12-slim", base: "dash", shebang: "#!/bin/sh" },
  bash: { from: "debian:12-slim", base: "dash", shebang: "#!/bin/bash" },
  posix: { from: "registry.access.redhat.com/ubi9/ubi:9.4", base: "bash", shebang: "#!/bin/sh" },
  ash: { from: "alpine:3.20", base: "ash", shebang: "#!/bin/sh" },
} as const;

type ShellName = keyof typeof shells;

/** The shells that most rows are tried in. */
const three: readonly ShellName[] = ["dash", "bash", "ash"];
/** Where it is not the shell that makes the difference. */
const two: readonly ShellName[] = ["dash", "ash"];
const four: readonly ShellName[] = ["dash", "bash", "posix", "ash"];

/** Servers of a base image that the program stands for under their own names. */
const servers: readonly string[] = ["traefik", "gitea", "redis-server", "telegraf"];

/** What a service of a compose file says: what the engine gets is made of the same. */
export interface Service {
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly init?: boolean;
  readonly stop_signal?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly user?: string;
}

/** A kind of start-up: each text of `texts`, or each of `pieces` at the `@` of each of them, in each shell. */
interface Kind {
  readonly kind: string;
  /** An entrypoint script without its first line, which `started` starts. */
  readonly texts: readonly string[];
  readonly pieces?: readonly string[];
  readonly shells?: readonly ShellName[];
  /** Instructions at the end of the Dockerfile. */
  readonly started?: string;
  /** Other scripts beside it in /case, without their first lines, and whole files of other names. */
  readonly beside?: Readonly<Record<string, string>>;
  readonly service?: Service;
  /** The program needs more time than `su` gives. */
  readonly slow?: boolean;
}

/** One build context of the table. */
export interface StartUp {
  readonly title: string;
  readonly base: Base;
  readonly files: Readonly<Record<string, MemoryFile>>;
  /** How a compose file starts it, as the service `it` of /compose.yaml. */
  readonly service: Service | undefined;
  /** Programs of the base image that the program stands for. */
  readonly servers: readonly string[];
  readonly slow: boolean;
}

/** A trap that hands the signal on and waits, around what is tried. */
const forwarded = (start: string): string => `${start}\ntrap 'kill $p; wait $p' TERM\nwait $p`;

const kinds: readonly Kind[] = [
  {
    kind: "default run",
    shells: two,
    texts: [
      '[ -n "$DEV" ] && exec app dev\napp serve\nexit 1',
      'if [ "$DEBUG" = 1 ]; then exec sleep infinity; fi\nexec app',
      '[ "${ROLE:-web}" = cron ] && exec tail -f /dev/null\nexec app "${ROLE:-web}"',
      "[ -t 0 ] && exec sh\nexec app",
      'case "${MODE-serve}" in\n  serve) app serve; echo died; exit 1;;\n  *) exec app idle;;\nesac',
      ': "${PORT:=80}"\nif [ "$PORT" -gt 1024 ]; then app --high; else exec app --port "$PORT"; fi',
      '[ -z "$KEY" ] || exec app --key "$KEY"\nexec app',
      'if [ -n "$WAIT" ]; then while :; do sleep 60; done; fi\n"$@" || exit 3',
    ],
  },
  {
    kind: "declared run",
    shells: two,
    started: 'ENV ROLE=worker LEVEL=2\nENTRYPOINT ["/case/ep.sh"]\nCMD ["app"]',
    texts: [
      "case $ROLE in\n  worker) app work;;\n  *) exec app;;\nesac",
      'case $ROLE in\n  web) app;;\n  work*) exec app --level="$LEVEL";;\nesac\nexit 1',
      '[ "$LEVEL" -ge 3 ] || exec "$@"\n"$@"',
      'if [ "$ROLE$LEVEL" = worker2 ]; then "$@" & wait; exit; fi\nexec "$@"',
    ],
  },
  {
    kind: "one-off calls",
    shells: two,
    texts: [
      'if traefik "$1" --help > /dev/null 2>&1; then set -- traefik "$@"; fi\nexec "$@"',
      "traefik version\nexec traefik",
      "until traefik healthcheck; do sleep 0.1; done\nexec app",
      "gitea migrate && exec gitea web",
      "redis-server -v\nexec redis-server /r.conf",
      'telegraf --test || true\nexec "$@"',
      "telegraf config > /tmp/t.conf\ntelegraf",
      'v=$(redis-server --version)\necho "$v"\nredis-server --port 1 &\nwait',
    ],
  },
  {
    // timeout resumes a program that verify holds up.
    kind: "time limits",
    shells: two,
    texts: ["exec timeout 1000 app a", "timeout 1000 app a", "exec timeout -k 5 1000 app"],
  },
  {
    kind: "restart loops",
    texts: [
      'stop() { kill "$p"; wait "$p"; }\ntrap stop TERM\nwhile true; do app & p=$!; wait "$p"; sleep 0.1; done',
      'stop() { kill "$p"; wait "$p"; exit; }\ntrap stop TERM\nwhile true; do app & p=$!; wait "$p"; sleep 0.1; done',
      'go=1\ntrap "go=" TERM\nwhile [ "$go" ]; do app & p=$!; wait $p; done\nkill $p; wait $p',
      'go=1\ntrap "go=" TERM\nwhile [ "$go" ]; do app & wait $!; done',
      "for i in 1 2 3; do app & wait $!; done",
      "until app; do sleep 0.1; done",
      "while ! app; do sleep 0.1; done",
      "run() { app & p=$!; wait $p; }\ntrap 'kill $p; wait $p' TERM\nuntil run; do :; done",
    ],
  },
  {
    kind: "restart loops under an init",
    shells: two,
    started: 'ENTRYPOINT ["tini", "--", "/case/ep.sh"]\nCMD ["app"]',
    texts: ["while :; do app; sleep 0.1; done", '"$@" & wait', 'exec "$@"'],
  },
  {
    kind: "flags that a trap sets",
    texts: ['run=1; trap \'run=0\' TERM\napp & c=$!\nwhile @; do sleep 0.1; done\nkill -TERM "$c"; wait "$c"'],
    pieces: ['[ "$run" -eq 1 ]', '[ "$run" = 1 ]', "[ $run != 0 ]", 'test "$run" -gt 0', "[ ! $run = 0 ]"],
  },
  {
    kind: "flags in other words",
    texts: [
      "run=true; trap 'run=false' TERM\napp & c=$!\nwhile $run; do sleep 0.1; done\nkill $c; wait $c",
      "end=; trap 'end=y' TERM\napp & c=$!\nuntil [ -n \"$end\" ]; do sleep 0.1; done\nkill $c; wait $c",
      "trap 'end=y' TERM\napp & c=$!\nwhile [ -z \"$end\" ]; do sleep 0.1; done\nkill $c",
      "trap 'end=y' TERM\napp & c=$!\nwhile :; do [ -n \"$end\" ] && break; sleep 0.1; done\nkill $c; wait $c",
    ],
  },
  {
    kind: "keep-alives",
    texts: [
      "app &\nexec tail -f /dev/null",
      "app &\nwhile sleep 0.3; do kill -0 $! || exit 1; done",
      "app & p=$!\ntrap 'kill $p; wait $p; exit' TERM\nwhile :; do sleep 1 & wait $!; done",
      "app &\ntrap 'exit 0' TERM\nwhile :; do sleep 0.2; done",
      "app &\ntail -f /dev/null & wait",
      "app > /tmp/log 2>&1 &\ntail -F /tmp/log",
      "app & p=$!\nwhile [ -d /proc/$p ]; do sleep 0.2; done",
    ],
  },
  {
    kind: "spellings of kill",
    texts: ["app & p=$!\ntrap '@; wait $p' TERM\nwait $p"],
    pieces: [
      "kill -TERM $p",
      "kill -s TERM $p",
      "kill -15 $p",
      "kill -SIGTERM $p",
      "kill -s SIGTERM $p",
      "kill -TERM -- $p",
      "kill -s TERM -- $p",
      "kill -n 15 $p",
      "kill -INT $p",
      "kill -TERM -1",
      "kill %1",
    ],
    shells: four,
  },
  {
    kind: "spellings of trap",
    texts: ["app & p=$!\ntrap 'kill $p; wait $p; exit' @\nwait $p"],
    pieces: ["15", "SIGTERM", "term", "EXIT", "0", "HUP INT TERM", "HUP", "INT EXIT"],
    shells: four,
  },
  {
    kind: "waiting for helpers",
    texts: [
      "sleep 100 & app & p=$!\ntrap 'kill $p; @' TERM\nwait $p",
      "sleep 100 & app & p=$!\ntrap 'kill $p' TERM\nwait $p; @",
    ],
    pieces: ["wait", "wait $p"],
  },
  {
    kind: "traps",
    texts: [
      "app & p=$!\ntrap 'kill $p; wait $p; exit 0' TERM\nwait $p\ntail -f /dev/null",
      "set -e\napp & p=$!\ntrap 'kill $p' TERM\nwait $p\ntail -f /dev/null",
      'k() { [ -n "$c" ] && kill $c && wait $c; }\ntrap k EXIT\napp & c=$!\nwait $c\nc=""',
      'trap "kill $c; wait $c" TERM\napp & c=$!\nwait $c',
      'app & c=$!\ntrap "kill $c; wait $c" TERM\nwait $c',
      "trap 'kill $p; wait $p' TERM\ntrap - TERM\napp & p=$!\nwait $p",
      "trap 'trap - TERM; kill $p; wait $p' TERM\napp & p=$!\nwait $p",
      "trap stop TERM\napp & p=$!\nstop() { kill -TERM $p; wait $p; }\nwait $p",
      "start() { app & p=$!; }\nstop() { kill $p; wait $p; }\ntrap stop TERM INT\nstart\nwait",
      "trap 'kill $p; wait $p' TERM\napp & p=$!\ntrap : TERM\nwait $p; wait $p",
      "trap 'exit 5' TERM\ntrap 'kill $p; wait $p' EXIT\napp & p=$!\nwait $p",
      "trap '' TERM\nexec /case/own.sh",
    ],
    beside: { "own.sh": "trap 'kill $p; wait $p' TERM\napp & p=$!\nwait $p" },
  },
  {
    kind: "jobs",
    texts: [
      "sleep 0.05 & wait\ntrap 'kill $(jobs -p); wait' TERM\napp & wait",
      "trap 'for j in $(jobs -p); do kill $j; done; wait' TERM\napp & wait",
      forwarded("( cd /tmp; app ) & p=$!"),
      forwarded("( cd /tmp; exec app ) & p=$!"),
      forwarded("{ app; } & p=$!"),
      forwarded("( trap 'kill $q; wait $q' TERM; app & q=$!; wait $q ) & p=$!"),
      forwarded("sh -c 'app a; true' & p=$!"),
      forwarded("sh -c 'exec app a' & p=$!"),
      forwarded("/case/job.sh & p=$!"),
      forwarded("app < /dev/null 2> /tmp/o & p=$!"),
      "app & p=$!\ntrap 'kill $p' TERM\nwait; wait",
      "app & p=$!\ntrap 'kill $p' TERM\nwait $p || true\nwait $p || true",
    ],
    beside: { "job.sh": "echo ready\nexec app job" },
  },
  {
    kind: "jobs of bash",
    texts: [
      "app & sleep 100 &\ntrap 'kill $(jobs -p); wait' TERM\nwait -n",
      "app &\ndisown\nwait\nsleep infinity",
      "set -m\napp &\nfg",
      "trap 'kill %1; wait' TERM\napp &\nwait",
      "jobs=()\napp & jobs+=($!)\ntrap 'kill \"${jobs[@]}\"; wait' TERM\nwait",
      "exec > >(cat)\nexec app",
      'out=$(app); echo "$out"',
      "cat < <(app)",
    ],
    shells: ["bash"],
  },
  {
    kind: "re-execution",
    texts: [
      'if [ -z "$AGAIN" ]; then AGAIN=1 "$0" "$@"; exit $?; fi\nexec "$@"',
      'if [ -z "$AGAIN" ]; then export AGAIN=1; exec "$0" "$@"; fi\nexec "$@"',
      '[ "$(id -u)" != 0 ] || exec gosu somebody "$0" "$@"\nexec "$@"',
      'if [ "$1" != again ]; then "$0" again "$@" & wait; exit; fi\nshift; exec "$@"',
      '[ "$1" = again ] || exec "$0" again "$@"\nshift\n"$@"\ntrue',
      '[ "$1" = again ] || exec tini -- "$0" again "$@"\nshift\n"$@"\ntrue',
    ],
  },
  {
    kind: "arguments of CMD",
    shells: two,
    texts: [
      'if [ "${1#-}" != "$1" ]; then set -- app "$@"; fi\nexec "$@"',
      'case "$1" in\n  -*) set -- app "$@";;\nesac\n"$@"\nexit $?',
      'if ! command -v "$1" > /dev/null; then set -- app "$@"; fi\nexec "$@"',
      'shift\nexec app "$@"',
      'while [ $# -gt 0 ]; do\n  case $1 in\n    --port=*) port=${1#*=};;\n  esac\n  shift\ndone\nexec app "$port"',
      'for word; do last=$word; done\nexec app "$last"',
      'set -- app "$@" --last\nexec $*',
      "[ $# -gt 5 ] || exec app $#\nsleep infinity",
    ],
    started: 'ENTRYPOINT ["/case/ep.sh"]\nCMD ["--port=80", "--x"]',
  },
  {
    kind: "no arguments",
    shells: two,
    texts: ['[ $# -gt 0 ] || set -- app\n"$@"', 'exec "${@:-app}"', 'exec app "$@"', "exec ${1:-app} ${2-a}"],
    started: 'ENTRYPOINT ["/case/ep.sh"]',
  },
  {
    kind: "wrappers",
    texts: ["exec @ app a", "@ app a\nexit $?", forwarded("@ app a & p=$!")],
    pieces: ["env A=1", "nice -n 1", "gosu somebody", "setpriv --no-new-privs", "dumb-init"],
    shells: two,
  },
  {
    kind: "wrappers that stay",
    texts: ["exec @ app", forwarded("@ app & p=$!")],
    pieces: ["catatonit --", "flock /tmp/lock", "setsid", "chroot /"],
    shells: ["dash"],
  },
  {
    kind: "su",
    texts: ['exec su somebody -c "exec app"', "su somebody -s /bin/sh -c app"],
    shells: ["dash", "posix"],
    slow: true,
  },
  {
    kind: "sourced files",
    shells: two,
    texts: [
      ". /case/library.sh\nserve",
      ". /case/library.sh\nstay",
      '. "$(dirname "$0")/library.sh"\nserve "$@"',
      '. /case/settings.env\nexec $PROGRAM --by "$NAME"',
      "[ ! -f /case/settings.env ] || . /case/settings.env\n$PROGRAM\nexit $?",
    ],
    beside: {
      "library.sh": "serve() { exec app served; }\nstay() { app stayed; }",
      "settings.env": "PROGRAM=app\nNAME=me",
    },
  },
  {
    kind: "functions",
    shells: two,
    texts: [
      'main() { prepare; exec app "$@"; }\nprepare() { mkdir -p /tmp/x; }\nmain "$@"',
      'serve() { app; }\nother() { exec app; }\n"${TASK:-serve}"',
      "outer() { inner() { app & p=$!; }; inner; }\nouter\ntrap 'kill $p; wait $p' TERM\nwait $p",
      "f() { return 3; }\nf || exec app failed\napp",
      'f() { [ -n "$1" ] || return 1; exec app "$1"; }\nf "" || f two',
    ],
  },
  {
    kind: "here-documents",
    shells: two,
    texts: [
      "cat > /tmp/r.sh <<'E'\n#!/bin/sh\nexec app\nE\nchmod +x /tmp/r.sh\nexec /tmp/r.sh",
      "cat > /tmp/r.sh <<'E'\napp\nexit $?\nE\nexec sh /tmp/r.sh",
      "exec sh <<E\nexec app\nE",
      "sh -s <<'E'\napp\nE",
      "cat > /tmp/app.conf <<E\nexec app\nlevel=${LEVEL:-1}\nE\nexec app -c /tmp/app.conf",
    ],
  },
  {
    kind: "pid files",
    texts: [
      "app & echo $! > /tmp/p\ntrap 'kill \"$(cat /tmp/p)\"; wait' TERM\nwait",
      "app & echo $! > /tmp/p\ntrap 'read q < /tmp/p; kill $q; wait $q' TERM\nwait",
      "app & echo $! > /tmp/p\nwait $(cat /tmp/p)",
    ],
  },
  {
    kind: "words",
    shells: two,
    texts: [
      "exec ${BIN:-app} a",
      "exec $PREFIX app a",
      'c="app --x"\nexec $c',
      "c=exec\n$c app",
      'exec "$(command -v app)"',
      "exec $(which app) a",
      'IFS=,\nlist=app,a,b\nset -- $list\nexec "$@"',
      'eval "set -- app \'a b\'"\nexec "$@"',
      'eval "exec app $LEVEL"',
      'exec "$(dirname "$0")/../usr/local/bin/app"',
    ],
  },
  {
    kind: "words of bash",
    texts: [
      'a=(app); a+=(--x); exec "${a[@]}"',
      'n=c; c=app; exec "${!n}"',
      'set -- x app y; exec "${@:2}"',
      'read -ra a <<< "app b c"; exec "${a[@]}"',
      "printf -v c %s app; $c; true",
      '[[ $1 =~ ^a ]] && exec "$@"; sleep infinity',
    ],
    shells: ["bash", "posix"],
  },
  {
    kind: "places",
    texts: ["@", "@\nexit 0"],
    pieces: ["if app; then :; fi", "{ app; } > /tmp/o", "x=$(app)", "app | cat", "( app )"],
    shells: ["dash", "bash", "ash"],
  },
  {
    kind: "options",
    shells: two,
    texts: [
      'set -e\n[ -n "$A" ] && echo set\nexec app',
      "set -e\nfalse || :\nmkdir /tmp/a\nexec app",
      "set -u\nexec app ${A-}",
      "exec 2>&1 < /dev/null\nexec app",
      "set -- -x\nset -x\nexec app",
    ],
  },
  {
    kind: "a script that RUN writes",
    texts: ["exec app"],
    started: 'RUN printf \'#!/bin/sh\\nexec app "$@"\\n\' > /run.sh && chmod +x /run.sh\nCMD ["/run.sh", "a"]',
    shells: two,
  },
  {
    kind: "deployed with an init",
    shells: two,
    texts: ['exec "$@"', '"$@"\nexit $?', '"$@" & wait'],
    service: { init: true },
  },
  {
    kind: "deployed with another signal",
    texts: ["app & p=$!\ntrap 'kill $p; wait $p' @\nwait $p"],
    pieces: ["INT", "USR1 INT"],
    service: { stop_signal: "SIGINT" },
  },
  {
    kind: "deployed with another command",
    shells: two,
    texts: ['exec "$@"', 'case $1 in\n  app) exec "$@";;\nesac\n"$@"\n:'],
    service: { command: ["sh", "-c", "app a; true"] },
  },
  {
    kind: "deployed with another entrypoint",
    shells: two,
    texts: ['"$@"\nexit $?'],
    service: { entrypoint: ["tini", "--"], command: ["app", "serve"] },
  },
  {
    kind: "deployed with variables",
    shells: two,
    texts: ['if [ -n "$DEBUG" ]; then app debug; exit; fi\nexec app', '[ "$(id -u)" = 0 ] || exec app\napp\n:'],
    service: { command: ["app", "x"], environment: { DEBUG: "1" }, user: "1100" },
  },
];

/** Every context of the table. */
export const startUps: readonly StartUp[] = kinds.flatMap((row) =>
  (row.shells ?? three).flatMap((shell) => textsOf(row).map((text) => startUp(row, shell, text))),
);

function textsOf({ texts, pieces = [] }: Kind): readonly string[] {
  return pieces.length === 0 ? texts : texts.flatMap((text) => pieces.map((piece) => text.replace("@", piece)));
}

function startUp(row: Kind, shell: ShellName, text: string): StartUp {
  const { from, base, shebang } = shells[shell];
  const scripts = { "ep.sh": text, ...row.beside };
  const written = Object.entries(scripts).map(([name, lines]): readonly [string, string] => [
    `/${name}`,
    name.endsWith(".sh") ? `${shebang}\n${lines}\n` : `${lines}\n`,
  ]);
  const dockerfile = [
    `FROM ${from}`,
    "COPY --chmod=755 app /usr/local/bin/app",
    `COPY --chmod=755 ${Object.keys(scripts).join(" ")} /case/`,
    row.started ?? 'ENTRYPOINT ["/case/ep.sh"]\nCMD ["app"]',
  ];
  return {
    title: `${shell}: ${row.kind}: ${text.replaceAll("\n", "; ")}`,
    base,
    files: {
      "/app": "\u007fELF\u0002\u0001\u0001",
      "/Dockerfile": `${dockerfile.join("\n")}\n`,
      ...Object.fromEntries(written),
      ...(row.service && { "/compose.yaml": composeOf(row.service) }),
    },
    service: row.service,
    servers: servers.filter((name) => text.includes(name)),
    slow: row.slow ?? false,
  };
}

function composeOf(service: Service): string {
  const keys = Object.entries(service).map(
    ([key, value]) => `    ${key}: ${JSON.stringify(value).replaceAll("$", "$$$$")}\n`,
  );
  return `services:\n  it:\n    build: .\n${keys.join("")}`;
}
