import { describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import type { Entry, FileTree, MemoryFile } from "../../src/files/tree.ts";
import { openContext } from "../../src/image/build-context.ts";
import type { BuildContext, ContextOptions, FoundCommand } from "../../src/image/build-context.ts";
import { stagesOf } from "../../src/image/stages.ts";
import { parseDockerfile } from "../../src/parse/dockerfile/dockerfile.ts";
import { Source } from "../../src/text/source.ts";
import type { ImageFile } from "../../src/image/files/image-file.ts";

const usual: Readonly<Record<string, MemoryFile>> = {
  "/ctx/run.sh": "run",
  "/ctx/other.sh": { text: "other", executable: true },
  "/ctx/conf.d/a.sh": "a",
  "/ctx/conf.d/deep/b.sh": "b",
  "/ctx/docker/entry point.sh": "blank",
  "/ctx/docker/entrypoint.sh": "entry",
};

interface Opened {
  readonly context: BuildContext;
  readonly lookup: (path: string, stage?: number) => ImageFile;
  readonly command: (name: string, workdir?: string, searchPath?: string) => FoundCommand;
}

function openIn(tree: FileTree, lines: readonly string[], options?: ContextOptions, path = "/ctx/Dockerfile"): Opened {
  const dockerfile = parseDockerfile(new Source(path, lines.join("\n")));
  const stages = stagesOf(dockerfile);
  const context = openContext(tree, dockerfile, stages, options);
  const stageAt = (index = stages.length - 1) => {
    const stage = stages[index];
    if (!stage) throw new Error(`no stage ${index}`);
    return stage;
  };
  return {
    context,
    lookup: (at, stage) => context.lookup(stageAt(stage), at),
    command: (name, workdir = "/", searchPath = "/usr/local/bin:/usr/bin:/bin") =>
      context.command(stageAt(), name, workdir, searchPath),
  };
}

/** A context with the usual files, whose Dockerfile starts with FROM debian. */
const open = (...lines: readonly string[]): Opened => openIn(memoryTree(usual), ["FROM debian", ...lines]);

/** What stands there, short: a file's text, "a directory", or why it is unknown. */
function tell(file: ImageFile): string {
  return file.kind === "file" ? file.text.text : file.kind === "directory" ? "a directory" : `? ${file.reason}`;
}

function x(file: ImageFile): unknown {
  return file.kind === "file" ? file.executable : file;
}

function altered(file: ImageFile): unknown {
  return file.kind === "file" ? file.altered : file;
}

describe("COPY", () => {
  test.each([
    ["file to file", ["COPY run.sh /start.sh"], "/start.sh", "run"],
    ["file to a folder with a slash", ["COPY run.sh /opt/x/"], "/opt/x/run.sh", "run"],
    ["file to a folder that the system has", ["COPY run.sh /usr/local/bin"], "/usr/local/bin/run.sh", "run"],
    ["file to a folder that WORKDIR made", ["WORKDIR /srv/app", "COPY run.sh /srv/app"], "/srv/app/run.sh", "run"],
    ["file to a folder that COPY made", ["COPY conf.d /srv/app", "COPY run.sh /srv/app"], "/srv/app/run.sh", "run"],
    [
      "file to a folder that is copied in a folder",
      ["COPY . /srv/app", "COPY run.sh /srv/app/docker"],
      "/srv/app/docker/run.sh",
      "run",
    ],
    ["file to a folder that RUN made", ["RUN mkdir -p /srv/app", "COPY run.sh /srv/app"], "/srv/app/run.sh", "run"],
    ["file to the working directory", ["WORKDIR /app", "COPY run.sh ."], "/app/run.sh", "run"],
    ["file to a relative path", ["WORKDIR /app", "COPY run.sh bin/go"], "/app/bin/go", "run"],
    ["the WORKDIR in force there", ["WORKDIR /a", "COPY run.sh .", "WORKDIR /b"], "/a/run.sh", "run"],
    ["several sources", ["COPY run.sh other.sh /x/"], "/x/other.sh", "other"],
    ["a source with a folder loses it", ["COPY docker/entrypoint.sh /x/"], "/x/entrypoint.sh", "entry"],
    ["a folder is copied by its contents", ["COPY conf.d /etc/conf.d"], "/etc/conf.d/a.sh", "a"],
    ["a folder, deeper", ["COPY conf.d/ /etc/"], "/etc/deep/b.sh", "b"],
    ["the whole context", ["WORKDIR /app", "COPY . ."], "/app/docker/entrypoint.sh", "entry"],
    ["the whole context, written otherwise", ["COPY ./ /app/"], "/app/conf.d/deep/b.sh", "b"],
    ["a source with a leading slash", ["COPY /run.sh /x"], "/x", "run"],
    ["* of one level", ["COPY *.sh /x/"], "/x/other.sh", "other"],
    ["* in a folder", ["COPY docker/entry*.sh /"], "/entrypoint.sh", "entry"],
    ["* for a folder", ["COPY */entrypoint.sh /"], "/entrypoint.sh", "entry"],
    ["* that is a folder gives its contents", ["COPY conf* /x/"], "/x/deep/b.sh", "b"],
    ["* that stands for one file, to a file", ["COPY ru*.sh /x"], "/x", "run"],
    ["?", ["COPY ru?.sh /x/"], "/x/run.sh", "run"],
    ["[...]", ["COPY [q-s]un.sh /x/"], "/x/run.sh", "run"],
    ["[^...]", ["COPY [^a-q]un.sh /x/"], "/x/run.sh", "run"],
    ["the JSON form", ['COPY ["docker/entry point.sh", "/x y"]'], "/x y", "blank"],
    [
      "ENV and ARG in paths",
      ["ENV D=docker", "ARG T=/opt/t", "COPY ${D}/entrypoint.sh $T/"],
      "/opt/t/entrypoint.sh",
      "entry",
    ],
    ["--link and --chown", ["COPY --link --chown=app:app run.sh /x"], "/x", "run"],
    ["--parents keeps the folders", ["COPY --parents conf.d/deep/b.sh /x/"], "/x/conf.d/deep/b.sh", "b"],
    ["--parents from the pivot on", ["COPY --parents conf.d/./deep/*.sh /x/"], "/x/deep/b.sh", "b"],
    ["--parents with **", ["COPY --parents **/*.sh /x/"], "/x/conf.d/deep/b.sh", "b"],
    ["a later copy wins", ["COPY run.sh /x", "COPY other.sh /x"], "/x", "other"],
    ["a later source of the same name wins", ["COPY docker/entrypoint.sh run.sh /", "COPY . /"], "/run.sh", "run"],
    ["ADD", ["ADD run.sh /x"], "/x", "run"],
    ["path asked for is not normalized", ["COPY run.sh /x/run.sh"], "/x/../x//run.sh", "run"],
  ])("%s", (_, lines, path, text) => {
    expect(tell(open(...lines).lookup(path))).toBe(text);
  });

  test.each([
    ["file to a path that is no known folder", ["COPY run.sh /opt/app"], "/opt/app/run.sh"],
    ["* does not match in a folder below", ["COPY *.sh /x/"], "/x/a.sh"],
    ["? is one character", ["COPY r?.sh /x/"], "/x/run.sh"],
    ["a folder's name is not kept", ["COPY conf.d /x/"], "/x/conf.d/a.sh"],
    ["--parents gives nothing without the folders", ["COPY --parents conf.d/a.sh /x/"], "/x/a.sh"],
    ["another target", ["COPY run.sh /x"], "/xy"],
    ["ONBUILD does nothing in its own stage", ["ONBUILD COPY run.sh /x"], "/x"],
  ])("nothing there: %s", (_, lines, path) => {
    expect(tell(open(...lines).lookup(path))).toBe(`? no instruction copies a file to ${path}`);
  });

  test("--exclude leaves files out", () => {
    const { lookup } = open("COPY --exclude=*.sh --exclude=deep conf.d /x/");
    expect(tell(lookup("/x/a.sh"))).toMatch(/no instruction/);
    expect(tell(lookup("/x/deep/b.sh"))).toMatch(/no instruction/);
    expect(tell(open("COPY --exclude=deep conf.d /x/").lookup("/x/a.sh"))).toBe("a");
  });

  test("the file knows its place, the instruction and that a fix may write into it", () => {
    const file = open("COPY docker/entrypoint.sh /e").lookup("/e");
    expect(file).toMatchObject({
      by: { path: "/ctx/Dockerfile", start: 12, end: 40 },
      altered: undefined,
      fixable: true,
    });
    expect(file.kind === "file" && file.text.locate(1, 3)).toEqual({
      path: "/ctx/docker/entrypoint.sh",
      start: 1,
      end: 3,
    });
  });

  test("folders are told as such", () => {
    const { lookup } = open("COPY conf.d /srv/x/", "WORKDIR /app/y");
    for (const path of ["/srv", "/srv/x", "/srv/x/deep", "/app", "/app/y", "/usr/bin", "/"])
      expect(tell(lookup(path))).toBe("a directory");
  });

  test("scratch has no folders of a system", () => {
    const { lookup } = openIn(memoryTree(usual), ["FROM scratch", "COPY run.sh /bin"]);
    expect(tell(lookup("/bin"))).toBe("run");
  });

  test("what is not known stays so, with its reason", () => {
    const { lookup } = open(
      "ARG X",
      "COPY $X /a",
      "COPY run.sh $X/",
      "COPY none.sh /b",
      "COPY none/ none.zip /c/",
      "COPY none.zip /z/",
    );
    expect(tell(lookup("/a"))).toBe("? copied from $X (line 3), which is not known");
    expect(tell(lookup("/opt/run.sh"))).toBe("? line 4 copies run.sh to a path that is not known");
    expect(tell(lookup("/b"))).toBe("? the build context has no none.sh");
    expect(tell(lookup("/c/run.sh"))).toBe("? the build context has no none");
    expect(tell(lookup("/d"))).toBe("? no instruction copies a file to /d");
    expect(tell(lookup("/z/other.sh"))).toBe("? no instruction copies a file to /z/other.sh");
  });

  test("a relative target under an unknown WORKDIR is not known", () => {
    expect(tell(open("WORKDIR $X", "COPY run.sh .").lookup("/run.sh"))).toMatch(/^\? line 3 copies run.sh to a path/);
  });

  test("the whole context is not listed for one path", () => {
    const tree = memoryTree(usual);
    const listed: string[] = [];
    const watched: FileTree = {
      read(path, ...bounds) {
        listed.push(path);
        return tree.read(path, ...bounds);
      },
    };
    expect(tell(openIn(watched, ["FROM debian", "COPY . /app"]).lookup("/app/docker/entrypoint.sh"))).toBe("entry");
    expect(listed.filter((path) => path.includes("conf.d"))).toEqual([]);
  });
});

describe("ADD", () => {
  test("an archive may hold anything, but does not hide what is copied before", () => {
    const { lookup } = open("COPY run.sh /run.sh", "ADD rootfs.tar.gz /");
    expect(tell(lookup("/run.sh"))).toBe("run");
    expect(tell(lookup("/init"))).toBe("? unpacked from rootfs.tar.gz by ADD (line 3)");
  });

  test("a download is a file that nobody knows", () => {
    const { lookup } = open("ADD https://example.com/dl/tini?v=1 /usr/bin/", "ADD https://example.com/x /y");
    for (const path of ["/usr/bin/tini", "/y"]) expect(tell(lookup(path))).toMatch(/^\? downloaded by ADD/);
  });
});

describe("heredocs of COPY", () => {
  test("the body stands at the target, or below it under its name", () => {
    const { lookup } = open(
      "COPY <<'EOF' /start.sh",
      "#!/bin/sh",
      'exec "$@"',
      "EOF",
      "COPY <<one.sh <<two.sh /x/",
      "1",
      "one.sh",
      "2",
      "two.sh",
    );
    const file = lookup("/start.sh");
    expect(tell(file)).toBe('#!/bin/sh\nexec "$@"\n');
    expect([x(file), altered(file)]).toEqual([false, undefined]);
    expect(file.kind === "file" && file.text.locate(0, 2)).toMatchObject({ path: "/ctx/Dockerfile", start: 35 });
    expect([tell(lookup("/x/one.sh")), tell(lookup("/x/two.sh"))]).toEqual(["1\n", "2\n"]);
  });

  test("--chmod gives the executable bit, and variables make the text another", () => {
    const file = open("COPY --chmod=755 <<EOF /x", 'exec "$@"', "EOF").lookup("/x");
    expect([x(file), altered(file)]).toEqual([true, "the builder expands the variables of the heredoc (line 2)"]);
  });
});

describe("stages", () => {
  const inStages = (...lines: readonly string[]): Opened => openIn(memoryTree(usual), lines);
  const builder = ["FROM debian AS builder", "COPY . /src", "RUN go build -o /out/app ."];

  test.each([
    ["a file, by the stage's name", "COPY --from=builder /src/run.sh /", "/run.sh", "run"],
    ["by its name in another case", "COPY --from=Builder /src/run.sh /", "/run.sh", "run"],
    ["by its number", "COPY --from=0 /src/run.sh /x", "/x", "run"],
    ["a relative source", "COPY --from=builder src/run.sh /x", "/x", "run"],
    ["a folder", "COPY --from=builder /src /app", "/app/conf.d/a.sh", "a"],
    ["a wildcard", "COPY --from=builder /src/*.sh /app/", "/app/other.sh", "other"],
    ["--parents", "COPY --from=builder --parents /src/conf.d/a.sh /", "/src/conf.d/a.sh", "a"],
    ["a program that RUN made", "COPY --from=builder /out/app /usr/bin/", "/usr/bin/app", "? built by RUN (line 3)"],
    ["what nothing made", "COPY --from=builder /out/b /b", "/b", "? no instruction copies a file to /out/b"],
    ["an image", "COPY --from=krallin/tini:1 /tini /sbin/", "/sbin/tini", "? copied from image krallin/tini:1"],
    [
      "a folder of an image",
      "COPY --from=node:20 /usr/local /usr/local",
      "/usr/local/bin/node",
      "? copied from image node:20",
    ],
    ["a stage below is none", "COPY --from=later /a /b", "/b", "? copied from image later"],
  ])("COPY --from: %s", (_, line, path, text) => {
    expect(tell(inStages(...builder, "FROM alpine", line).lookup(path))).toBe(text);
  });

  test("the executable bit comes along, unless --chmod sets it, and the instruction is the last one", () => {
    const { lookup } = inStages(
      ...builder,
      "FROM alpine",
      "COPY --from=builder /src/other.sh /a",
      "COPY --from=builder --chmod=644 /src/other.sh /b",
    );
    expect([x(lookup("/a")), x(lookup("/b"))]).toEqual([true, false]);
    expect(lookup("/a")).toMatchObject({ by: { start: expect.any(Number) } });
    const [a, b] = [lookup("/a"), lookup("/b")];
    expect(a.kind === "file" && b.kind === "file" && a.by.start < b.by.start).toBe(true);
  });

  test("a stage has what its parent stage has, and links of the parent see its files", () => {
    const { lookup } = inStages(
      "FROM debian AS a",
      "RUN ln -s /opt/e.sh /e",
      "COPY run.sh /r",
      "FROM a",
      "COPY docker/entrypoint.sh /opt/e.sh",
      "RUN chmod +x /r",
    );
    expect([tell(lookup("/e")), tell(lookup("/r")), x(lookup("/r")), x(lookup("/r", 0))]).toEqual([
      "entry",
      "run",
      true,
      false,
    ]);
    expect(tell(lookup("/e", 0))).toMatch(/no instruction copies a file to \/opt\/e.sh/);
  });

  test("another stage's files are not there", () => {
    expect(tell(inStages(...builder, "FROM alpine").lookup("/src/run.sh"))).toMatch(/^\? no instruction/);
  });

  test("ONBUILD COPY runs in the child, with the child's context and variables", () => {
    const { lookup } = inStages(
      "FROM debian AS a",
      "WORKDIR /app",
      "ONBUILD COPY run.sh .",
      "FROM a",
      "RUN chmod +x run.sh",
    );
    expect([tell(lookup("/app/run.sh")), x(lookup("/app/run.sh"))]).toEqual(["run", true]);
    expect(tell(lookup("/app/run.sh", 0))).toMatch(/^\? no instruction/);
  });
});

describe("the executable bit", () => {
  test.each([
    ["as in the context", ["COPY run.sh other.sh /"], "/other.sh", true],
    ["none in the context", ["COPY run.sh other.sh /"], "/run.sh", false],
    ["--chmod=755", ["COPY --chmod=755 run.sh /"], "/run.sh", true],
    ["--chmod=0644", ["COPY --chmod=0644 other.sh /"], "/other.sh", false],
    ["--chmod=+x", ["COPY --chmod=+x run.sh /"], "/run.sh", true],
    ["--chmod=u+x", ["COPY --chmod=u+x run.sh /"], "/run.sh", true],
    ["--chmod with a variable", ["ARG M", "COPY --chmod=$M run.sh /"], "/run.sh", "unknown"],
    ["chmod +x", ["COPY run.sh /", "RUN chmod +x /run.sh"], "/run.sh", true],
    ["chmod 755, relative", ["WORKDIR /app", "COPY run.sh .", "RUN chmod 755 run.sh"], "/app/run.sh", true],
    ["chmod after cd", ["COPY run.sh /app/", "RUN cd /app && chmod a+x ./run.sh"], "/app/run.sh", true],
    ["chmod in a subshell's directory", ["COPY run.sh /", "RUN (cd /app && ls); chmod +x run.sh"], "/run.sh", true],
    ["chmod 644", ["COPY other.sh /", "RUN chmod 644 /other.sh"], "/other.sh", false],
    ["chmod -x", ["COPY other.sh /", "RUN chmod -x /other.sh"], "/other.sh", false],
    ["chmod u=rwx,go=rx", ["COPY run.sh /", "RUN chmod u=rwx,go=rx /run.sh"], "/run.sh", true],
    ["chmod that says nothing of x", ["COPY other.sh /", "RUN chmod g+w,o-r /other.sh"], "/other.sh", true],
    ["chmod of another", ["COPY run.sh /", "RUN chmod +x /runner.sh"], "/run.sh", false],
    ["chmod with a wildcard", ["WORKDIR /app", "COPY . .", "RUN chmod a+x *.sh"], "/app/run.sh", true],
    ["a wildcard is of one level", ["WORKDIR /app", "COPY . .", "RUN chmod a+x *.sh"], "/app/conf.d/a.sh", false],
    ["chmod -R", ["COPY . /app", "RUN chmod -R +x /app/conf.d"], "/app/conf.d/deep/b.sh", true],
    ["chmod of a folder is not of its files", ["COPY . /app", "RUN chmod 755 /app/conf.d"], "/app/conf.d/a.sh", false],
    [
      "several commands and flags",
      ["COPY run.sh /", "RUN set -eux; apt-get update && chmod -v +x /bin/x /run.sh; true"],
      "/run.sh",
      true,
    ],
    ["the last chmod counts", ["COPY run.sh /", "RUN chmod +x /run.sh", "RUN chmod -x /run.sh"], "/run.sh", false],
    ["chmod before the copy does not", ["RUN chmod +x /run.sh", "COPY run.sh /"], "/run.sh", false],
    ["the exec form", ["COPY run.sh /", 'RUN ["chmod", "+x", "/run.sh"]'], "/run.sh", true],
    ["sh -c in exec form", ["COPY run.sh /", 'RUN ["/bin/bash", "-c", "chmod +x /run.sh"]'], "/run.sh", true],
    ["a heredoc", ["COPY run.sh /", "RUN <<EOF", "set -e", "chmod +x /run.sh", "EOF"], "/run.sh", true],
    ["a heredoc for bash", ["COPY run.sh /", "RUN bash -e <<'EOF'", "chmod +x /run.sh", "EOF"], "/run.sh", true],
    ["continuations", ["COPY run.sh /", "RUN true \\", "  && chmod +x \\", "  # why", "  /run.sh"], "/run.sh", true],
    ["ENV in RUN", ["ENV APP=/app", "COPY run.sh /app/", "RUN chmod +x ${APP}/run.sh"], "/app/run.sh", true],
    [
      "ENV with wildcards and blanks",
      ["ENV F='/srv/* /app/*.sh'", "COPY run.sh /app/", "RUN chmod +x $F"],
      "/app/run.sh",
      true,
    ],
    [
      "ENV with wildcards in quotes",
      ["ENV F=/app/*.sh", "COPY run.sh /app/", 'RUN chmod +x "$F"'],
      "/app/run.sh",
      false,
    ],
    ["a variable of the shell", ["COPY run.sh /", "RUN f=/run.sh; chmod +x $f"], "/run.sh", true],
    ["HOME of root", ["USER root", "COPY run.sh /root/", "RUN chmod +x $HOME/run.sh"], "/root/run.sh", true],
    [
      "HOME of another user",
      ["USER app", "COPY run.sh /home/app/", "RUN chmod +x $HOME/run.sh"],
      "/home/app/run.sh",
      "unknown",
    ],
    ["a loop", ["COPY run.sh /", "RUN for f in /*.sh; do chmod +x $f; done"], "/run.sh", "unknown"],
    ["if", ["COPY run.sh /", "RUN if true; then chmod +x /run.sh; fi"], "/run.sh", true],
    ["a name that is not known", ["COPY run.sh /app/", "RUN chmod +x $APP/run.sh"], "/app/run.sh", "unknown"],
    [
      "a name that is not known and cannot be it",
      ["COPY run.sh /app/", "RUN chmod 600 ~/.ssh/id ~/x/$Z $JAVA_HOME/*.jar /x/$Y"],
      "/app/run.sh",
      false,
    ],
    ["chmod -R of what is not known", ["COPY . /app", "RUN chmod -R +x $X/conf.d"], "/app/conf.d/deep/b.sh", "unknown"],
    ["find -exec", ["COPY . /app", "RUN find /app -name '*.sh' -exec chmod +x {} +"], "/app/run.sh", "unknown"],
    ["find in another folder", ["COPY . /app", "RUN find /srv -name '*.sh' -exec chmod +x {} +"], "/app/run.sh", false],
    ["xargs chmod", ["COPY . /app", "RUN ls /app/*.sh | xargs chmod +x"], "/app/run.sh", "unknown"],
    ["install -m", ["COPY run.sh /tmp/", "RUN install -m 0755 /tmp/run.sh /usr/bin/"], "/usr/bin/run.sh", true],
    ["install by default", ["COPY run.sh /tmp/", "RUN install -D /tmp/run.sh /x"], "/x", true],
    [
      "install without x",
      ["COPY other.sh /tmp/", "RUN install -m644 -o root -t /usr/bin /tmp/other.sh"],
      "/usr/bin/other.sh",
      false,
    ],
  ])("%s", (_, lines, path, expected) => {
    expect(x(open(...lines).lookup(path))).toBe(expected);
  });
});

describe("RUN", () => {
  test.each([
    ["mv to a file", ["COPY run.sh /tmp/", "RUN mv /tmp/run.sh /x"], "/x", "run"],
    ["mv to a folder", ["COPY run.sh /tmp/", "RUN mv -f /tmp/run.sh /usr/local/bin"], "/usr/local/bin/run.sh", "run"],
    ["mv of several", ["COPY run.sh other.sh /tmp/", "RUN mv /tmp/run.sh /tmp/other.sh /x/"], "/x/other.sh", "other"],
    ["mv of a wildcard", ["COPY *.sh /tmp/", "RUN mv /tmp/*.sh /usr/bin/"], "/usr/bin/other.sh", "other"],
    [
      "a wildcard with nothing to give",
      ["COPY run.sh /usr/bin/", "RUN mv /tmp/*.sh /usr/bin/"],
      "/usr/bin/run.sh",
      "run",
    ],
    ["mv takes it away", ["COPY run.sh /a", "RUN mv /a /b"], "/a", "? moved away by RUN (line 3)"],
    ["mv -t", ["COPY run.sh /tmp/", "RUN mv -t /x /tmp/run.sh"], "/x/run.sh", "run"],
    ["mv of what is not known", ["RUN mv /tmp/built /x"], "/x", "? made by RUN (line 2)"],
    ["mv of a folder", ["COPY conf.d /tmp/c", "RUN mv /tmp/c /x"], "/x/deep/b.sh", "b"],
    ["cp", ["COPY run.sh /a", "RUN cp /a /b"], "/b", "run"],
    ["cp leaves it", ["COPY run.sh /a", "RUN cp /a /b"], "/a", "run"],
    ["cp -r of a folder into a folder", ["COPY conf.d /c", "RUN cp -r /c /opt/"], "/opt/c/a.sh", "a"],
    ["cp -r of a folder's contents", ["COPY conf.d /c", "RUN cp -a /c/. /opt/"], "/opt/a.sh", "a"],
    ["sudo and a path", ["COPY run.sh /a", "RUN sudo /bin/cp /a /b"], "/b", "run"],
    ["ln -s", ["COPY run.sh /usr/local/bin/", "RUN ln -s /usr/local/bin/run.sh /e"], "/e", "run"],
    [
      "ln -s before the file is there",
      ["RUN ln -s /usr/local/bin/run.sh /e", "COPY run.sh /usr/local/bin/"],
      "/e",
      "run",
    ],
    ["ln -s, relative to the link", ["COPY run.sh /usr/local/bin/", "RUN ln -s usr/local/bin/run.sh /e"], "/e", "run"],
    ["ln -s into a folder", ["COPY run.sh /app/", "RUN ln -sf /app/run.sh /usr/bin"], "/usr/bin/run.sh", "run"],
    [
      "ln -s into the working directory",
      ["COPY run.sh /app/", "WORKDIR /w", "RUN ln -s /app/run.sh"],
      "/w/run.sh",
      "run",
    ],
    ["ln", ["COPY run.sh /a", "RUN ln /a /b"], "/b", "run"],
    ["a link to a folder", ["COPY . /opt/v1", "RUN ln -s /opt/v1 /opt/app"], "/opt/app/conf.d/a.sh", "a"],
    ["links in a circle", ["RUN ln -s /a /b && ln -s /b /a"], "/a", "? the links at /a lead in a circle"],
    ["rm", ["COPY run.sh /a", "RUN rm -f /a"], "/a", "? removed by RUN (line 3)"],
    ["rm -r of a folder", ["COPY . /app", "RUN rm -rf /app/conf.d"], "/app/conf.d/a.sh", "? removed by RUN (line 3)"],
    ["rm of something else", ["COPY run.sh /a", "RUN rm -rf /var/lib/apt/lists/*"], "/a", "run"],
    ["a copy after rm", ["RUN rm /a", "COPY run.sh /a"], "/a", "run"],
    ["echo >", ["RUN echo hi > /x"], "/x", "hi\n"],
    ["echo > of what is not known", ["RUN echo $(date) > /x"], "/x", "? written by RUN (line 2)"],
    ["> over a copied file", ["COPY run.sh /x", "RUN sed s/a/b/ /x > /x"], "/x", "? written by RUN (line 3)"],
    ["a group >", ["RUN { echo a; echo b; } > /x"], "/x", "a\nb\n"],
    ["cat with a heredoc", ["RUN cat <<EOF > /x", "hi", "EOF"], "/x", "hi\n"],
    ["tee", ["RUN echo hi | tee /x /y"], "/y", "hi\n"],
    ["printf >>", ["RUN printf hi >> /x"], "/x", "hi"],
    ["curl -o", ["RUN curl -fsSL -o /x https://example.com/x"], "/x", "? downloaded by RUN (line 2)"],
    ["another program that names it", ["RUN python -c \"open('/x','w')\""], "/x", "? made by RUN (line 2)"],
    ["> /dev/null is none of it", ["COPY run.sh /x", "RUN /x > /dev/null 2>&1"], "/x", "run"],
  ])("%s", (_, lines, path, text) => {
    expect(tell(open(...lines).lookup(path))).toBe(text);
  });

  test.each([
    ["sed -i that only takes carriage returns", "sed -i 's/\\r$//' /run.sh", undefined],
    ["sed -i with other flags", "sed -E -ie s/a/b/ /run.sh", "sed in RUN (line 3) changes it"],
    ["sed -i with a wildcard", "sed -i s/a/b/ /*.sh", "sed in RUN (line 3) changes it"],
    ["perl -pi -e", "perl -pi -e s/a/b/ /run.sh", "perl in RUN (line 3) changes it"],
    ["sed -i on a name that is not known", "sed -i s/a/b/ $X", "sed in RUN (line 3) changes it"],
    ["a script for another interpreter", "python3 <<EOF\nopen('/run.sh', 'w')\nEOF", "RUN (line 3) may change it"],
    [
      "a script with a shebang of another",
      "<<EOF\n#!/usr/bin/env python3\nopen('/run.sh', 'w')\nEOF",
      "RUN (line 3) may change it",
    ],
    ["dos2unix", "dos2unix /run.sh && true", undefined],
    ["find -exec dos2unix", "find / -name '*.sh' -exec dos2unix {} +", "find in RUN (line 3) may change it"],
    ["date >>", "date >> /run.sh", "RUN (line 3) appends to it"],
    ["tee -a", "date | tee -a /run.sh", "RUN (line 3) appends to it"],
    ["another program", "python fix.py /run.sh", "RUN (line 3) may change it"],
    ["sh -c", "sh -c 'echo > /run.sh'", "RUN (line 3) may change it"],
    ["what is no valid shell", "if /run.sh", "RUN (line 3) may change it"],
    ["sed without -i", "sed s/a/b/ /run.sh", undefined],
    ["sed -i on another", "sed -i s/a/b/ /etc/hosts", undefined],
    ["sed -i with a variable in its script", 'sed -i "s/a/$VERSION/" /etc/hosts', undefined],
    ["text that names it, for another file", "cat <<EOF > /other\nexec /run.sh\nEOF", undefined],
    ["reading it", "cat /run.sh; ls -l /run.sh; test -x /run.sh; chown app /run.sh", undefined],
    ["running it", "/run.sh --check && sh /run.sh", undefined],
  ])("%s: altered %#", (_, command, expected) => {
    const file = open("COPY run.sh /", `RUN ${command}`).lookup("/run.sh");
    expect([tell(file), altered(file)]).toEqual(["run", expected]);
  });

  test.each(["echo hi >> /run.sh", "echo hi | tee -a /run.sh"])("%s is read behind what it was", (command) => {
    const file = open("COPY run.sh /", `RUN ${command}`).lookup("/run.sh");
    expect([tell(file), altered(file)]).toEqual(["runhi\n", undefined]);
  });
});

describe(".dockerignore", () => {
  const ignoring = (text: string, files: Readonly<Record<string, MemoryFile>> = {}): Opened =>
    openIn(memoryTree({ ...usual, "/ctx/.dockerignore": text, ...files }), [
      "FROM debian",
      "COPY . /app/",
      "COPY run.sh /x",
    ]);

  test.each([
    ["a file", "run.sh", "/app/run.sh", "? .dockerignore leaves out run.sh"],
    ["a file copied by its name", "run.sh", "/x", "? .dockerignore leaves out run.sh"],
    ["a folder", "conf.d", "/app/conf.d/deep/b.sh", "? .dockerignore leaves out conf.d/deep/b.sh"],
    ["comments and blanks", "# run.sh\n\n  other.sh  \r\n", "/app/run.sh", "run"],
    ["a byte order mark", "\uFEFFrun.sh", "/x", "? .dockerignore leaves out run.sh"],
    ["only the root is meant", "a.sh", "/app/conf.d/a.sh", "a"],
    ["**", "**/a.sh", "/app/conf.d/a.sh", "? .dockerignore leaves out conf.d/a.sh"],
    ["! takes back in", "*\n!run.sh", "/app/run.sh", "run"],
    ["! in a folder", "*\n!docker/entrypoint.sh", "/app/docker/entrypoint.sh", "entry"],
    ["the last line that matches decides", "!run.sh\n*.sh", "/x", "? .dockerignore leaves out run.sh"],
    ["case counts", "RUN.SH", "/x", "run"],
    ["characters of regular expressions", "run+sh\nr(un.sh\n[", "/x", "run"],
  ])("%s", (_, text, path, expected) => {
    expect(tell(ignoring(text).lookup(path))).toBe(expected);
  });

  test("the one named after the Dockerfile goes first", () => {
    const { lookup } = ignoring("run.sh", { "/ctx/Dockerfile.dockerignore": "other.sh" });
    expect([tell(lookup("/x")), tell(lookup("/app/other.sh"))]).toEqual(["run", "? .dockerignore leaves out other.sh"]);
  });
});

describe("the context's root", () => {
  const files = {
    "/repo/services/api/Dockerfile": "",
    "/repo/services/api/start.sh": "api",
    "/repo/services/api/src/x": "",
    "/repo/package.json": "",
    "/repo/lib/x": "",
    "/repo/start.sh": "top",
    "/secret.sh": "secret",
  };
  const rootOf = (options: ContextOptions, ...lines: readonly string[]): string =>
    openIn(memoryTree(files), ["FROM debian", ...lines], options, "/repo/services/api/Dockerfile").context.root;
  const top = "/repo";

  test.each([
    ["the Dockerfile's folder", ["COPY src/ start.sh /app/"], "/repo/services/api"],
    ["the folder where the sources are", ["COPY package.json .", "COPY services/api/start.sh /"], "/repo"],
    ["the folder where most sources are", ["COPY start.sh /", "COPY lib package.json /"], "/repo"],
    ["the Dockerfile's folder in a tie", ["COPY start.sh /"], "/repo/services/api"],
    ["the nearest in a tie", ["COPY api/start.sh /"], "/repo/services"],
    ["a wildcard counts by its folder", ["COPY services/api/*.sh /"], "/repo"],
    [
      "what tells nothing",
      ["COPY . .", "COPY *.json ./", "COPY --from=x /lib /", "ADD https://e.com/lib /"],
      "/repo/services/api",
    ],
    ["what stands behind `..`, which stops at the root", ["COPY ../lib /"], "/repo"],
    ["what is nowhere", ["COPY dist /"], "/repo/services/api"],
    ["not above the top", ["COPY secret.sh /"], "/repo/services/api"],
  ])("%s", (_, lines, root) => {
    expect(rootOf({ top }, ...lines)).toBe(root);
  });

  test("the one that the user names", () => {
    expect(rootOf({ root: "/repo/services/", top }, "COPY src /")).toBe("/repo/services");
  });

  test("without a top only the Dockerfile's folder", () => {
    expect(rootOf({}, "COPY package.json lib /")).toBe("/repo/services/api");
  });

  test("its .dockerignore is the one that counts", () => {
    const tree = memoryTree({ ...files, "/repo/.dockerignore": "**/start.sh", "/repo/services/api/.dockerignore": "" });
    const { lookup } = openIn(
      tree,
      ["FROM debian", "COPY package.json /", "COPY services/api/start.sh /x"],
      { top },
      "/repo/services/api/Dockerfile",
    );
    expect(tell(lookup("/x"))).toBe("? .dockerignore leaves out services/api/start.sh");
  });
});

describe("outside the root", () => {
  test("nothing is read through ..", () => {
    const tree = memoryTree({ ...usual, "/secret.sh": "secret" });
    const read: string[] = [];
    const watched: FileTree = {
      read(path, ...bounds): Entry {
        const entry = tree.read(path, ...bounds);
        if (entry.kind === "file") read.push(path);
        return entry;
      },
    };
    const { lookup } = openIn(
      watched,
      ["FROM debian", "COPY ../secret.sh /a", "COPY conf.d/../../secret.sh /b", "COPY ../*.sh /c/", "COPY .. /d/"],
      { root: "/ctx" },
    );
    for (const path of ["/a", "/b", "/c/secret.sh", "/d/secret.sh"]) expect(lookup(path).kind).toBe("unknown");
    expect(read.filter((path) => !path.startsWith("/ctx/"))).toEqual([]);
  });

  test("`..` stops at the root, as BuildKit has it", () => {
    const tree = memoryTree({ "/ctx/run.sh": "run", "/ctx/conf/a.sh": "a", "/run.sh": "other" });
    const { lookup } = openIn(
      tree,
      ["FROM debian", "COPY ../run.sh /a", "COPY ./conf/../../../run.sh /b", "COPY ../../conf /c", "COPY .. /d/"],
      { top: "/ctx" },
    );
    expect(["/a", "/b", "/c/a.sh", "/d/run.sh"].map((path) => tell(lookup(path)))).toEqual(["run", "run", "a", "run"]);
  });

  test("a link that leads out is not followed, and one inside is told by its file", () => {
    const tree = memoryTree({ "/ctx/real.sh": "real" });
    const linked: FileTree = {
      read(path, ...bounds): Entry {
        if (path === "/ctx/link.sh") return tree.read("/ctx/real.sh", ...bounds);
        return path === "/ctx/out.sh" ? { kind: "outside" } : tree.read(path, ...bounds);
      },
    };
    const { lookup } = openIn(linked, ["FROM debian", "COPY out.sh /x", "COPY . /app"]);
    expect(tell(lookup("/x"))).toBe("? out.sh leads out of the build context");
    expect(tell(lookup("/app/out.sh"))).toBe("? out.sh leads out of the build context");
    const inside = lookup("/app/link.sh");
    expect(inside.kind === "file" && inside.text.locate().path).toBe("/ctx/real.sh");
  });

  test("what cannot be read says so, and a file that would not be written back as it was is not fixable", () => {
    const odd: FileTree = {
      read(path): Entry {
        if (path === "/ctx/locked") return { kind: "unreadable", reason: "permission denied" };
        if (path === "/ctx/latin1")
          return { kind: "file", realPath: path, text: "\uFFFD", executable: false, lossless: false };
        return { kind: "missing" };
      },
    };
    const { lookup } = openIn(odd, ["FROM debian", "COPY locked /a", "COPY latin1 /b"]);
    expect(tell(lookup("/a"))).toBe("? locked cannot be read: permission denied");
    expect(lookup("/b")).toMatchObject({ kind: "file", fixable: false });
  });
});

describe("commands", () => {
  test("a path is looked up, a relative one in the working directory", () => {
    const { command } = open("COPY run.sh /app/");
    expect(command("/app/run.sh")).toMatchObject({ path: "/app/run.sh", file: { kind: "file" } });
    expect(command("./run.sh", "/app")).toMatchObject({ path: "/app/run.sh", file: { kind: "file" } });
    expect(command("./run.sh", "unknown")).toMatchObject({ path: undefined, file: { kind: "unknown" } });
    expect(command("/none")).toMatchObject({ path: "/none", file: { kind: "unknown" } });
  });

  test("a name is looked up along the search path, in its order", () => {
    const { command } = open(
      "COPY run.sh /usr/bin/start",
      "COPY other.sh /usr/local/bin/start",
      "COPY run.sh /opt/only",
    );
    expect(command("start").path).toBe("/usr/local/bin/start");
    expect(command("start", "/", "/usr/bin:/usr/local/bin").path).toBe("/usr/bin/start");
    expect(command("only", "/", "/usr/bin:/opt").path).toBe("/opt/only");
    expect(command("only", "/opt", "/usr/bin:").path).toBe("/opt/only");
  });

  test("what certainly stands in an earlier folder hides the rest, what may stand there does not", () => {
    const copied = ["COPY run.sh /usr/bin/tini", "COPY --from=krallin/tini /tini /usr/local/bin/"];
    expect(open(...copied).command("tini")).toEqual({
      path: "/usr/local/bin/tini",
      file: { kind: "unknown", reason: "copied from image krallin/tini" },
    });
    const maybe = ["COPY run.sh /usr/bin/start", "COPY --from=node:20 /usr/local/ /usr/local/"];
    expect(open(...maybe).command("start").path).toBe("/usr/bin/start");
  });

  test("a link in the search path", () => {
    const { command } = open("COPY run.sh /opt/app/bin/start", "RUN ln -s /opt/app/bin/start /usr/local/bin/start");
    expect(command("start")).toMatchObject({ path: "/usr/local/bin/start", file: { kind: "file" } });
  });

  test("what nobody copies comes from elsewhere", () => {
    const reason = "no file of the build context is node, so it comes from the base image or a RUN";
    expect(open("COPY . /app").command("node")).toEqual({ path: undefined, file: { kind: "unknown", reason } });
    expect(open().command("node", "/", "unknown")).toMatchObject({
      path: undefined,
      file: { reason: "PATH is not known, so node cannot be found" },
    });
  });
});

test("a stage with thousands of steps is laid out once", () => {
  const lines = ["FROM debian"];
  for (let i = 0; i < 2000; i++) lines.push(`COPY run.sh /opt/d${i}/run.sh`, `RUN chmod +x /opt/d${i}/run.sh`);
  const { lookup } = openIn(memoryTree(usual), lines);
  expect([x(lookup("/opt/d0/run.sh")), x(lookup("/opt/d1999/run.sh")), tell(lookup("/opt/e"))]).toEqual([
    true,
    true,
    "? no instruction copies a file to /opt/e",
  ]);
});
