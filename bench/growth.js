/**
 * Hostile and plain files that grow with n, for `npm run bench -- growth` and the tests of it: what must cost n log n
 * at worst. Each has a name, `files(n)`, the files of a memory tree by path, and `start`, the n to begin with. Linted
 * are the Dockerfile, compose.yaml and pod.yaml of /app.
 */
const repeat = (n, line) => Array.from({ length: n }, (_, index) => line(index)).join("");
const dockerfile = (text) => ({ "/app/Dockerfile": text });
const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n";
const podContainer = (i) =>
  `    - name: a${i}\n      image: node:22\n      command: [sh, -c, "node server.js; true"]\n`;
const nested = (indent) => `${indent}- apiVersion: v1\n${indent}  kind: List\n${indent}  items:\n`;
const script = '#!/bin/sh\nset -e\nexec "$@"\n';
const start = 'ENTRYPOINT ["/app/run.sh"]\nCMD ["node", "server.js"]\n';

export const generators = [
  // Values.
  {
    name: "ENV A=$A$A",
    start: 200,
    files: (n) => dockerfile(`FROM node:22\nENV A=aaaaaaaa\n${repeat(n, () => "ENV A=$A$A\n")}CMD node $A\n`),
  },
  {
    name: "ARG A=$A$A",
    start: 200,
    files: (n) =>
      dockerfile(
        `ARG A=aaaaaaaa\n${repeat(n, () => "ARG A=$A$A\n")}FROM node:22\nARG B=$A\n` +
          `${repeat(n, () => "ARG B=$B$B\n")}CMD node $B\n`,
      ),
  },
  {
    name: "LABEL a=$A",
    start: 1000,
    files: (n) =>
      dockerfile(
        `FROM node:22\nENV A=${"a".repeat(60_000)}\n${repeat(n, (i) => `LABEL l${i}=$A$A\n`)}CMD node server.js\n`,
      ),
  },
  {
    name: "ARG without a default",
    start: 2000,
    files: (n) => dockerfile(`FROM node:22\nARG A\nENV B=${"${A:+}$A".repeat(n)}${"${A:-}"}\nCMD node $B\n`),
  },
  {
    name: "one ENV with n pairs",
    start: 4000,
    files: (n) => dockerfile(`FROM node:22\nENV ${repeat(n, (i) => `A${i}=$A${i - 1}b `)}\nCMD node server.js\n`),
  },
  {
    name: "n ENV lines",
    start: 4000,
    files: (n) => dockerfile(`FROM node:22\n${repeat(n, (i) => `ENV A${i}=$A${i - 1}b\n`)}CMD node server.js\n`),
  },
  {
    name: "compose environment",
    start: 4000,
    files: (n) => ({
      "/app/compose.yaml":
        "services:\n  a:\n    image: node:22\n    command: node server.js\n    environment:\n" +
        `${repeat(n, (i) => `      A${i}: "\${A${i}:-b}"\n`)}`,
    }),
  },
  // Patterns.
  {
    name: "COPY *a*a*a*",
    start: 100,
    files: (n) => ({
      ...dockerfile(`FROM node:22\nCOPY ${"*a".repeat(n)}*b /d/\n${start}`),
      [`/app/${"a".repeat(200)}`]: script,
    }),
  },
  {
    name: "RUN rm *a*a*a*",
    start: 500,
    files: (n) =>
      dockerfile(`FROM node:22\nRUN rm -rf /app/${"*a".repeat(n)}*b\nENTRYPOINT ["/app/${"a".repeat(200)}"]\n`),
  },
  {
    name: ".dockerignore **/**/**/z",
    start: 2000,
    files: (n) => ({
      ...dockerfile(`FROM node:22\nCOPY . /app/\n${start}`),
      "/app/run.sh": script,
      "/app/.dockerignore": repeat(n, (i) => `${"**/*a".repeat(8)}${i}\n`),
    }),
  },
  {
    name: ".dockerignore long line",
    start: 20_000,
    files: (n) => ({
      ...dockerfile(`FROM node:22\nCOPY . /app/\n${start}`),
      "/app/run.sh": script,
      "/app/.dockerignore": "**/".repeat(n),
    }),
  },
  {
    name: "${A#*a*a*}",
    start: 100,
    files: (n) =>
      dockerfile(`FROM node:22\nENV A=${"a".repeat(1000)}\nENV B=\${A##${"*a".repeat(n)}*b}\nCMD node $B\n`),
  },
  // Nesting.
  {
    name: "${A:-${A:-",
    start: 1000,
    files: (n) =>
      dockerfile(
        `FROM node:22\nENV B=${"${A:-".repeat(n)}${"}".repeat(n)}\n` +
          `WORKDIR ${"${A:-".repeat(n)}${"}".repeat(n)}\nCMD node server.js\n`,
      ),
  },
  {
    name: "compose ${A:-${A:-",
    start: 1000,
    files: (n) => ({
      "/app/compose.yaml":
        "services:\n  a:\n    image: node:22\n" + `    command: node ${"${A:-".repeat(n)}${"}".repeat(n)}\n`,
    }),
  },
  {
    name: "compose ${A ${A ${A",
    start: 1000,
    files: (n) => ({
      "/app/compose.yaml": `services:\n  a:\n    image: node:22\n    command: node ${"${A:-b ".repeat(n)}\n`,
    }),
  },
  {
    name: "YAML [[[[",
    start: 20_000,
    files: (n) => ({
      "/app/compose.yaml": `services:\n  a:\n    image: node:22\n    command: ${"[".repeat(n)}${"]".repeat(n)}\n`,
    }),
  },
  {
    name: "YAML {a: {a:",
    start: 20_000,
    files: (n) => ({ "/app/compose.yaml": `services: ${"{a: ".repeat(n)}${"}".repeat(n)}\n` }),
  },
  { name: "YAML - - - -", start: 2000, files: (n) => ({ "/app/compose.yaml": `services:\n  ${"- ".repeat(n)}a\n` }) },
  {
    name: "YAML block nesting",
    start: 200,
    files: (n) => ({ "/app/compose.yaml": `services:\n${repeat(n, (i) => `${" ".repeat(i + 1)}a:\n`)}` }),
  },
  {
    name: "YAML aliases",
    start: 200,
    files: (n) => ({
      "/app/compose.yaml":
        `services:\n  a0: &a0 [x, x]\n${repeat(n, (i) => `  a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`)}  b:\n` +
        `    image: node:22\n    command: *a${n}\n`,
    }),
  },
  {
    name: "YAML merges",
    start: 200,
    files: (n) => ({
      "/app/compose.yaml":
        "services:\n  a0: &a0 {image: node:22}\n" +
        `${repeat(n, (i) => `  a${i + 1}: &a${i + 1}\n    <<: [*a${i}, *a${i}]\n    k${i}: v\n`)}`,
    }),
  },
  {
    name: "YAML a million aliases of one",
    start: 4000,
    files: (n) => ({
      "/app/compose.yaml":
        "x: &x {image: node:22, command: node server.js}\nservices:\n" + `${repeat(n, (i) => `  s${i}: *x\n`)}`,
    }),
  },
  {
    name: "JSON [[[[",
    start: 20_000,
    files: (n) => dockerfile(`FROM node:22\nCMD ${"[".repeat(n)}${"]".repeat(n)}\n`),
  },
  {
    name: "package.json {{{{",
    start: 20_000,
    files: (n) => ({
      ...dockerfile('FROM node:22\nWORKDIR /app\nCOPY . .\nCMD ["npm", "start"]\n'),
      "/app/package.json": `{"a": ${"[".repeat(n)}${"]".repeat(n)}, "scripts": {"start": "node server.js"}}`,
    }),
  },
  // Stages.
  {
    name: "stages COPY --from each other",
    start: 250,
    files: (n) =>
      dockerfile(
        "FROM node:22 AS s0\nCOPY . /app\n" +
          `${repeat(n, (i) => `FROM scratch AS s${i + 1}\nCOPY --from=s${i} /app /app\n`)}FROM node:22\n` +
          `COPY --from=s${n} /app /app\n${start}`,
      ),
  },
  {
    name: "stages COPY --from two others",
    start: 250,
    files: (n) =>
      dockerfile(
        [
          "FROM node:22 AS s0\nCOPY . /app\nFROM node:22 AS s1\nCOPY . /app\n",
          repeat(n, (i) => `FROM scratch AS s${i + 2}\nCOPY --from=s${i} /app /a\nCOPY --from=s${i + 1} /a /app\n`),
          `FROM node:22\nCOPY --from=s${n + 1} /app /app\n${start}`,
        ].join(""),
      ),
  },
  {
    name: "FROM chain",
    start: 1000,
    files: (n) =>
      dockerfile(
        "FROM node:22 AS s0\nENV A=b\n" +
          `${repeat(n, (i) => `FROM s${i} AS s${i + 1}\nENV A${i}=b\n`)}CMD node server.js\n`,
      ),
  },
  {
    name: "n stages",
    start: 2000,
    files: (n) => dockerfile(`${repeat(n, (i) => `FROM node:22 AS s${i}\nCMD node server.js\n`)}`),
  },
  {
    name: "n stages with an array",
    start: 2000,
    files: (n) => dockerfile(`${repeat(n, (i) => `FROM node:22 AS s${i}\nCMD ["node", "server.js"]\n`)}`),
  },
  {
    name: "ONBUILD",
    start: 2000,
    files: (n) =>
      dockerfile(
        `FROM node:22 AS a\n${repeat(n, () => "ONBUILD RUN make\n")}FROM a AS b\nFROM a\nCMD ["node", "server.js"]\n`,
      ),
  },
  // Layers.
  {
    name: "RUN ln in a circle",
    start: 500,
    files: (n) =>
      dockerfile(`FROM node:22\n${repeat(n, (i) => `RUN ln -s /a${(i + 1) % n} /a${i}\n`)}ENTRYPOINT ["/a0"]\n`),
  },
  {
    name: "RUN mv in a row",
    start: 500,
    files: (n) => ({
      ...dockerfile(
        `FROM node:22\nCOPY run.sh /a0\n${repeat(n, (i) => `RUN mv /a${i} /a${i + 1}\n`)}ENTRYPOINT ["/a${n}"]\n`,
      ),
      "/app/run.sh": script,
    }),
  },
  {
    name: "RUN cp into folders",
    start: 500,
    files: (n) => ({
      ...dockerfile(
        "FROM node:22\nCOPY run.sh /a0/\n" +
          `${repeat(n, (i) => `RUN cp -r /a${i} /a${i + 1}\n`)}ENTRYPOINT ["/a${n}/run.sh"]\n`,
      ),
      "/app/run.sh": script,
    }),
  },
  {
    name: "COPY lines",
    start: 2000,
    files: (n) => ({
      ...dockerfile(
        `FROM node:22\n${repeat(n, (i) => `COPY run.sh /app/run${i}.sh\n`)}COPY run.sh /app/run.sh\n${start}`,
      ),
      "/app/run.sh": script,
    }),
  },
  {
    name: "COPY lines into one folder",
    start: 1000,
    files: (n) => ({
      ...dockerfile(`FROM node:22\n${repeat(n, () => "COPY . /app\n")}${start}`),
      "/app/run.sh": script,
    }),
  },
  {
    name: "COPY lines of folders that are not there",
    start: 1000,
    files: (n) => dockerfile(`FROM node:22\n${repeat(n, (i) => `COPY a${i} /app\n`)}${start}`),
  },
  {
    name: "one COPY of n files",
    start: 2000,
    files: (n) => ({
      ...dockerfile(`FROM node:22\nCOPY ${repeat(n, (i) => `f${i} `)} /app/\n${start}`),
      "/app/run.sh": script,
    }),
  },
  {
    name: "RUN lines",
    start: 2000,
    files: (n) =>
      dockerfile(
        "FROM node:22\n" +
          `${repeat(n, (i) => `RUN apt-get install -y p${i} && rm -rf /var/lib/x${i} && chmod +x /app/a${i}\n`)}` +
          `COPY . /app\n${start}`,
      ),
  },
  {
    name: "one RUN of n commands",
    start: 2000,
    files: (n) => dockerfile(`FROM node:22\nRUN true${repeat(n, (i) => ` && rm -rf /x${i}`)}\nCOPY . /app\n${start}`),
  },
  {
    name: "WORKDIR a",
    start: 1000,
    files: (n) => dockerfile(`FROM node:22\n${repeat(n, () => "WORKDIR a\n")}CMD node server.js\n`),
  },
  {
    name: "WORKDIR a, looked up",
    start: 500,
    files: (n) => ({
      ...dockerfile(`FROM node:22\n${repeat(n, () => "WORKDIR a\n")}COPY . .\nENTRYPOINT ["./run.sh"]\n`),
      "/app/run.sh": script,
    }),
  },
  {
    name: "long PATH",
    start: 500,
    files: (n) =>
      dockerfile(
        `FROM node:22\nENV PATH=${repeat(n, (i) => `/opt/p${i}:`)}/usr/bin\n` +
          `${repeat(n, (i) => `COPY f${i} /f${i}\n`)}CMD ["run.sh"]\n`,
      ),
  },
  // Plain size.
  {
    name: "Dockerfile lines",
    start: 10_000,
    files: (n) => dockerfile(`FROM node:22\n${repeat(n, (i) => `RUN echo ${i}\n`)}CMD node server.js\n`),
  },
  {
    name: "comments",
    start: 10_000,
    files: (n) => dockerfile(`FROM node:22\n${repeat(n, (i) => `# comment ${i}\n`)}CMD node server.js\n`),
  },
  {
    name: "continued lines",
    start: 10_000,
    files: (n) =>
      dockerfile(`FROM node:22\nRUN true \\\n${repeat(n, (i) => ` && echo ${i} \\\n`)} && true\nCMD node server.js\n`),
  },
  {
    name: "heredoc",
    start: 10_000,
    files: (n) =>
      dockerfile(
        `FROM node:22\nCOPY <<EOF /app/run.sh\n#!/bin/sh\n${repeat(n, (i) => `echo ${i}\n`)}exec "$@"\nEOF\n${start}`,
      ),
  },
  {
    name: "heredoc of RUN",
    start: 10_000,
    files: (n) => dockerfile(`FROM node:22\nRUN <<EOF\n${repeat(n, (i) => `echo ${i}\n`)}EOF\n${start}`),
  },
  {
    name: "heredocs of one line",
    start: 500,
    files: (n) =>
      dockerfile(`FROM node:22\nCOPY ${repeat(n, (i) => `<<E${i} `)} /app/\n${repeat(n, (i) => `a\nE${i}\n`)}${start}`),
  },
  {
    name: "a long line",
    start: 50_000,
    files: (n) => dockerfile(`FROM node:22\nRUN echo ${"a ".repeat(n)}\nCMD node server.js\n`),
  },
  {
    name: "blanks",
    start: 50_000,
    files: (n) => dockerfile(`FROM node:22\nRUN echo ${" ".repeat(n)}a\nCMD node${" ".repeat(n)}server.js\n`),
  },
  {
    name: "a long array",
    start: 20_000,
    files: (n) => dockerfile(`FROM node:22\nCMD ["node", ${repeat(n, (i) => `"a${i}", `)}"b"]\n`),
  },
  {
    name: "a long word of an array",
    start: 50_000,
    files: (n) => dockerfile(`FROM node:22\nCMD ["node", "${"a".repeat(n)}"]\n`),
  },
  {
    name: "flags",
    start: 2000,
    files: (n) => dockerfile(`FROM node:22\nCOPY ${repeat(n, (i) => `--exclude=a${i} `)} . /app\n${start}`),
  },
  {
    name: "quotes",
    start: 20_000,
    files: (n) => dockerfile(`FROM node:22\nENV A=${"\"a\"'b'".repeat(n)}\nCMD node server.js\n`),
  },
  {
    name: "open quotes",
    start: 20_000,
    files: (n) => dockerfile(`FROM node:22\nENV ${"a='\" ".repeat(n)}\nCMD node server.js\n`),
  },
  {
    name: "findings",
    start: 500,
    files: (n) => ({ ...dockerfile(`FROM node:22\n${repeat(n, () => "CMD node server.js\nHEALTHCHECK CMD true\n")}`) }),
  },
  // Comments that silence.
  {
    name: "disable-next-line",
    start: 5000,
    files: (n) =>
      dockerfile(
        `FROM node:22\n${repeat(n, (i) => `# pid1lint-disable-next-line shell-form\nENV A${i}=b\n`)}CMD node ` +
          "server.js\n",
      ),
  },
  {
    name: "disable-file",
    start: 5000,
    files: (n) =>
      dockerfile(`${repeat(n, () => "# pid1lint-disable-file shell-form\n")}FROM node:22\nCMD node server.js\n`),
  },
  {
    name: "one disable-next-line of n rules",
    start: 5000,
    files: (n) =>
      dockerfile(`FROM node:22\n# pid1lint-disable-next-line ${repeat(n, (i) => `r${i} `)}\nCMD node server.js\n`),
  },
  {
    name: "hadolint ignore",
    start: 5000,
    files: (n) =>
      dockerfile(`FROM node:22\n${repeat(n, (i) => `# hadolint ignore=DL3025\nENV A${i}=b\n`)}CMD node server.js\n`),
  },
  {
    name: "directives in a script",
    start: 5000,
    files: (n) => ({
      ...dockerfile(`FROM node:22\nCOPY --chmod=755 run.sh /app/run.sh\n${start}`),
      "/app/run.sh": `#!/bin/sh\n${repeat(n, () => "# pid1lint-disable-next-line no-exec\n")}"$@"\n`,
    }),
  },
  {
    name: "blanks in comments",
    start: 50_000,
    files: (n) =>
      dockerfile(
        `FROM node:22\n#${" ".repeat(n)}\r \n#${"\r".repeat(n)}a\n` +
          `# pid1lint-disable-next-line ${" ".repeat(n)}a${" ".repeat(n)}-\nCMD node server.js\n`,
      ),
  },
  // Compose files and manifests.
  {
    name: "compose services",
    start: 2000,
    files: (n) => ({
      "/app/compose.yaml":
        "services:\n" + `${repeat(n, (i) => `  s${i}:\n    image: node:22\n    command: node server.js\n`)}`,
    }),
  },
  {
    name: "compose services with a shell",
    start: 1000,
    files: (n) => ({
      "/app/compose.yaml":
        "services:\n" +
        `${repeat(n, (i) => `  s${i}:\n    image: node:22\n    command: ["sh", "-c", "node server.js; true"]\n`)}`,
    }),
  },
  {
    name: "compose services that build",
    start: 250,
    files: (n) => ({
      ...dockerfile(`FROM node:22\n${repeat(n, (i) => `ENV A${i}=b\n`)}CMD node server.js\n`),
      "/app/compose.yaml":
        "services:\n" + `${repeat(n, (i) => `  s${i}:\n    build: .\n    command: node server${i}.js\n`)}`,
    }),
  },
  {
    name: "manifests",
    start: 1000,
    files: (n) => ({
      "/app/pod.yaml": repeat(
        n,
        (i) =>
          `apiVersion: v1\nkind: Pod\nmetadata: {name: p${i}}\nspec:\n  containers:\n    - name: a\n` +
          `      image: node:22\n      command: [sh, -c, "node server.js; true"]\n---\n`,
      ),
    }),
  },
  {
    name: "containers of one pod",
    start: 1000,
    files: (n) => ({ "/app/pod.yaml": `${pod}${repeat(n, podContainer)}` }),
  },
  {
    name: "a List of manifests",
    start: 200,
    files: (n) => ({
      "/app/pod.yaml": `apiVersion: v1\nkind: List\nitems:\n${repeat(n, (i) => nested("  ".repeat(i)))}`,
    }),
  },
  {
    name: "a long scalar",
    start: 50_000,
    files: (n) => ({
      "/app/compose.yaml": `services:\n  a:\n    image: node:22\n    command: "node ${"a ".repeat(n)}"\n`,
    }),
  },
  {
    name: "a long block scalar",
    start: 10_000,
    files: (n) => ({
      "/app/compose.yaml": `services:\n  a:\n    image: node:22\n    command: >\n${repeat(n, (i) => `      a${i}\n`)}`,
    }),
  },
  {
    name: "a block scalar of blank lines",
    start: 10_000,
    files: (n) => ({
      "/app/compose.yaml":
        `services:\n  a:\n    image: node:22\n    command: >\n      a\n${"\n".repeat(n)}      b\n` +
        `${"\n".repeat(n)}`,
    }),
  },
  {
    name: "keys of a mapping",
    start: 5000,
    files: (n) => ({
      "/app/compose.yaml":
        "services:\n  a:\n    image: node:22\n" + `${repeat(n, (i) => `    k${i}: v\n`)}    command: node server.js\n`,
    }),
  },
];
