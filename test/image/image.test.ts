import { describe, expect, test } from "@jest/globals";
import { openProject } from "../../src/project/open-project.ts";
import { memoryTree } from "../../src/files/tree.ts";
import { imageOf, isWindows } from "../../src/image/image.ts";
import { stagesOf } from "../../src/image/stages.ts";
import { canonicalSignal } from "../../src/known/platforms/signals.ts";
import type { Known } from "../../src/text/diagnostic.ts";
import { parseDockerfile } from "../../src/parse/dockerfile/dockerfile.ts";
import { Source } from "../../src/text/source.ts";
import type { Arg, Command, Image, Stage } from "../../src/image/built-image.ts";

/** A base that no table knows. */
const UNKNOWN = "example.com/team/base:1";

function open(...lines: readonly string[]): {
  readonly stages: readonly Stage[];
  readonly image: (stage?: number) => Image;
} {
  const dockerfile = parseDockerfile(new Source("/Dockerfile", lines.join("\n")));
  const stages = stagesOf(dockerfile);
  return {
    stages,
    image: (index = stages.length - 1) => {
      const stage = stages[index];
      if (!stage) throw new Error(`no stage ${index}`);
      return imageOf(dockerfile, stage);
    },
  };
}

const last = (...lines: readonly string[]): Image => open(...lines).image();

const values = (argv: Known<readonly Arg[]> | undefined): unknown =>
  Array.isArray(argv) ? argv.map((arg) => arg.value) : argv;

function words(command: Known<Command>): unknown {
  if (command === "unknown") return command;
  if (command.kind === "shell") return [...command.shell, command.text.text];
  return command.kind === "exec" ? values(command.words) : command.kind;
}

describe("stages", () => {
  const baseOf = (stage: Stage | undefined): unknown => {
    if (!stage) return undefined;
    return stage.base.kind === "image"
      ? stage.base.ref
      : stage.base.kind === "stage"
        ? stage.base.stage.index
        : "scratch";
  };

  test("a stage ends at the next FROM, and what stands before the first belongs to none", () => {
    const { stages } = open("ARG A=1", "FROM debian:12", "USER app", "CMD x", "FROM scratch", "CMD y");
    expect(stages.map((stage) => stage.instructions.map((each) => each.keyword))).toEqual([["USER", "CMD"], ["CMD"]]);
    expect(stages.map(baseOf)).toEqual(["debian:12", "scratch"]);
  });

  test("a file without FROM has no stage", () => {
    expect(open("CMD x").stages).toEqual([]);
  });

  test("names are compared without case, and the last stage of a name counts", () => {
    const { stages } = open("FROM debian AS Base", "FROM alpine as base", "FROM BASE");
    expect(stages.map((stage) => stage.name)).toEqual(["Base", "base", undefined]);
    expect(baseOf(stages[2])).toBe(1);
  });

  test("a stage is not its own base, and a number is no stage's name", () => {
    const { stages } = open("FROM debian AS debian", "FROM 0");
    expect(stages.map(baseOf)).toEqual(["debian", "0"]);
  });

  test.each([
    [["ARG BASE=debian:12", "FROM ${BASE}"], "debian:12"],
    [["FROM ${BASE:-debian:12}"], "debian:12"],
    [["ARG BASE", "FROM ${BASE:-debian:12}"], "debian:12"],
    [["ARG BASE", "FROM $BASE"], "unknown"],
    [["ARG V=12", "ARG BASE=debian:$V", "FROM $BASE-slim"], "debian:12-slim"],
    [["FROM base-$TARGETARCH"], "unknown"],
    [["FROM --platform=$BUILDPLATFORM debian:12"], "debian:12"],
  ])("%j: base %s", (lines, ref) => {
    expect(baseOf(open(...lines).stages[0])).toBe(ref);
  });

  test("FROM and AS find a stage whose name has a variable", () => {
    const { stages } = open("ARG SOURCE=local", "FROM debian AS ${SOURCE}-install", "FROM ${SOURCE}-install");
    expect(stages[0]?.name).toBe("local-install");
    expect(baseOf(stages[1])).toBe(0);
  });
});

