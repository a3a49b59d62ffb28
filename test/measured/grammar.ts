/** Where the files of a composed start-up lie in its image. */
export const inImage = "/case";

/** A start-up that is put together of parts: a script and the files that it needs. */
export interface Composed {
  /** Its parts, from the outside in: `set -e / function > subshell > exec / echo`. */
  readonly name: string;
  /** Texts by their names in the image's folder; `#!SHELL` stands for the shell that is meant. */
  readonly files: Readonly<Record<string, string>>;
}

interface Piece {
  readonly text: string;
  readonly files?: Readonly<Record<string, string>>;
}
type Frame = (body: string, depth: number) => Piece;

/** What stands in front of everything. */
const heads: Readonly<Record<string, string>> = {
  "-": "",
  "set -e": "set -e\n",
  "set -eu": "set -eu\n",
  "umask": "umask 027\nexport MODE=live\n",
  "default command": '[ "$#" -gt 0 ] || set -- app\n',
  "options": 'case "${1:-}" in\n  -*) set -- app "$@" ;;\nesac\n',
  "default value": ': "${LISTEN:=8080}"\nif [ -z "${ROLE:-}" ]; then ROLE=web; fi\n',
  "function": 'say() { echo "$*" >&2; }\nsay "starting ${1:-app}"\n',
};

/** What comes after everything. */
const tails: Readonly<Record<string, string>> = {
  "-": "",
  "echo": "echo stopped\n",
  "exit $?": "exit $?\n",
  "exit 0": "exit 0\n",
  "wait": "wait\n",
  "sleep": "sleep 900\n",
};

const job = "app serve &\nchild=$!\n";

/** How the main program is started. */
const starts: Readonly<Record<string, string>> = {
  "exec": 'exec "$@"\n',
  "call": '"$@"\n',
  "exec env": "exec env COLOR=red app\n",
  "env": "env COLOR=red app\n",
  "exec nohup": "exec nohup app\n",
  "exec timeout": "exec timeout 900 app\n",
  "exec or": 'exec "$@" || exit 71\n',
  "or exit": '"$@" || exit 71\n',
  "if not": 'if ! "$@"; then\n  exit 71\nfi\n',
  "exec in a variable": "run=exec\n$run app serve\n",
  "exec that is read": "read -r run <<END\nexec app\nEND\n$run serve\n",
  "path by command -v": 'exec "$(command -v app)" serve\n',
  "eval": 'eval "exec app serve"\n',
  "job, wait": "app serve &\nwait\n",
  "job, wait for it": `${job}wait "$child"\n`,
  "trap kills": `${job}trap 'kill "$child"' TERM\nwait "$child"\n`,
  "trap kills, two waits": `${job}trap 'kill -TERM "$child"' TERM INT\nwait "$child"\nwait "$child"\n`,
  "trap waits": `trap 'kill "$child"; wait "$child"' TERM\n${job}wait "$child"\n`,
  "trap waits and exits": `trap 'kill -s TERM "$child"; wait "$child"; exit 0' TERM INT\n${job}wait\n`,
  "trap exits": `trap 'kill "$child"; exit 0' TERM\n${job}wait "$child"\n`,
  "trap calls": `down() {\n  kill "$child" 2>/dev/null\n  wait "$child"\n}\ntrap down TERM\n${job}wait "$child"\n`,
  "trap kills the group": "trap 'trap - TERM; kill 0; wait' TERM\napp serve &\nwait $!\n",
  "trap kills jobs": "trap 'kill $(jobs -p); wait' TERM\napp serve &\nwait\n",
  "empty trap, waits while it lives":
    `trap : TERM\n${job}while kill -0 "$child" 2>/dev/null; do\n` + '  wait "$child"\ndone\n',
  "trap sets a flag":
    `gone=\ntrap 'gone=1; kill "$child"' TERM\n${job}` + 'while [ -z "$gone" ]; do sleep 0.2; done\nwait "$child"\n',
  "trap, foreground": "trap 'exit 0' TERM\napp serve\n",
  "trap, sleep in front": `trap 'kill "$child"; wait "$child"' TERM\n${job}sleep 900\n`,
  "trap, sleep is waited for":
    `trap 'kill "$child"; wait "$child"; exit 0' TERM\n${job}` + "while :; do\n  sleep 900 &\n  wait $!\ndone\n",
  "exit trap": `trap 'kill "$child"; wait "$child"' EXIT\n${job}wait "$child"\n`,
  "keep alive": "app serve &\ntail -f /dev/null\n",
  "pipe": "app serve | cat\n",
  "pipe into it": "echo ready | app serve\n",
  "again until it succeeds": "until app serve; do\n  sleep 1\ndone\n",
  "again for ever": "while :; do\n  app serve\n  sleep 1\ndone\n",
  "output in a variable": 'out=$(app serve)\necho "$out"\n',
};

