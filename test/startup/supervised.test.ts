import { describe, expect, test } from "@jest/globals";
import { judged, wordsOf } from "../shell/walk.ts";

const app = "\u007fELF\u0002\u0001\u0001";
const scripts = { "plain.sh": "#!/bin/sh\napp\necho over\n", "exec.sh": "#!/bin/sh\nexec app\n" };

function image(conf: string, more = "", command = '["supervisord", "-n", "-c", "/etc/app.conf"]'): string {
  const files = { app, ...scripts, "app.conf": conf, "more.conf": "[program:more]\ncommand=/plain.sh\n" };
  const copies =
    "COPY --chmod=755 app /usr/local/bin/app\nCOPY --chmod=755 plain.sh exec.sh /\n" +
    "COPY app.conf /etc/app.conf\nCOPY more.conf /etc/conf.d/more.conf\n";
  return judged(`FROM debian:12-slim\n${copies}${more}CMD ${command}\n`, files).startUp.outcome;
}

/** Measured with supervisord 4 as PID 1; `app` has handlers and needs half a second. */
describe("the programs of supervisord", () => {
  test.each([
    ["a program", "[program:a]\ncommand=app\n", "delivered"],
    ["a script that stays in front of it", "[program:a]\ncommand=/plain.sh\n", "abrupt"],
    ["the same, signalled as a group", "[program:a]\ncommand=/plain.sh\nstopasgroup=true\n", "delivered"],
    ["the same, only killed as a group", "[program:a]\ncommand=/plain.sh\nkillasgroup=true\n", "abrupt"],
    ["a script with exec, and a comment", "[program:a]\ncommand = /exec.sh ; the program\n", "delivered"],
    ["a shell's text of two commands", '[program:a]\ncommand=sh -c "app; true"\n', "abrupt"],
    ["a shell's text with exec", "[program:a]\ncommand=sh -c 'exec app'\n", "delivered"],
    ["the worst of two", "[program:a]\ncommand=app\n[program:b]\ncommand=/plain.sh\n", "abrupt"],
    [
      "one that is not started",
      "[program:a]\ncommand=app\n[program:b]\ncommand=/plain.sh\nautostart=false\n",
      "delivered",
    ],
    ["another stop signal", "[program:a]\ncommand=nginx -g 'daemon off;'\nstopsignal=QUIT\n", "graceful"],
    ["a variable of the image", "[program:a]\ncommand=%(ENV_X)s --y\n", "delivered"],
    ["a variable that nobody sets", "[program:a]\ncommand=%(ENV_Y)s --y\n", "delivered"],
    ["a file that is included", "[include]\nfiles = /etc/conf.d/*.conf\n", "abrupt"],
    ["a file that is included by its relative name", "[include]\nfiles = conf.d/*.conf\n", "abrupt"],
    ["a command that goes on in the next line", "[program:a]\ncommand=python3\n  -m http.server\n", "delivered"],
    ["no program", "[unix_http_server]\nfile=/run/s.sock\n", "delivered"],
  ])("%s", (_, conf, outcome) => expect(image(conf, "ENV X=app\n")).toBe(outcome));

  test("what stays behind a script that is signalled with it is cut off a second later", () => {
    const conf = "[program:a]\ncommand=sh -c 'gunicorn app:app; true'\n";
    const reason = (keys: string): string => {
      const files = { "app.conf": `${conf}${keys}` };
      const dockerfile = 'FROM debian:12\nCOPY app.conf /etc/\nCMD ["supervisord", "-n", "-c", "/etc/app.conf"]\n';
      return wordsOf(judged(dockerfile, files).startUp);
    };
    expect(reason("stopasgroup=true\n")).toBe("supervisord forwards SIGTERM but kills gunicorn after 1 s");
    expect(reason("")).toMatch(/^dash is killed by SIGTERM without forwarding it to gunicorn/);
  });

  test.each([
    ["SIGINT", "delivered"],
    ["SIGQUIT", "delivered"],
    ["SIGWINCH", "stuck"],
    ["SIGHUP", "stuck"],
  ])("%s: %s", (signal, outcome) =>
    expect(image("[program:a]\ncommand=app\n", `STOPSIGNAL ${signal}\n`)).toBe(outcome),
  );

  test.each([
    ["is split into words", `CMDLINE="nginx -g 'daemon off;'"`, "command=%(ENV_CMDLINE)s", "graceful"],
    ["may be the end of a line", `OPTIONS="-g 'daemon off;'"`, "command=nginx %(ENV_OPTIONS)s", "graceful"],
    ["is one word in quotes", `OPTION="daemon off;"`, `command=nginx -g "%(ENV_OPTION)s"`, "graceful"],
    ["that is empty is no word", `OPTIONS=""`, "command=nginx %(ENV_OPTIONS)s -g 'daemon off;'", "graceful"],
    [
      "with a quote that nobody closes is left open",
      `CMDLINE="nginx -g 'daemon"`,
      "command=%(ENV_CMDLINE)s",
      "delivered",
    ],
  ])("a variable's value %s", (_, env, command, outcome) =>
    expect(image(`[program:a]\n${command}\nstopsignal=QUIT\n`, `ENV ${env}\n`)).toBe(outcome),
  );

  test("a command that values make too long is left open", () => {
    const files = { "app.conf": `[program:a]\ncommand=${"%(ENV_X)s ".repeat(40)}\n` };
    const processes = (words: number): number | undefined =>
      judged(
        `FROM debian:12-slim\nENV X="${"app ".repeat(words)}"\nCOPY app.conf /etc/\n` +
          'CMD ["supervisord", "-n", "-c", "/etc/app.conf"]\n',
        files,
      ).startUp.paths[0]?.processes.length;
    expect([processes(10), processes(3000)]).toEqual([2, 1]);
  });

  test("files of a folder that is copied whole", () => {
    const files = {
      app,
      ...scripts,
      "app.conf": "[include]\nfiles=/etc/d/*.conf\n",
      "d/more.conf": "[program:a]\ncommand=/plain.sh\n",
    };
    const copies = "COPY --chmod=755 app plain.sh exec.sh /\nCOPY app.conf /etc/\nCOPY d /etc/d\n";
    const cmd = 'CMD ["supervisord", "-n", "-c", "/etc/app.conf"]\n';
    expect(judged(`FROM debian:12-slim\n${copies}${cmd}`, files).startUp.outcome).toBe("abrupt");
  });

  test("behind an init", () =>
    expect(
      image("[program:a]\ncommand=/plain.sh\n", "", '["tini", "--", "supervisord", "-n", "-c", "/etc/app.conf"]'),
    ).toBe("abrupt"));

  test("without -n it daemonizes, and runs nothing that counts", () =>
    expect(image("[program:a]\ncommand=app\n", "", '["supervisord", "-c", "/etc/app.conf"]')).toBe("finishes"));
});
