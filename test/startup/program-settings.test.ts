import { describe, expect, test } from "@jest/globals";
import { judged } from "../shell/walk.ts";

/** What becomes of the program at PID 1: it stays, forks away, or its settings cannot be read. */
function life(dockerfile: string, files: Readonly<Record<string, string>>): string {
  const { startUp } = judged(dockerfile, files);
  const role = startUp.paths[0]?.processes[0]?.role;
  if (role?.kind === "wrapper") return `supervises, ${startUp.outcome}`;
  if (role?.kind !== "program" || !role.row) return "no program";
  return role.row.daemonizes
    ? `forks away, ${startUp.outcome}`
    : `stays${role.row.foreground === undefined ? "" : " if set"}, ${startUp.outcome}`;
}

const nodaemon = "[supervisord]\nnodaemon=true\n";
const daemon = "[supervisord]\nlogfile=/dev/null\n[program:app]\ncommand=app\n";

describe("supervisord", () => {
  function supervisord(words: readonly string[], files: Readonly<Record<string, string>>, more = ""): string {
    const copies = Object.keys(files)
      .map((name) => `COPY ${name} /${name}\n`)
      .join("");
    return life(`FROM debian:12-slim\n${copies}${more}CMD ${JSON.stringify(["supervisord", ...words])}\n`, files);
  }

  test.each<readonly [string, readonly string[], Readonly<Record<string, string>>, string]>([
    ["nodaemon=true", ["-c", "/etc/app.conf"], { "etc/app.conf": nodaemon }, "stays, delivered"],
    ["without it", ["-c", "/etc/app.conf"], { "etc/app.conf": daemon }, "forks away, finishes"],
    ["an attached name", ["--configuration=/etc/app.conf"], { "etc/app.conf": daemon }, "forks away, finishes"],
    ["a short attached name", ["-c/etc/app.conf"], { "etc/app.conf": nodaemon }, "stays, delivered"],
    ["-n before settings", ["-n", "-c", "/etc/app.conf"], { "etc/app.conf": daemon }, "supervises, delivered"],
    ["the default file", [], { "etc/supervisord.conf": nodaemon }, "stays, delivered"],
    ["Debian's default file", [], { "etc/supervisor/supervisord.conf": daemon }, "forks away, finishes"],
    [
      "the first of two default files",
      [],
      { "etc/supervisord.conf": nodaemon, "etc/supervisor/supervisord.conf": daemon },
      "stays, delivered",
    ],
    [
      "blanks, case and a comment",
      [],
      { "etc/supervisord.conf": "[supervisord]\r\nnodaemon = True ; stay\r\n" },
      "stays, delivered",
    ],
    ["false", [], { "etc/supervisord.conf": "[supervisord]\nnodaemon=false\n" }, "forks away, finishes"],
    ["in a comment", [], { "etc/supervisord.conf": "[supervisord]\n;nodaemon=true\n" }, "forks away, finishes"],
    [
      "in another section",
      [],
      { "etc/supervisord.conf": "[program:supervisord]\nnodaemon=true\n" },
      "forks away, finishes",
    ],
    [
      "in files that it includes",
      [],
      { "etc/supervisord.conf": `${daemon}[include]\nfiles = /etc/supervisor/conf.d/*.conf\n` },
      "supervises, delivered",
    ],
    [
      "beside files that it includes",
      [],
      { "etc/supervisord.conf": `${nodaemon}[include]\nfiles = conf.d/*.conf\n` },
      "stays, delivered",
    ],
    [
      "in a comment on files to include",
      [],
      { "etc/supervisord.conf": `${daemon};[include]\n;files = conf.d/*.conf\n` },
      "forks away, finishes",
    ],
    ["a file that is not there", ["-c", "/etc/app.conf"], {}, "stays if set, delivered"],
    ["no file at all", [], {}, "stays if set, delivered"],
  ])("%s", (_, words, files, expected) => expect(supervisord(words, files)).toBe(expected));

  test("a file that a RUN changes", () => {
    expect(supervisord([], { "etc/supervisord.conf": daemon }, "RUN sed -i s/x/y/ /etc/supervisord.conf\n")).toBe(
      "stays if set, delivered",
    );
  });
});

