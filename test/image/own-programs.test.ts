import { describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import { openProject } from "../../src/project/open-project.ts";
import { reasonWords } from "../../src/stop/wording/reason-words.ts";
import { Source } from "../../src/text/source.ts";

function said(lines: readonly string[], files: Readonly<Record<string, string>> = {}): string {
  const text = `${lines.join("\n")}\n`;
  const tree = memoryTree({ "/p/main.go": "package main\n", ...files, "/p/Dockerfile": text });
  const startUp = openProject(tree, new Source("/p/Dockerfile", text)).images[0]?.startUp;
  const reason = startUp?.paths[0]?.reason;
  return `${startUp?.outcome}: ${reason ? reasonWords(reason) : ""}`;
}

const go = ["FROM golang:1.24 AS build", "WORKDIR /src", "COPY . ."];
const rust = ["FROM rust AS build", "WORKDIR /src", "COPY . ."];

describe("a program that the build makes is the user's own", () => {
  test.each([
    ["go build -o", [...go, "RUN CGO_ENABLED=0 go build -o /out/api ./cmd/api", "FROM alpine"], "/out/api"],
    ["go build -o=", [...go, 'RUN go build -ldflags "-s -w" -o=/out/api .', "FROM alpine"], "/out/api"],
    ["into a folder", [...go, "RUN mkdir -p /out && go build -o /out/ ./cmd/...", "FROM alpine"], "/out/api"],
    ["to a name with a variable", [...go, "ARG N", "RUN go build -o /out/$N .", "FROM alpine"], "/out/api"],
    ["env and a heredoc", [...go, "RUN <<E\nenv GOOS=linux go build -o /out/api .\nE", "FROM alpine"], "/out/api"],
    ["without -o", [...go, "RUN go build", "FROM alpine"], "/src/api"],
    ["go install", [...go, "RUN go install ./cmd/api", "FROM alpine"], "/go/bin/api"],
    ["then compressed", [...go, "RUN go build -o /out/api . && upx /out/api", "FROM alpine"], "/out/api"],
    ["cargo build", [...rust, "RUN cargo build --release --locked", "FROM debian"], "/src/target/release/api"],
    ["cargo install", [...rust, "RUN cargo install --path .", "FROM debian"], "/usr/local/cargo/bin/api"],
    ["gcc", ["FROM gcc AS build", "COPY . /s", "RUN cd /s && gcc -O2 -o api api.c", "FROM debian"], "/s/api"],
    ["make", ["FROM debian AS build", "WORKDIR /s", "COPY . .", "RUN make all", "FROM debian"], "/s/bin/api"],
    [
      "make install",
      ["FROM debian AS build", "WORKDIR /s", "COPY . .", "RUN ./configure && make && make install", "FROM debian"],
      "/usr/local/bin/api",
    ],
    [
      "cmake",
      ["FROM debian AS build", "COPY . /s", "RUN cmake -S /s -B /b && cmake --build /b", "FROM debian"],
      "/b/api",
    ],
    ["a script", ["FROM me/builder AS build", "WORKDIR /s", "COPY . .", "RUN ./build.sh", "FROM debian"], "/s/out/api"],
    [
      "make with the path in a variable",
      [
        "FROM me/go AS build",
        "COPY . /s",
        "ARG F=",
        "RUN cd /s && F=${F} make OUTPUT=/target/app/api _b",
        "FROM debian",
      ],
      "/target/app/api",
    ],
    [
      "make with a folder in a variable",
      ["FROM me/c AS build", "COPY . /s", "RUN make -C /s DESTDIR=/image install", "FROM debian"],
      "/image/usr/bin/api",
    ],
    [
      "a release of Elixir with a build_path of its own",
      ["FROM elixir AS build", "WORKDIR /app", "COPY . .", "RUN mix release", "FROM debian"],
      "/mix/_build/prod/rel/api/bin/api",
    ],
    ["dotnet publish", ["FROM me/sdk AS build", "COPY . .", "RUN dotnet publish -o /out", "FROM debian"], "/out/api"],
    ["moved afterwards", [...go, "RUN go build -o api . && mv api /usr/bin/api", "FROM alpine"], "/usr/bin/api"],
  ])("%s", (_, lines, made) => {
    const copied = `COPY --from=build ${made} /usr/local/bin/api`;
    expect(said([...lines, copied, 'ENTRYPOINT ["api"]'])).toBe(
      "delivered: SIGTERM reaches api; how it is handled is up to your code",
    );
  });

  test.each([
    [
      "in the image itself",
      ["FROM golang", "WORKDIR /a", "COPY . .", "RUN go build -o main .", 'CMD ["./main"]'],
      "main",
    ],
    ["along golang's PATH", ["FROM golang", "COPY . .", "RUN go install ./...", 'CMD ["api"]'], "api"],
    [
      "in a folder that is copied",
      [...go, "RUN go build -o bin/ ./...", "FROM me/x", "COPY --from=build /src/bin/ /b/", 'ENTRYPOINT ["/b/api"]'],
      "api",
    ],
    [
      "from a stage on a stage",
      [...go, "FROM build AS more", "RUN make", "FROM scratch", "COPY --from=more /src/api /", 'ENTRYPOINT ["/api"]'],
      "api",
    ],
    ["before the build, into the context", ["FROM scratch", "COPY dist/api /api", 'ENTRYPOINT ["/api"]'], "api"],
    [
      "for a platform",
      ["FROM alpine", "ARG TARGETARCH", "COPY bin/$TARGETARCH/api /usr/bin/", 'ENTRYPOINT ["api"]'],
      "api",
    ],
    [
      "under a name that a server has",
      [...go, "RUN go build -o /serve .", "FROM alpine", "COPY --from=build /serve /serve", 'CMD ["/serve"]'],
      "serve",
    ],
  ])("%s", (_, lines, name) => {
    expect(said(lines)).toBe(`delivered: SIGTERM reaches ${name}; how it is handled is up to your code`);
  });

  test("a shell in front of it keeps the signal", () => {
    const lines = [...go, "RUN go build -o /api .", "FROM debian", "COPY --from=build /api /api"];
    expect(said([...lines, "CMD cd / && /api"])).toMatch(
      /^stuck: dash stays PID 1 and does not forward SIGTERM to api/,
    );
    expect(said([...lines, "CMD cd / && exec /api"])).toMatch(/^delivered/);
  });
});

describe("what somebody else makes is not the user's own", () => {
  test.each([
    [
      "a download",
      ["FROM debian", "RUN curl -fLo /usr/bin/foo https://x/foo", 'CMD ["foo"]'],
      "downloaded by RUN (line 2)",
    ],
    [
      "by wget",
      ["FROM debian", "RUN wget -O /opt/foo https://x/foo", 'CMD ["/opt/foo"]'],
      "downloaded by RUN (line 2)",
    ],
    [
      "an archive",
      ["FROM debian", "RUN curl -L https://x | tar -xz -C /opt", 'CMD ["/opt/foo"]'],
      "unpacked by RUN (line 2)",
    ],
    [
      "go install of a version",
      ["FROM golang", "RUN go install x.org/foo@v1", 'CMD ["/go/bin/foo"]'],
      "installed by RUN (line 2)",
    ],
    ["another image", ["FROM debian", "COPY --from=x/foo /foo /foo", 'CMD ["/foo"]'], "copied from image x/foo"],
    [
      "a script that is missing",
      ["FROM debian", "COPY foo.sh /", 'CMD ["/foo.sh"]'],
      "the build context has no foo.sh",
    ],
    [
      "an unknown start script",
      ["FROM debian", "ARG S", "COPY $S /start", 'CMD ["/start"]'],
      "copied from $S (line 3)",
    ],
  ])("%s", (_, lines, cause) => {
    const reason = said(lines);
    expect(reason).toMatch(/^unknown: /);
    expect(reason).toContain(cause);
  });

  test("what is built from a clone goes by its name, where the table has it", () => {
    const lines = ["FROM debian AS b", "RUN git clone https://x/redis /r && make -C /r", "FROM debian"];
    expect(said([...lines, "COPY --from=b /r/src/redis-server /usr/bin/", 'CMD ["redis-server"]'])).toMatch(
      /^graceful/,
    );
  });

  test("a package of that name speaks against a build that may have made it", () => {
    const lines = ["FROM debian", "COPY . /s", "RUN make -C /s install && apt-get install -y foo", 'CMD ["foo"]'];
    expect(said(lines)).toMatch(/^unknown/);
  });
});