/** What it stands in. */
const frames: Readonly<Record<string, Frame>> = {
  "function": (body, depth) => ({ text: `part${depth}() {\n${body}}\npart${depth} "$@"\n` }),
  "braces": (body) => ({ text: `{\n${body}}\n` }),
  "subshell": (body) => ({ text: `(\n${body})\n` }),
  "if": (body) => ({ text: `if [ -d / ]; then\n${body}fi\n` }),
  "else": (body) => ({ text: `if [ -n "\${NEVER_SET:-}" ]; then\n  exit 72\nelse\n${body}fi\n` }),
  "for": (body, depth) => ({ text: `for item${depth} in one; do\n${body}done\n` }),
  "while, break": (body) => ({ text: `while true; do\n${body}break\ndone\n` }),
  "until": (body) => ({ text: `until\n${body}[ -d / ]\ndo\n  sleep 1\ndone\n` }),
  "case": (body) => ({ text: `case "\${1:-none}" in\n  zero) exit 72 ;;\n  *)\n${body};;\nesac\n` }),
  "and": (body) => ({ text: `true && {\n${body}}\n` }),
  "redirected": (body) => ({ text: `{\n${body}} >> /tmp/log 2>&1\n` }),
  "sh -c": (body) => ({ text: `sh -c ${quoted(body)} sh "$@"\n` }),
  "exec sh -c": (body) => ({ text: `exec sh -c ${quoted(body)} sh "$@"\n` }),
  "sourced": (body, depth) => ({ text: `. ${inImage}/lib${depth}.sh\n`, files: { [`lib${depth}.sh`]: body } }),
  "script": (body, depth) => ({
    text: `${inImage}/run${depth}.sh "$@"\n`,
    files: { [`run${depth}.sh`]: `#!SHELL\n${body}` },
  }),
  "exec script": (body, depth) => ({
    text: `exec ${inImage}/run${depth}.sh "$@"\n`,
    files: { [`run${depth}.sh`]: `#!SHELL\n${body}` },
  }),
  "background": (body) => ({ text: `{\n${body}} &\nwait $!\n` }),
  "background, trap": (body, depth) => ({
    text:
      `(\n${body}) &\nouter${depth}=$!\n` +
      `trap 'kill "$outer${depth}"; wait "$outer${depth}"' TERM\nwait "$outer${depth}"\n`,
  }),
  "piped": (body) => ({ text: `{\n${body}} | cat\n` }),
};

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Every pair of frame and start, and frames in frames; heads and tails take turns. */
export const composed: readonly Composed[] = [...all()];

function* all(): Iterable<Composed> {
  const startNames = Object.keys(starts);
  const frameNames = Object.keys(frames);
  const pick = (names: readonly string[], at: number): string => names[at % names.length] ?? "";
  let at = 0;
  const next = (inside: readonly string[], start: string): Composed => {
    at += 1;
    return compose(pick(Object.keys(heads), at), inside, start, pick(Object.keys(tails), Math.floor(at / 3)));
  };
  for (const start of startNames) yield next([], start);
  for (const frame of frameNames)
    for (const [index, start] of startNames.entries())
      // Two of three: a frame and a start that are left out here meet among the nested ones.
      if ((index + frameNames.indexOf(frame)) % 3 !== 0) yield next([frame], start);
  for (const [outer, first] of frameNames.entries())
    for (const [inner, second] of frameNames.entries())
      if ((outer + inner) % 2 === 0) yield next([first, second], pick(startNames, outer * 7 + inner * 5));
}

function compose(head: string, inside: readonly string[], start: string, tail: string): Composed {
  let body = starts[start] ?? "";
  let files: Readonly<Record<string, string>> = {};
  for (const [depth, name] of [...inside.entries()].reverse()) {
    const piece = frames[name]?.(body, depth + 1) ?? { text: body };
    body = piece.text;
    files = { ...files, ...piece.files };
  }
  const name = `${head} / ${[...inside, start].join(" > ")} / ${tail}`;
  return { name, files: { ...files, "ep.sh": `#!SHELL\n${heads[head] ?? ""}${body}${tails[tail] ?? ""}` } };
}