describe("uwsgi", () => {
  function uwsgi(ini: string, words: readonly string[] = ["/srv/app.ini"]): string {
    const cmd = JSON.stringify(["uwsgi", ...words]);
    const { startUp } = judged(`FROM python:3.12\nWORKDIR /srv\nCOPY app.ini ./\nCMD ${cmd}\n`, { "app.ini": ini });
    return startUp.outcome;
  }

  test.each<readonly [string, string, readonly string[] | undefined, string]>([
    ["a master alone reloads", "[uwsgi]\nmaster = true\n", undefined, "stuck"],
    ["a key without a value", "[uwsgi]\nmaster\n", ["--ini", "app.ini"], "stuck"],
    ["one that ends", "[uwsgi]\nmaster = 1\ndie-on-term = true\n", ["--ini=app.ini"], "abrupt"],
    ["a flag of the command line beside it", "[uwsgi]\nmaster = 1\n", ["--die-on-term", "app.ini"], "abrupt"],
    ["and the other way round", "[uwsgi]\ndie-on-term\n", ["--master", "app.ini"], "abrupt"],
    ["switched off", "[uwsgi]\nmaster = 1\ndie-on-term = false\n", undefined, "stuck"],
    ["in a comment", "[uwsgi]\nmaster = 1\n; die-on-term = true\n# die-on-term\n", undefined, "stuck"],
    ["in another section", "[uwsgi]\nmaster = 1\n[other]\ndie-on-term = 1\n", undefined, "stuck"],
    ["on a condition", "[uwsgi]\nmaster = 1\nif-env = X\ndie-on-term = 1\nendif =\n", undefined, "stuck"],
    ["into the background", "[uwsgi]\ndaemonize = /log\n", undefined, "finishes"],
    ["another file has a say", "[uwsgi]\nmaster = 1\nini = /etc/more.ini\n", undefined, "unknown"],
    ["another format", "[uwsgi]\nmaster = 1\n", ["app.ini", "more.yaml"], "unknown"],
    ["a file that is not there", "[uwsgi]\nmaster = 1\n", ["other.ini"], "unknown"],
  ])("%s", (_, ini, words, expected) => expect(uwsgi(ini, words)).toBe(expected));
});

describe("nginx", () => {
  test.each<readonly [string, string, readonly string[], string]>([
    ["daemon off", "daemon off;\nevents {}\n", [], "stays, abrupt"],
    ["none", "events {}\nhttp { server { listen 80; } }\n", [], "forks away, finishes"],
    ["daemon on", "daemon on;\n", [], "forks away, finishes"],
    ["in a comment", "# daemon off;\nevents {}\n", [], "forks away, finishes"],
    ["in a string", "log_format x 'daemon off;';\n", [], "forks away, finishes"],
    ["in a block", "http { daemon off; }\n", [], "forks away, finishes"],
    ["behind a block", "events { a 1; }\ndaemon   off ;\n", [], "stays, abrupt"],
    ["in a file that may be included", "include /etc/nginx/main.d/*.conf;\nevents {}\n", [], "stays if set, abrupt"],
    ["beside modules", "include /etc/nginx/modules-enabled/*.conf;\nevents {}\n", [], "forks away, finishes"],
    ["beside what a block includes", "events {}\nhttp { include mime.types; }\n", [], "forks away, finishes"],
    ["-g before settings", "events {}\n", ["-g", "daemon off;"], "stays, abrupt"],
  ])("%s", (_, text, words, expected) => {
    const cmd = JSON.stringify(["nginx", ...words]);
    expect(life(`FROM debian:12-slim\nCOPY nginx.conf /etc/nginx/\nCMD ${cmd}\n`, { "nginx.conf": text })).toBe(
      expected,
    );
    expect(
      life(
        `FROM debian:12-slim\nCOPY nginx.conf /srv/\nCMD ${JSON.stringify(["nginx", "-c", "/srv/nginx.conf", ...words])}\n`,
        { "nginx.conf": text },
      ),
    ).toBe(expected);
  });

  const files = { "n.conf": "daemon off;\n", "s.conf": "server {}\n", "s.sh": "#!/bin/sh\nexec nginx\n" };
  const edit = "#!/bin/sh\necho 'daemon off;' >> /etc/nginx/nginx.conf\nexec nginx\n";
  // Measured with Debian's package: as PID 1 it returns 0 at once.
  test.each([
    ["the official image's", 'FROM nginx:1.27\nCMD ["nginx"]', "forks away, finishes"],
    ["with a site of one's own", 'FROM nginx\nCOPY s.conf /etc/nginx/conf.d/\nCMD ["nginx"]', "forks away, finishes"],
    ["Debian's", 'FROM debian:12\nRUN apt-get install -y nginx\nCMD ["nginx"]', "forks away, finishes"],
    ["Alpine's", 'FROM alpine:3.20\nRUN apk add nginx\nCMD ["/usr/sbin/nginx"]', "forks away, finishes"],
    ["in shell form", "FROM debian:12\nRUN apt-get install -y nginx\nCMD nginx", "forks away, finishes"],
    ["in a script", 'FROM nginx\nCOPY --chmod=755 s.sh /\nENTRYPOINT ["/s.sh"]', "forks away, finishes"],
    [
      "which a RUN changes",
      "FROM nginx\nRUN echo 'daemon off;' >> /etc/nginx/nginx.conf\nCMD [\"nginx\"]",
      "stays if set, graceful",
    ],
    [
      "with a module's file",
      'FROM nginx\nCOPY n.conf /etc/nginx/modules-enabled/\nCMD ["nginx"]',
      "stays if set, graceful",
    ],
    ["which a script changes", 'FROM nginx\nCOPY --chmod=755 e.sh /\nENTRYPOINT ["/e.sh"]', "stays if set, graceful"],
    ["of an image that nobody knows", 'FROM me/nginx\nCMD ["nginx"]', "stays if set, unknown"],
    ["with others by name", 'FROM nginx\nCMD ["nginx", "-c", "/x.conf"]', "stays if set, graceful"],
  ])("settings that it is shipped with, %s", (_, dockerfile, expected) =>
    expect(life(`${dockerfile}\n`, { ...files, "e.sh": edit })).toBe(expected),
  );
});
