/**
 * Hostile and merely large start-ups, one kind each: `files(n)` is a memory tree with "/app/Dockerfile", `start` an n
 * at which work can be measured (n, 2n and 4n show how it grows). The script is "/app/r.sh" where nothing else is said.
 */
const head = "#!/bin/bash\n";
const end = "exec node server.js\n";
const dockerfile = (command = '["/r.sh"]', more = "") => `FROM debian:12\nCOPY . /\n${more}ENTRYPOINT ${command}\n`;
const plain = (text) => ({ text, executable: true });
const one = (body) => ({ "/app/Dockerfile": dockerfile(), "/app/r.sh": plain(head + body + end) });
const times = (n, line) => Array.from({ length: n }, (_, index) => line(index)).join("");
const jobIf = (i) => `if [ "$A${i}" ]; then p${i} & fi; `;
const nested = (n, open, inside, close) => times(n, open) + inside + times(n, (index) => close(n - 1 - index));
const chain = (n, step) => {
  const files = { "/app/Dockerfile": dockerfile('["/r0.sh"]') };
  for (let index = 0; index < n; index++) files[`/app/r${index}.sh`] = plain(head + step(index + 1));
  files[`/app/r${n}.sh`] = plain(head + end);
  return files;
};

/** `$(...)` or `sh -c` in quotes that grow: each level quotes the one below. */
function tower(n, wrap) {
  let text = "node server.js";
  for (let index = 0; index < n; index++) text = wrap(text);
  return text;
}

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
const escaped = (text) => `"${text.replace(/["\\$`]/g, "\\$&")}"`;
const makers = [
  // Ways that part.
  ["ifs that start jobs", 8, (n) => one(times(n, (i) => `if [ "$A${i}" ]; then p${i} & fi\n`))],
  ["ifs that run programs", 8, (n) => one(times(n, (i) => `if [ "$A${i}" ]; then p${i}; fi\n`))],
  ["ifs that set variables", 8, (n) => one(times(n, (i) => `if [ "$A${i}" ]; then V${i}=1; fi\n`))],
  ["ifs that set traps", 8, (n) => one(times(n, (i) => `if [ "$A${i}" ]; then trap 'x${i}' ${i + 1}; fi\n`))],
  ["ifs that define functions", 8, (n) => one(times(n, (i) => `if [ "$A${i}" ]; then f${i}() { :; }; fi\n`))],
  ["ifs that shift", 8, (n) => one(times(n, (i) => `if [ "$A${i}" ]; then set -- p${i} "$@"; fi\n`))],
  ["ifs that exec", 8, (n) => one(times(n, (i) => `if [ "$A${i}" ]; then exec p${i}; fi\n`))],
  ["ands that start jobs", 8, (n) => one(times(n, (i) => `[ "$A${i}" ] && p${i} &\n[ "$B${i}" ] && { q${i} & }\n`))],
  [
    "cases that start jobs",
    5,
    (n) => one(times(n, (i) => `case "$A${i}" in a) p${i} & ;; b) q${i} & ;; *) r${i} & ;; esac\n`)),
  ],
  [
    "functions that start jobs",
    8,
    (n) =>
      one(
        `f0() { ${jobIf(0)}:; }\n${times(n - 1, (i) => `f${i + 1}() { ${jobIf(i + 1)}f${i}; f${i}; }\n`)}f${n - 1}\n`,
      ),
  ],
  [
    "signals that are sent",
    8,
    (n) => one(`app &\nP=$!\n${times(n, (i) => `if [ "$A${i}" ]; then kill -USR1 $P; fi\n`)}`),
  ],
  [
    "loops in loops over words",
    4,
    (n) =>
      one(
        nested(
          n,
          (i) => `for v${i} in a b c; do\n`,
          "p & \n",
          () => "done\n",
        ),
      ),
  ],
  [
    "loops in loops that test",
    4,
    (n) =>
      one(
        nested(
          n,
          (i) => `while [ "$A${i}" ]; do\n`,
          "p & \n",
          () => "done\n",
        ),
      ),
  ],
  [
    "loops in loops that count",
    2,
    (n) =>
      one(
        nested(
          n,
          (i) => `set -- a b c d e f g h i j; while [ $# -gt 0 ]; do\nA${i}=$1\n`,
          "p\n",
          () => "shift; done\n",
        ),
      ),
  ],
  [
    "ifs in ifs by four",
    2,
    (n) =>
      one(
        (function level(depth) {
          return depth === 0 ? "p & \n" : times(4, (i) => `if [ "$A${depth}${i}" ]; then\n${level(depth - 1)}fi\n`);
        })(n),
      ),
  ],
  ["subshells that part", 6, (n) => one(times(n, (i) => `( if [ "$A${i}" ]; then exec p${i}; else q${i}; fi )\n`))],
  ["pipelines that part", 6, (n) => one(times(n, (i) => `{ [ "$A${i}" ] && p${i} || q${i}; } | r${i}\n`))],
  [
    "groups in the background",
    6,
    (n) =>
      one(
        nested(
          n,
          (i) => `{ if [ "$A${i}" ]; then p${i} & fi\n`,
          "p\n",
          () => "} &\nwait\n",
        ),
      ),
  ],
  [
    "scripts that exec the next in two ways",
    4,
    (n) => chain(n, (next) => `if [ "$A${next}" ]; then exec /r${next}.sh a "$@"; else exec /r${next}.sh b "$@"; fi\n`),
  ],
  [
    "scripts that start the next in two ways",
    4,
    (n) => chain(n, (next) => `if [ "$A${next}" ]; then /r${next}.sh a "$@"; else /r${next}.sh b "$@"; fi\n`),
  ],
  [
    "scripts that source the next in two ways",
    4,
    (n) =>
      chain(n, (next) => `if [ "$A${next}" ]; then p${next} & . /r${next}.sh; else q${next} & . /r${next}.sh; fi\n`),
  ],
  [
    "a script that starts itself again",
    4,
    (n) => one(times(n, (i) => `if [ "$A${i}" ]; then exec /r.sh "$@" a${i}; fi\n`)),
  ],
  [
    "a script that calls sh -c on itself",
    4,
    (n) => one(times(n, (i) => `[ "$A${i}" ] && exec sh -c "/r.sh $* a${i}"\n`)),
  ],
  [
    "traps that part",
    6,
    (n) =>
      one(
        `app &\nP=$!\nt() { ${times(n, (i) => `if [ "$A${i}" ]; then p${i} & fi; `)} kill $P; wait $P; }\n` +
          "trap t TERM\nwait $P\n",
      ),
  ],
  // Circles and chains.
  ["scripts that source in a circle", 4, (n) => chain(n, (next) => `. /r${next % n}.sh\n. /r${(next + 1) % n}.sh\n`)],
  [
    "scripts that exec in a circle",
    4,
    (n) => chain(n, (next) => `[ "$A" ] && exec /r${next % n}.sh "$@" x\nexec /r${(next + 1) % n}.sh "$@" y\n`),
  ],
  ["a long chain of exec", 500, (n) => chain(n, (next) => `exec /r${next}.sh\n`)],
  ["a long chain of source", 500, (n) => chain(n, (next) => `. /r${next}.sh\n`)],
  ["functions that call themselves", 4, (n) => one(`f() { ${times(n, () => "f; ")} }\nf\n`)],
  [
    "functions that call each other",
    4,
    (n) => one(`${times(n, (i) => `f${i}() { ${times(n, (j) => `f${j} $1; `)} }\n`)}f0\n`),
  ],
  [
    "functions of nested commands that call each other",
    10,
    (n) =>
      one(
        `${times(
          n,
          (i) =>
            `f${i}() { ${nested(
              100,
              () => "if true; then { ",
              `f${i + 1}`,
              () => "; } fi",
            )}; }\n`,
        )}f${n}() { :; }\nf0\n`,
      ),
  ],
  [
    "scripts of nested commands that source each other",
    10,
    (n) =>
      chain(
        n,
        (next) =>
          `${nested(
            100,
            () => "if true; then { ",
            `. /r${next}.sh`,
            () => "; } fi",
          )}\n`,
      ),
  ],
  [
    "scripts of nested subshells that start each other",
    5,
    (n) =>
      chain(
        n,
        (next) =>
          `${nested(
            100,
            () => "( ",
            `/r${next}.sh`,
            () => " )",
          )}\n`,
      ),
  ],
  [
    "groups of scripts in the background that start each other",
    5,
    (n) =>
      chain(
        n,
        (next) =>
          `${nested(
            20,
            () => "{ ",
            `/r${next}.sh`,
            () => "; } & wait",
          )}\n`,
      ),
  ],
  ["eval in eval", 2, (n) => one(`${tower(n, (text) => `eval ${quoted(text)}`)}\n`)],
  ["sh -c in sh -c", 2, (n) => one(`${tower(n, (text) => `sh -c ${quoted(text)}`)}\n`)],
  ["sh -c in sh -c, in double quotes", 4, (n) => one(`${tower(n, (text) => `sh -c ${escaped(text)}`)}\n`)],
  ["eval that evaluates itself", 4, (n) => one(`A='${times(n, () => 'eval "$A";')}'\neval "$A"\n`)],
  // Values that grow.
  ["a variable that doubles", 20, (n) => one(`A=aaaaaaaa\n${times(n, () => "A=$A$A\n")}p "$A"\n`)],
  ["an exported variable that doubles", 20, (n) => one(`A=aaaaaaaa\n${times(n, () => "export A=$A$A\n")}p $A\n`)],
  ["defaults that double", 20, (n) => one(`A=aaaaaaaa\n${times(n, () => 'A="${B:-$A$A}"\n')}p $A\n`)],
  ["parameters that double", 20, (n) => one(`set -- a b\n${times(n, () => 'set -- "$@" "$@"\n')}p "$@"\n`)],
  ["parameters given to functions", 20, (n) => one(`${times(n, (i) => `f${i}() { f${i + 1} "$@" "$@"; }\n`)}f0 a b\n`)],
  [
    "words that split and double",
    20,
    (n) => one(`A="a b"\n${times(n, () => 'A="$A $A"\n')}for i in $A; do p $i; done\nset -- $A\n`),
  ],
  ["cd into folders that double", 20, (n) => one(`D=a\n${times(n, () => "D=$D/$D\ncd $D\n")}`)],
  ["an eval that doubles", 12, (n) => one(`A='p;'\n${times(n, () => "A=$A$A\n")}eval "$A"\n`)],
  ["sh -c that doubles", 12, (n) => one(`A='p;'\n${times(n, () => "A=$A$A\n")}sh -c "$A"\n`)],
  ["a trap that doubles", 12, (n) => one(`A='p;'\n${times(n, () => "A=$A$A\n")}trap "$A" TERM\napp & wait\n`)],
  [
    "braces",
    20,
    (n) =>
      one(
        `p ${times(n, () => "{a,b}")} {1..999999999}\nfor i in {1..999999999}; do q; done\n` +
          `set -- ${times(n, () => "{a,b}")}\n`,
      ),
  ],
  [
    "arithmetic",
    500,
    (n) => one(`A=$((9${times(n, () => "*9")}))\nB=$((${"9".repeat(n)}))\n(( ${times(n, (i) => `a${i}=`)}1 ))\n`),
  ],
  [
    "prefixes that are stripped",
    2000,
    (n) => one(`A=${"a".repeat(n)}\nB=\${A#b}\nB=\${A%b}\nB=\${A##*b}\nB=\${A%%b*}\n`),
  ],
  // Depth.
  [
    "defaults in defaults",
    500,
    (n) =>
      one(
        `A=${nested(
          n,
          (i) => `\${A${i}:-`,
          "x",
          () => "}",
        )}\n`,
      ),
  ],
  [
    "defaults in defaults, in quotes",
    500,
    (n) =>
      one(
        `A=${nested(
          n,
          (i) => `"\${A${i}:-`,
          "x",
          () => '}"',
        )}\n`,
      ),
  ],
  [
    "substitutions in substitutions",
    500,
    (n) =>
      one(
        `A=${nested(
          n,
          () => "$(echo ",
          "x",
          () => ")",
        )}\n`,
      ),
  ],
  [
    "substitutions in quotes in substitutions",
    500,
    (n) =>
      one(
        `A=${nested(
          n,
          () => '"$(echo ',
          "x",
          () => ')"',
        )}\n`,
      ),
  ],
  ["backquotes", 4, (n) => one(`A=${tower(n, (text) => `\`echo ${text.replace(/[\\`]/g, "\\$&")}\``)}\n`)],
  [
    "arithmetic in arithmetic",
    500,
    (n) =>
      one(
        `A=${nested(
          n,
          () => "$((1+",
          "1",
          () => "))",
        )}\n`,
      ),
  ],
  ["parentheses in arithmetic", 500, (n) => one(`A=$((${"(".repeat(n)}1${")".repeat(n)}))\n`)],
  [
    "process substitutions",
    500,
    (n) =>
      one(
        `p ${nested(
          n,
          () => "<(p ",
          "x",
          () => ")",
        )}\n`,
      ),
  ],
  [
    "subshells in subshells",
    500,
    (n) =>
      one(
        `${nested(
          n,
          () => "( ",
          "p",
          () => " )",
        )}\n`,
      ),
  ],
  [
    "groups in groups",
    500,
    (n) =>
      one(
        `${nested(
          n,
          () => "{ ",
          "p;",
          () => " };",
        )}\n`,
      ),
  ],
  [
    "functions in functions",
    500,
    (n) =>
      one(
        `${nested(
          n,
          (i) => `f${i}() { `,
          "p;",
          (i) => ` f${i + 1}; };`,
        )}\nf0\n`,
      ),
  ],
  [
    "ifs in ifs",
    500,
    (n) =>
      one(
        `${nested(
          n,
          () => "if true; then ",
          "p;",
          () => " fi;",
        )}\n`,
      ),
  ],
  [
    "elses in elses",
    500,
    (n) =>
      one(
        `${nested(
          n,
          (i) => `if [ "$A${i}" ]; then p; else `,
          "p;",
          () => " fi;",
        )}\n`,
      ),
  ],
  ["elifs", 500, (n) => one(`if true; then p\n${times(n, (i) => `elif [ "$A${i}" ]; then p\n`)}fi\n`)],
  [
    "loops in loops",
    500,
    (n) =>
      one(
        `${nested(
          n,
          () => "while true; do ",
          "p; break;",
          () => " done;",
        )}\n`,
      ),
  ],
  [
    "cases in cases",
    500,
    (n) =>
      one(
        `${nested(
          n,
          () => "case a in a) ",
          "p;",
          () => " ;; esac;",
        )}\n`,
      ),
  ],
  ["tests in tests", 500, (n) => one(`if [[ ${"( ".repeat(n)} a ${") ".repeat(n)} ]]; then p; fi\n`)],
  ["negations", 500, (n) => one(`[[ ${"! ".repeat(n)} a ]]\n[ ${"! ".repeat(n)} a ]\n${"! ".repeat(n)} p\n`)],
  ["coprocesses and time", 500, (n) => one(`${"time ".repeat(n)}p\n${"coproc ".repeat(n)}p\n`)],
  [
    "globs in globs",
    500,
    (n) =>
      one(
        `shopt -s extglob\nX=\${A##${nested(
          n,
          () => "+(a|",
          "x",
          () => ")",
        )}}\ncase a in ${nested(
          n,
          () => "@(a|",
          "x",
          () => ")",
        )}) p;; esac\n`,
      ),
  ],
  ["wrappers in wrappers", 500, (n) => one(`${"exec env ".repeat(1)}${"env ".repeat(n)}node server.js\n`)],
  ["commands of commands", 500, (n) => one(`${"command ".repeat(n)}p\n${"builtin ".repeat(n)}p\n`)],
  ["or in tests", 500, (n) => one(`[ a ${"-o a ".repeat(n)} ] && p\n[ a ${"-a b ".repeat(n)} ]\n`)],
  // Plain size.
  ["plain commands", 5000, (n) => one(times(n, (i) => `echo ${i} "$A"\n`))],
  ["plain programs", 2000, (n) => one(times(n, (i) => `p${i} "$A"\n`))],
  ["jobs", 500, (n) => one(`${times(n, (i) => `p${i} &\n`)}wait\n`)],
  ["one program many times", 2000, (n) => one(times(n, () => `p "$A" || true\n`))],
  ["statements on one line", 5000, (n) => one(`${times(n, (i) => `echo ${i}; `)}\n`)],
  [
    "bash on lines of dash",
    2000,
    (n) => ({
      "/app/Dockerfile": dockerfile(),
      "/app/r.sh": plain(
        `#!/bin/sh\n${times(n, () => "echo; ")}\n${times(n, () => "f() { [[ a =~ (a) ]]; a=(1); }\n")}${end}`,
      ),
    }),
  ],
  ["and-lists", 5000, (n) => one(`p ${times(n, (i) => `&& p${i} `)}\n`)],
  ["or-lists", 2000, (n) => one(`true ${times(n, (i) => `|| [ "$A${i}" ] `)}\n`)],
  ["pipelines", 2000, (n) => one(`p ${times(n, (i) => `| p${i} `)}\n`)],
  ["here-documents", 5000, (n) => one(`cat <<EOF\n${times(n, (i) => `line ${i} $A \${B:-x}\n`)}EOF\n`)],
  ["many here-documents", 2000, (n) => one(times(n, (i) => `cat > /x <<EOF${i}\nline $A\nEOF${i}\n`))],
  ["functions", 5000, (n) => one(times(n, (i) => `f${i}() { p${i}; }\n`))],
  ["functions that are called", 1000, (n) => one(times(n, (i) => `f${i}() { p${i}; }\nf${i}\n`))],
  ["variables", 5000, (n) => one(times(n, (i) => `A${i}=${i}\n`))],
  ["variables that part", 500, (n) => one(times(n, (i) => `A${i}=${i}; [ "$B" ] && C=${i}\n`))],
  [
    "exports",
    2000,
    (n) =>
      one(
        `export ${times(n, (i) => `A${i}=${i} `)}\nunset ${times(n, (i) => `A${i} `)}\n` +
          `read ${times(n, (i) => `A${i} `)}\n`,
      ),
  ],
  ["traps", 2000, (n) => one(times(n, (i) => `trap 'x ${i}' TERM INT\n`))],
  ["signals", 500, (n) => one(`app &\nP=$!\n${times(n, () => "kill -USR1 $P\n")}`)],
  ["parameters shifted", 500, (n) => one(`set -- ${times(n, (i) => `a${i} `)}\n${times(n, () => "shift\n")}`)],
  ["words", 20000, (n) => one(`p ${times(n, (i) => `a${i} `)}\n`)],
  ["parts of a word", 5000, (n) => one(`A=${times(n, () => "$B'a'")}\n`)],
  ["aliases", 500, (n) => one(`shopt -s expand_aliases\n${times(n, (i) => `alias a${i}=b\n`)}`)],
  ["cases", 2000, (n) => one(`case "$1" in\n${times(n, (i) => `a${i}|b${i}) echo ${i} ;;\n`)}esac\n`)],
  ["patterns", 5000, (n) => one(`case "$1" in ${times(n, (i) => `a${i}|`)}z) p ;; esac\n`)],
  ["a case that falls through", 500, (n) => one(`case "$1" in\n${times(n, (i) => `a${i}) echo ${i} ;;&\n`)}esac\n`)],
  ["ifs", 2000, (n) => one(times(n, (i) => `if [ "$A${i}" ]; then echo; fi\n`))],
  ["loops", 500, (n) => one(times(n, (i) => `for i in 1 2 3; do echo ${i}; done\nwhile read x; do echo; done\n`))],
  ["sources", 500, (n) => ({ ...one(times(n, () => ". /s.sh\n")), "/app/s.sh": plain(times(n, (i) => `A${i}=1\n`)) })],
  ["waits", 500, (n) => one(`app &\n${times(n, () => "wait\n")}`)],
  // Texts that regular expressions go over.
  ["open arithmetic", 5000, (n) => one(`echo ${"$(( ".repeat(n)}\n`)],
  ["open parameters", 5000, (n) => one(`: ${"${A:".repeat(n)}\n`)],
  ["open brackets", 5000, (n) => one(`: '${"$[".repeat(n)}' '${"${a[".repeat(n)}'\ncat <<E\n${"${a[".repeat(n)}\nE\n`)],
  ["open braces", 5000, (n) => one(`p ${"{".repeat(n)} ${"{a,\\\r".repeat(n)} ${"{,".repeat(n)}\n`)],
  [
    "backslashes",
    5000,
    (n) => one(`p ${"\\".repeat(2 * n)} ${"\\\\\\$".repeat(n)} "${"\\\\".repeat(n)}"\np ${"a\\\n".repeat(n)}\n`),
  ],
  ["plus and minus", 5000, (n) => one(`: $((${"a".repeat(n)} ${"a ".repeat(n)} ${"+".repeat(n)}))\n`)],
  ["tildes and colons", 5000, (n) => one(`A=${"a:".repeat(n)} p A=${":".repeat(n)}~\n`)],
  ["blanks", 5000, (n) => one(`A="${" ".repeat(n)}"\nset -- $A\np${" ".repeat(n)}\n${" \\\n".repeat(n)}\n`)],
  ["one long line", 200000, (n) => one(`echo ${"x".repeat(n)}\n`)],
  ["one long comment", 200000, (n) => one(`#${"x".repeat(n)}\n`)],
  [
    "one long shebang",
    200000,
    (n) => ({ "/app/Dockerfile": dockerfile(), "/app/r.sh": plain(`#!/bin/sh ${" -".repeat(n)}\n${end}`) }),
  ],
  [
    "a long script without a line feed at its end",
    5000,
    (n) => ({ "/app/Dockerfile": dockerfile(), "/app/r.sh": plain(`#!/bin/sh\n${times(n, () => "echo; ")}`) }),
  ],
  ["line feeds", 50000, (n) => one("\n".repeat(n))],
];

/** What to measure; another file runs it. */
export const generators = makers.map(([name, start, files]) => ({ name, start, files }));
