import type { Dice } from "../dice.ts";
import { hostileWord, wordOf } from "./hostile.ts";
import { commands, programs, script } from "./script.ts";

/** Images that FROM names: those that rows describe, private ones, stages, variables, Windows. */
export const bases: readonly string[] = [
  "debian:12-slim",
  "debian:12-slim",
  "alpine:3.20",
  "alpine:3.20",
  "ubuntu:24.04",
  "registry.access.redhat.com/ubi9/ubi:9.4",
  "busybox",
  "node:20",
  "node:20-alpine",
  "nginx:1.27",
  "redis:7",
  "postgres:16",
  "python:3.12-slim",
  "httpd:2.4",
  "mysql:8",
  "php:8-fpm",
  "tomcat:10",
  "golang:1.22",
  "gcr.io/distroless/static",
  "scratch",
  "example.com/private:1",
  "base",
  "build",
  "one",
  "0",
  "$BASE",
  "${BASE:-debian}",
  "mcr.microsoft.com/windows/nanoserver:1809",
  "debian@sha256:abc",
  "constructor",
  "localhost:5000/a/b:c",
];
const settings = [
  "ENV A=1 B=two",
  'ENV C="x y"',
  "ENV A 1 2",
  "ENV PATH=/x:$PATH",
  "ENV A=${A}${A}",
  "WORKDIR /opt",
  "WORKDIR x",
  "WORKDIR $A",
  "USER 1000",
  "USER app",
  "USER $A:0",
  "STOPSIGNAL SIGTERM",
  "STOPSIGNAL SIGKILL",
  "STOPSIGNAL 9",
  "STOPSIGNAL $A",
  "STOPSIGNAL constructor",
  "STOPSIGNAL RTMIN+3",
  "RUN apt-get update && apt-get install -y tini dumb-init",
  "RUN apk add --no-cache tini bash",
  "RUN chmod +x /run.sh",
  "RUN ln -s /run.sh /usr/local/bin/app",
  "RUN mv /run.sh /other.sh",
  "RUN sed -i 's/a/b/' /run.sh",
  "RUN ln -sf /bin/bash /bin/sh",
  "RUN rm /bin/sh",
  "RUN cp -r /a /b",
  "RUN printf '#!/bin/sh\\nexec app\\n' > /run.sh",
  "RUN ln -s /b /a && ln -s /a /b",
  "HEALTHCHECK CMD app ping || exit 1",
  "HEALTHCHECK NONE",
  "ARG V=1",
  "ARG BASE=debian:12",
  "ARG A B=2",
  "VOLUME /data",
  'VOLUME ["/a"]',
  "EXPOSE 80",
  "LABEL x='a b' y=\"u\"",
  'SHELL ["/bin/bash", "-o", "pipefail", "-c"]',
  'SHELL ["/bin/sh", "-ec"]',
  'SHELL ["cmd", "/S", "/C"]',
  'SHELL ["pwsh", "-c"]',
  "SHELL []",
  "SHELL bash",
  "MAINTAINER a",
  "COPY run.sh /run.sh",
  "COPY --chmod=755 run.sh other.sh /",
  "COPY . .",
  "COPY *.sh /",
  "COPY --from=build /run.sh /run.sh",
  "COPY --from=0 /a /b",
  "COPY --parents ./a/./b /",
  'COPY ["run.sh", "/"]',
  "ADD app.tar.gz /",
  "ADD https://example.com/run.sh /run.sh",
  "COPY --exclude=*.md . /",
  "COPY --link --chown=1:1 run.sh /",
  "COPY nowhere /x",
  "ADD --keep-git-dir=true git@x:y.git /",
  "COPY package.json Procfile ./",
  "COPY run.sh",
  "COPY ../x /",
  "# a comment",
  "# pid1lint-disable-next-line",
  "# pid1lint-disable-next-line missing-exec, shell-form-cmd -- why",
  "# pid1lint-disable-file missing-init",
  "# hadolint ignore=DL3025,DL4000",
  "# hadolint global ignore=all",
  "# check=skip=all",
  "",
  "  ",
  "\t# indented",
  "NOSUCH thing",
  "RUN",
  "ENTRYPOINT",
  "FROM",
  "ONBUILD",
  "ENV",
  "ONBUILD ONBUILD RUN true",
  "ONBUILD CMD app a",
  'ONBUILD ENTRYPOINT ["app"]',
  "ONBUILD COPY run.sh /",
  "ARG",
  "HEALTHCHECK",
];
const arrays = [
  "['app', 'a']",
  '["app",]',
  "[app]",
  '["app" "a"]',
  "[]",
  '[""]',
  '["cd /x && app"]',
  '["exec", "app"]',
  '["app $A"]',
  '[ "app"]',
  '["app", 1]',
  "[",
  '["app',
  '["\\u0061pp"]',
  '["a\\qb"]',
  '["app"] # x',
  '{"a": 1}',
  '["app"]["a"]',
  '["exec app"]',
  "[“app”]",
  '"app"',
  "'app'",
  '["/bin/sh", "-c"]',
  '["sh", "-c", "exec"]',
  "<<EOF\napp\nEOF",
  "$A",
  "$A app",
  '["$A"]',
  '["${A}", "b"]',
];
const directives = [
  "# syntax=docker/dockerfile:1\n",
  "# escape=`\n",
  "# check=skip=JSONArgsRecommended,StopSignal\n",
  "# check=skip=all;error=true\n",
  "# escape=x\n",
  "#\n# escape=`\n",
  "# ESCAPE = `\n",
  "\n",
  "#!/usr/bin/env docker\n",
];