describe("ENTRYPOINT and CMD", () => {
  test("the last of a stage counts", () => {
    const image = last("FROM debian", "CMD a", 'CMD ["b"]', "ENTRYPOINT x", 'ENTRYPOINT ["y"]');
    expect([words(image.entrypoint.value), words(image.cmd.value)]).toEqual([["y"], ["b"]]);
    expect(image.cmd.by).toMatchObject({ kind: "instruction", instruction: { keyword: "CMD" }, stage: { index: 0 } });
  });

  test("ENTRYPOINT drops the CMD of the base image", () => {
    const image = last("FROM nginx", 'ENTRYPOINT ["/run.sh"]');
    expect(values(image.argv)).toEqual(["/run.sh"]);
    expect(image.cmd).toMatchObject({
      value: { kind: "empty" },
      by: { kind: "instruction", instruction: { keyword: "ENTRYPOINT" } },
    });
  });

  test("ENTRYPOINT drops the CMD of the parent stage", () => {
    expect(values(last("FROM debian AS a", 'CMD ["x"]', "FROM a", 'ENTRYPOINT ["e"]').argv)).toEqual(["e"]);
  });

  test.each([
    ["after", ['ENTRYPOINT ["e"]', 'CMD ["x"]']],
    ["before", ['CMD ["x"]', 'ENTRYPOINT ["e"]']],
  ])("ENTRYPOINT keeps a CMD set %s it in the same stage", (_, lines) => {
    expect(values(last("FROM nginx", ...lines).argv)).toEqual(["e", "x"]);
  });

  test("a stage without either inherits both from its parent stage", () => {
    const image = last("FROM debian AS a", 'ENTRYPOINT ["e"]', 'CMD ["x"]', "FROM a", "USER app");
    expect(values(image.argv)).toEqual(["e", "x"]);
    expect(image.entrypoint.by).toMatchObject({ stage: { index: 0 } });
  });

  test("a child's CMD goes to the ENTRYPOINT of the base image", () => {
    expect(values(last("FROM node:20", 'CMD ["node", "server.js"]').argv)).toEqual([
      "docker-entrypoint.sh",
      "node",
      "server.js",
    ]);
  });

  test("CMD [] is empty, ENTRYPOINT [] clears ENTRYPOINT and the inherited CMD", () => {
    expect(values(last("FROM nginx", "CMD []").argv)).toEqual(["/docker-entrypoint.sh"]);
    expect(values(last("FROM nginx", "ENTRYPOINT []").argv)).toEqual([]);
    expect(values(last("FROM nginx", 'CMD ["x"]', "ENTRYPOINT []").argv)).toEqual(["x"]);
    expect(values(last("FROM nginx", 'ENTRYPOINT [""]').argv)).toEqual([]);
    expect(values(last("FROM nginx", 'CMD ["x"]', 'ENTRYPOINT [""]').argv)).toEqual(["x"]);
  });

  test("the words know their place, those of a base image have none", () => {
    const image = last("FROM node:20", 'CMD ["node", "a b.js"]');
    const argv = image.argv === "unknown" ? [] : image.argv;
    const text = image.dockerfile.source.text;
    const places = argv.map((arg) => arg.text?.locate());
    expect(places.map((at) => at && text.slice(at.start, at.end))).toEqual([undefined, "node", "a b.js"]);
  });

  test("variables are not expanded in either form", () => {
    const image = last("FROM debian", "ENV APP=x", 'ENTRYPOINT ["$APP"]', "CMD echo $APP");
    expect(values(image.argv)).toEqual(["$APP", "/bin/sh", "-c", "echo $APP"]);
  });

  test("a shell-form ENTRYPOINT gets CMD as $0 and so on", () => {
    expect(values(last("FROM debian", "ENTRYPOINT exec app", 'CMD ["a", "b"]').argv)).toEqual([
      "/bin/sh",
      "-c",
      "exec app",
      "a",
      "b",
    ]);
  });

  test("shell form takes the SHELL in force at the instruction", () => {
    const lines = ["FROM debian AS a", 'SHELL ["/bin/bash", "-ec"]', "CMD one", 'SHELL ["/bin/ash", "-c"]'];
    expect(values(last(...lines).argv)).toEqual(["/bin/bash", "-ec", "one"]);
    expect(values(last(...lines, "FROM a", "CMD two").argv)).toEqual(["/bin/ash", "-c", "two"]);
  });

  test("an invalid array stays invalid, and the command line unknown", () => {
    const image = last("FROM debian", 'CMD ["a", 1]');
    expect(words(image.cmd.value)).toBe("invalid");
    expect([image.argv, image.assumedArgv]).toEqual(["unknown", undefined]);
  });
});

describe("ONBUILD", () => {
  const parent = ["FROM nginx AS a", 'ONBUILD CMD ["x"]', "ONBUILD USER app"];

  test("a trigger does nothing in its own stage and counts as the child's own", () => {
    const { image } = open(...parent, "FROM a", 'ENTRYPOINT ["e"]');
    expect(image(0).user.value).toBe("root");
    expect(values(image(1).argv)).toEqual(["e", "x"]);
    expect(image(1).cmd.by).toMatchObject({ instruction: { keyword: "CMD" }, stage: { index: 1 } });
    expect(image(1).user.value).toBe("app");
  });

  test("the child's instructions come after it", () => {
    expect(last(...parent, "FROM a", "USER other").user.value).toBe("other");
  });

  test("it does not run again in a grandchild", () => {
    const image = last(...parent, "FROM a AS b", "USER other", "FROM b");
    expect(image.user.value).toBe("other");
  });
});

describe("base images", () => {
  test("a known one gives its settings", () => {
    const image = last("FROM nginx:1.27");
    expect(image.stopSignal).toMatchObject({ value: "SIGQUIT", by: { kind: "base", image: "nginx:1.27" } });
    expect(image.entrypoint.by).toMatchObject({ kind: "base", image: "nginx:1.27" });
    expect([image.sh, image.base?.name]).toEqual(["dash", expect.stringContaining("nginx")]);
  });

  test("what a known one does not set is Docker's default", () => {
    const image = last("FROM debian:12");
    expect(image.stopSignal).toEqual({ value: "SIGTERM", by: { kind: "default" } });
    expect(words(image.entrypoint.value)).toBe("empty");
    expect(image.env.get("PATH")).toBe("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
  });

  test("an unknown one leaves everything unknown that the file does not set", () => {
    const image = last(`FROM ${UNKNOWN}`);
    const settings = [image.entrypoint, image.cmd, image.shell, image.stopSignal, image.user];
    for (const setting of settings) expect(setting).toEqual({ value: "unknown", by: { kind: "base", image: UNKNOWN } });
    expect([image.sh, image.base, image.argv, image.assumedArgv]).toEqual(["unknown", undefined, "unknown", undefined]);
    // What the file itself puts there is found along it.
    expect(image.env.get("PATH")).toBe("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
  });

  test("with an unknown one, CMD alone is only assumed to be the command line", () => {
    const image = last(`FROM ${UNKNOWN}`, 'CMD ["node", "x.js"]');
    expect([image.argv, values(image.assumedArgv)]).toEqual(["unknown", ["node", "x.js"]]);
    expect(values(last(`FROM ${UNKNOWN}`, "CMD app").assumedArgv)).toEqual(["/bin/sh", "-c", "app"]);
  });

  test("with an unknown one, an own ENTRYPOINT makes the command line known", () => {
    const image = last(`FROM ${UNKNOWN}`, 'ENTRYPOINT ["x"]');
    expect([values(image.argv), image.assumedArgv]).toEqual([["x"], undefined]);
  });

  test("scratch sets nothing and has no shell", () => {
    const image = last("FROM scratch", 'CMD ["/app"]');
    expect([image.sh, values(image.argv), image.user.value, image.workdir.value]).toEqual([
      "none",
      ["/app"],
      "root",
      "/",
    ]);
    expect(image.stopSignal).toEqual({ value: "SIGTERM", by: { kind: "default" } });
    expect(image.env.get("PATH")).toMatch(/^\/usr\/local\/sbin:/);
  });

  test("the base of a chain of stages is the one at its end", () => {
    expect(last("FROM alpine AS a", "FROM a AS b", "FROM b").sh).toBe("ash");
  });
});

describe("variables", () => {
  const workdir = (...lines: readonly string[]): unknown => last(...lines).workdir.value;

  test.each([
    ["ENV", ["ENV HOME_DIR=/srv", "WORKDIR $HOME_DIR/app"], "/srv/app"],
    ["ARG with a default", ["ARG DIR=/srv", "WORKDIR $DIR"], "/srv"],
    ["ARG without one", ["ARG DIR", "WORKDIR $DIR"], "unknown"],
    ["ARG without one, default in the word", ["ARG DIR", "WORKDIR ${DIR:-/app}"], "/app"],
    ["ENV over ARG, before", ["ENV DIR=/env", "ARG DIR=/arg", "WORKDIR $DIR"], "/env"],
    ["ENV over ARG, after", ["ARG DIR=/arg", "ENV DIR=/env", "WORKDIR $DIR"], "/env"],
    ["ENV of the same line", ["ENV A=/old", "ENV A=/new B=$A", "WORKDIR $B"], "/old"],
    ["ENV with a blank", ["ENV DIR /a b", "WORKDIR $DIR"], "/a b"],
    ["a variable set later", ["WORKDIR /a$X", "ENV X=b"], "/a"],
    ["escaped", ["ENV X=b", "WORKDIR /a\\$X"], "/a$X"],
  ])("%s", (_, lines, expected) => {
    expect(workdir("FROM scratch", ...lines)).toBe(expected);
  });

  test("an ARG before FROM is seen in a stage that declares it again", () => {
    expect(workdir("ARG DIR=/srv", "FROM scratch", "ARG DIR", "WORKDIR $DIR")).toBe("/srv");
    expect(workdir("ARG DIR=/srv", "FROM scratch", "WORKDIR /x$DIR")).toBe("/x");
  });

  test("a base image may set what the file does not tell", () => {
    expect(workdir("FROM debian", "WORKDIR $JAVA_HOME")).toBe("/${JAVA_HOME}");
  });

  test("ENV and ARG go to the stages that build on one, and to no other", () => {
    const first = ["FROM scratch AS a", "ENV E=/e", "ARG A=/a"];
    expect(workdir(...first, "FROM a", "WORKDIR $E$A")).toBe("/e/a");
    expect(workdir(...first, "FROM scratch", "WORKDIR /x$E$A")).toBe("/x");
  });

  test("PATH is put before the default, on a base that does not tell it too", () => {
    const path = last(`FROM ${UNKNOWN}`, 'ENV PATH="/app/bin:$PATH"').env.get("PATH");
    expect(path).toBe("/app/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
  });

  test("in PATH too, a variable of the base image stands for itself", () => {
    const path = (value: string) => last("FROM debian", "ENV APP=/app", `ENV PATH=${value}`).env.get("PATH");
    expect(path('"$JAVA_HOME/bin:${APP}/bin:$PATH"')).toMatch(/^\/\$\{JAVA_HOME\}\/bin:\/app\/bin:\/usr\/local\/sbin:/);
    expect(path("$JAVA_HOME/bin")).toBe("/${JAVA_HOME}/bin");
  });

  test("HOME is not set while the image is built", () => {
    expect(workdir("FROM debian", "WORKDIR $HOME/install")).toBe("/install");
  });

  test("WORKDIR is relative to the one before, also of the parent stage", () => {
    expect(workdir("FROM debian AS a", "WORKDIR /srv", "FROM a", "WORKDIR app/./x/..")).toBe("/srv/app");
    expect(workdir("FROM debian", "WORKDIR $X", "WORKDIR app")).toBe("/${X}/app");
    expect(workdir("FROM debian", "WORKDIR $X", "WORKDIR /app")).toBe("/app");
  });

  test("USER and STOPSIGNAL are expanded", () => {
    const image = last("FROM debian", "ARG UID=1000", "ENV SIGNAL=quit", "USER ${UID}:${UID}", "STOPSIGNAL $SIGNAL");
    expect([image.user.value, image.stopSignal.value]).toEqual(["1000:1000", "SIGQUIT"]);
  });

  test("a STOPSIGNAL that is none stays as written", () => {
    expect(last("FROM debian", "STOPSIGNAL SIGFOO").stopSignal).toMatchObject({
      value: "SIGFOO",
      by: { kind: "instruction" },
    });
  });
});

describe("signals", () => {
  test.each([
    ["TERM", "SIGTERM"],
    ["sigterm", "SIGTERM"],
    ["SIGTERM", "SIGTERM"],
    ["15", "SIGTERM"],
    ["9", "SIGKILL"],
    ["1", "SIGHUP"],
    ["28", "SIGWINCH"],
    ["31", "SIGSYS"],
    ["IOT", "SIGABRT"],
    ["SIGRTMIN+3", "SIGRTMIN+3"],
    ["rtmin+3", "SIGRTMIN+3"],
    ["37", "SIGRTMIN+3"],
    ["34", "SIGRTMIN"],
    ["RTMAX-14", "SIGRTMAX-14"],
    ["50", "SIGRTMAX-14"],
    ["64", "SIGRTMAX"],
  ])("%s is %s", (text, name) => {
    expect(canonicalSignal(text)).toBe(name);
  });

  test.each(["", "SIG", "FOO", "0", "65", "-15", "RTMIN+16", "RTMAX-15", "SIG15", "SIGSIGTERM", "TERM "])(
    "%j is none",
    (text) => {
      expect(canonicalSignal(text)).toBeUndefined();
    },
  );
});

describe("Windows", () => {
  const windows = (...lines: readonly string[]): boolean => {
    const dockerfile = parseDockerfile(new Source("/Dockerfile", lines.join("\n")));
    const stage = stagesOf(dockerfile).at(-1);
    return stage !== undefined && isWindows(dockerfile, stage);
  };

  test.each([
    [["# escape=`", "FROM base"]],
    [["FROM mcr.microsoft.com/windows/servercore:ltsc2022"]],
    [["FROM mcr.microsoft.com/powershell:nanoserver-1809"]],
    [["FROM base", 'SHELL ["powershell", "-Command"]']],
    [["FROM base", 'SHELL ["C:\\\\Windows\\\\System32\\\\cmd.exe", "/S", "/C"]']],
    [["FROM base", "WORKDIR C:\\app"]],
    [["FROM base AS a", "WORKDIR C:/app", "FROM a"]],
  ])("%j", (lines) => {
    expect(windows(...lines)).toBe(true);
  });

  test.each([
    [["FROM debian", 'SHELL ["/bin/bash", "-c"]', "WORKDIR /c"]],
    [["FROM example.com/windowsill/app"]],
    [["FROM mcr.microsoft.com/windows/nanoserver AS a", "FROM debian"]],
  ])("not %j", (lines) => {
    expect(windows(...lines)).toBe(false);
  });
});

test("a chain of a thousand stages is followed to its end", () => {
  const lines = ["FROM debian AS s0", 'CMD ["x"]'];
  for (let i = 1; i <= 1000; i++) lines.push(`FROM s${i - 1} AS s${i}`, `ENV V${i % 10}=${i}`);
  const image = last(...lines);
  expect([values(image.argv), image.env.get("V0")]).toEqual([["x"], "1000"]);
});

describe("an unknown base", () => {
  const script = { "/p/start.sh": "#!/bin/sh\nexec gunicorn a:b\n" };
  const outcome = (...lines: readonly string[]): string | undefined => {
    const text = `FROM corp/base\n${lines.join("\n")}\n`;
    const tree = memoryTree({ ...script, "/p/Dockerfile": text });
    return openProject(tree, new Source("/p/Dockerfile", text)).images[0]?.startUp.outcome;
  };

  test.each([
    ["in the usual PATH", ["COPY --chmod=755 start.sh /usr/local/bin/", 'ENTRYPOINT ["start.sh"]']],
    ["in WORKDIR of its variable", ["WORKDIR ${HOMEDIR}", "COPY --chmod=755 start.sh .", 'ENTRYPOINT ["./start.sh"]']],
    ["below it", ["COPY --chmod=755 start.sh $HOMEDIR/bin/", "WORKDIR ${HOMEDIR}/bin", 'ENTRYPOINT ["./start.sh"]']],
    ["through ENV", ["ENV A=$HOMEDIR/app", "WORKDIR $A", "COPY --chmod=755 . .", 'ENTRYPOINT ["./start.sh"]']],
    ["along PATH", ["ENV PATH=$H/bin:$PATH", "COPY --chmod=755 start.sh $H/bin/", 'ENTRYPOINT ["start.sh"]']],
    ["made executable", ["WORKDIR $H", "COPY start.sh .", "RUN chmod +x ./start.sh", 'ENTRYPOINT ["./start.sh"]']],
  ])("leaves what the file itself copies to be found: %s", (_, lines) => {
    expect(outcome(...lines)).toBe("graceful");
  });

  test.each([
    ["apt-get", ["RUN apt-get update && apt-get install -y curl"], "dash"],
    ["sudo apt-get", ["RUN sudo apt-get update"], "dash"],
    ["apk", ["RUN apk add --no-cache curl"], "ash"],
    ["apk in a heredoc", ["RUN <<EOF\napk add curl\nEOF"], "ash"],
    ["the first stage of two", ["RUN apk add curl", "FROM corp/other", "RUN true"], "unknown"],
    ["whichever is there", ["RUN if command -v apk; then apk add x; else apt-get install x; fi"], "unknown"],
    ["one whose versions of bash differ", ["RUN yum install -y curl"], "unknown"],
    ["one that is asked for first", ["RUN which apk && apk add x || dnf install x"], "unknown"],
    ["one for a distribution of several", ["RUN if [ -f /etc/alpine-release ]; then apk add x; fi"], "unknown"],
    ["one behind another command", ["RUN set -ex; apk add x"], "ash"],
    ["a shell that a package puts there", ["RUN apk add --no-cache curl dash-binsh"], "dash"],
    ["tdnf", ["RUN tdnf install -y curl"], "bash"],
    ["that of either distribution", ["RUN if type apt-get; then apt-get install x; else yum install x; fi"], "unknown"],
    ["a name in a text", ["RUN echo apt-get"], "unknown"],
    ["a link of the build's own", ["RUN apt-get update && ln -sf bash /bin/sh"], "bash"],
  ])("has the shell of its package manager: %s", (_, lines, sh) => {
    expect(last("FROM corp/base", ...lines).sh).toBe(sh);
  });

  test("ALT Linux, which has apt-get, has bash", () => {
    expect(last("FROM registry.altlinux.org/p10/alt", "RUN apt-get update").sh).toBe("bash");
  });

  test("of two folders that may be one, nothing is said", () => {
    expect(outcome("WORKDIR $H", "COPY --chmod=755 start.sh .", 'ENTRYPOINT ["/opt/start.sh"]')).toBe("unknown");
  });
});