/** What ENTRYPOINT or CMD says, without the keyword. */
export function startCommand(dice: Dice): string {
  const array = (words: readonly string[]): string =>
    `[${words.map((word) => JSON.stringify(word)).join(dice.pick([", ", ", ", ",", " , "]))}]`;
  return dice.go<string>([
    [5, () => commands(dice, false, dice.below(3))],
    [
      4,
      () =>
        array([
          ...wordOf(dice, programs).split(" "),
          ...dice.some(2, () => wordOf(dice, ["a", "$A", "b c", "", "é", '"', "\\", "--x"])),
        ]),
    ],
    [
      4,
      () =>
        array([
          dice.pick(["/run.sh", "/run.sh", "run.sh", "./run.sh", "/other.sh", "/opt/run.sh"]),
          ...dice.some(2, () => wordOf(dice, programs)),
        ]),
    ],
    [
      3,
      () =>
        array([
          dice.pick(["sh", "/bin/sh", "/bin/bash", "bash", "ash"]),
          dice.pick(["-c", "-c", "-ec", "-lc", "-euo", "-x"]),
          commands(dice, false, dice.below(2)),
          ...dice.some(2, () => "a"),
        ]),
    ],
    [3, () => wordOf(dice, arrays)],
    [1, () => dice.pick(["/run.sh", "/run.sh app", "exec /run.sh", "sh /run.sh", ". /run.sh"])],
  ]);
}

function instruction(dice: Dice): string {
  const line = dice.go<string>([
    [16, () => dice.pick(settings)],
    [2, () => `ENTRYPOINT ${startCommand(dice)}`],
    [3, () => `CMD ${startCommand(dice)}`],
    [1, () => `RUN ${commands(dice, false)}`],
    [
      1,
      () =>
        `${dice.pick(["COPY", "RUN", "ADD", "CMD"])} ` +
        `<<${dice.pick(["EOF", "'EOF'", "-EOF", "EOF /run.sh", '"EOF" /a'])}\n` +
        `${script(dice)}${dice.onceIn(9) ? "" : "\nEOF"}`,
    ],
    [
      1,
      () =>
        `${dice.pick(["ENV", "ARG", "LABEL", "WORKDIR", "USER", "COPY", "STOPSIGNAL", "SHELL", "HEALTHCHECK"])}` +
        ` ${hostileWord(dice)}${dice.pick(["", "=", " "])}${hostileWord(dice)}`,
    ],
  ]);
  return spelled(dice, line);
}

/** The line with another spelling of its keyword, flags, or broken in two, now and then. */
function spelled(dice: Dice, line: string): string {
  return dice.go<string>([
    [12, () => line],
    [1, () => line.replace(/^\w+/, (keyword) => keyword.toLowerCase())],
    [
      1,
      () =>
        line.replace(" ", () =>
          dice.pick(["  ", "\t", " \\\n  ", " `\n", " \\ \n", " \\\n# c\n", " --x=y ", " \\\n\n"]),
        ),
    ],
    [1, () => `${line}${dice.pick([" ", "\\", " \\\n", " # x", "`", "\u00a0", ";", " &"])}`],
    [1, () => line.replaceAll(/ /g, (blank) => (dice.onceIn(4) ? " \\\n " : blank))],
  ]);
}

/** A Dockerfile with one stage or a few, nearly always with something to start. */
export function dockerfile(dice: Dice): string {
  const head = dice.onceIn(6) ? dice.pick(directives) : "";
  const args = dice.onceIn(8) ? ["ARG BASE=debian:12"] : [];
  const first = dice.onceIn(4) ? stage(dice, dice.pick(["build", "one", "BUILD", "constructor", "0"])) : [];
  return (
    `${head}${[...args, ...first, ...stage(dice, dice.onceIn(8) ? "last" : undefined)].join("\n")}` +
    `${dice.pick(["\n", "\n", "\n", "", "\n\n", "\n# end", " \\\n", "\\"])}`
  );
}

function stage(dice: Dice, name: string | undefined): string[] {
  const from =
    `FROM ${dice.onceIn(12) ? "--platform=linux/amd64 " : ""}${wordOf(dice, bases)}` +
    `${name === undefined ? "" : ` ${dice.pick(["AS", "as"])} ${name}`}`;
  const copies = dice.onceIn(4)
    ? []
    : [dice.pick(["COPY --chmod=755 run.sh other.sh /", "COPY run.sh /", "COPY . /", "COPY *.sh /"])];
  const starts = [
    ...(dice.onceIn(2) ? [`ENTRYPOINT ${startCommand(dice)}`] : []),
    ...(dice.onceIn(3) ? [] : [`CMD ${startCommand(dice)}`]),
  ];
  const more = dice.some(5, () => instruction(dice));
  return [from, ...copies, ...more, ...(dice.onceIn(4) ? starts.reverse() : starts).map((line) => spelled(dice, line))];
}
