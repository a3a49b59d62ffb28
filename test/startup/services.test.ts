import { describe, expect, test } from "@jest/globals";
import type { MemoryFile } from "../../src/files/tree.ts";
import { judged } from "../shell/walk.ts";

const app = "\u007fELF\u0002\u0001\u0001";
const plain = "#!/usr/bin/with-contenv bash\napp\necho over\n";
const exec = "#!/command/with-contenv sh\nexec app\n";

function outcome(dockerfile: string, files: Readonly<Record<string, MemoryFile>>): string {
  return judged(dockerfile, { app, ...files }).startUp.outcome;
}

/** s6-overlay's own files say how it stops: services, then what is left, which has three seconds. */
describe("the services of s6-overlay", () => {
  const overlay = "FROM debian:12-slim\nADD s6-overlay-noarch.tar.xz /\nCOPY --chmod=755 app /usr/bin/\nCOPY root/ /\n";
  const up = "root/etc/s6-overlay/s6-rc.d";
  const user = { [`${up}/user/contents.d/web`]: "", [`${up}/web/type`]: "longrun\n" };

  test.each([
    ["with exec", { "root/etc/services.d/web/run": exec }, "delivered"],
    // What its shell leaves behind gets the signal with all that is left.
    ["without exec", { "root/etc/services.d/web/run": plain }, "delivered"],
    ["of version 3, which needs no executable bit", { ...user, [`${up}/web/run`]: { text: exec } }, "delivered"],
    ["of version 3, a server", { ...user, [`${up}/web/run`]: "#!/bin/sh\nexec gunicorn app:app\n" }, "graceful"],
    [
      "whose script waits and ignores the signal",
      { ...user, [`${up}/web/run`]: "#!/bin/sh\ntrap '' TERM\napp\napp\n" },
      "stuck",
    ],
    [
      "whose script passes it on",
      { ...user, [`${up}/web/run`]: "#!/bin/sh\ntrap 'kill $p; wait $p' TERM\napp &\np=$!\nwait $p\n" },
      "delivered",
    ],
    [
      "whose script dies in front of what cuts its work",
      { ...user, [`${up}/web/run`]: "#!/bin/sh\nnginx -g 'daemon off;'\necho over\n" },
      "abrupt",
    ],
    [
      "a server, which has six seconds",
      { "root/etc/services.d/w/run": "#!/bin/sh\nexec gunicorn app:app\n" },
      "delivered",
    ],
    ["that cuts its work", { ...user, [`${up}/web/run`]: "#!/bin/sh\nexec nginx -g 'daemon off;'\n" }, "abrupt"],
    [
      "with a signal of its own",
      {
        ...user,
        [`${up}/web/run`]: "#!/bin/sh\nexec nginx -g 'daemon off;'\n",
        [`${up}/web/down-signal`]: "SIGQUIT\n",
      },
      "graceful",
    ],
    ["that no bundle starts", { [`${up}/web/run`]: "#!/bin/sh\nexec nginx -g 'daemon off;'\n" }, "delivered"],
    [
      "that another one depends on",
      { ...user, [`${up}/web/dependencies.d/db`]: "", [`${up}/db/run`]: "#!/bin/sh\nexec nginx -g 'daemon off;'\n" },
      "abrupt",
    ],
    ["none", { "root/etc/x": "" }, "delivered"],
  ])("%s", (_, files, expected) => expect(outcome(`${overlay}ENTRYPOINT ["/init"]\n`, files)).toBe(expected));

  test.each([
    ["the command", 'CMD ["app"]', "delivered"],
    ["the command, in a shell that stays", 'CMD ["sh", "-c", "app; echo over"]', "delivered"],
    ["a server, which has three seconds", 'CMD ["gunicorn", "app:app"]', "delivered"],
    ["more time", 'ENV S6_KILL_GRACETIME=20000\nCMD ["gunicorn", "app:app"]', "graceful"],
    ["the signal first", 'ENV S6_CMD_RECEIVE_SIGNALS=1\nCMD ["gunicorn", "app:app"]', "graceful"],
    ["a signal that it does not know", 'STOPSIGNAL SIGHUP\nCMD ["app"]', "stuck"],
  ])("%s", (_, more, expected) =>
    expect(outcome(`${overlay}ENTRYPOINT ["/init"]\n${more}\n`, { "root/x": "" })).toBe(expected),
  );

  test("of a base image that brings it", () =>
    expect(
      outcome("FROM ghcr.io/linuxserver/baseimage-alpine:3.20\nCOPY root/ /\n", {
        "root/etc/services.d/web/run": "#!/bin/sh\nexec nginx -g 'daemon off;'\n",
      }),
    ).toBe("abrupt"));

  test("without it /init is another program", () =>
    expect(outcome('FROM debian:12\nCOPY --chmod=755 app /init\nENTRYPOINT ["/init"]\n', {})).toBe("delivered"));
});

/** Measured with s6 2.11, and with my_init over runit, as PID 1; `app` has handlers and needs half a second. */
describe("the services of others", () => {
  test.each([
    ["s6-svscan", exec, "/srv/sv", '["s6-svscan", "/srv/sv"]', "delivered"],
    ["s6-svscan, a script that stays", "#!/bin/sh\napp\necho over\n", "/srv/sv", '["s6-svscan", "/srv/sv"]', "abrupt"],
    ["my_init", exec, "/etc/service", '["/sbin/my_init"]', "delivered"],
    ["my_init, a script that stays", "#!/bin/sh\napp\necho over\n", "/etc/service", '["/sbin/my_init"]', "delivered"],
    ["my_init, a server", "#!/bin/sh\nexec gunicorn a:a\n", "/etc/service", '["/sbin/my_init"]', "graceful"],
    [
      "my_init, one that cuts",
      "#!/bin/sh\nexec nginx -g 'daemon off;'\n",
      "/etc/service",
      '["/sbin/my_init"]',
      "abrupt",
    ],
    [
      "my_init without runit",
      "#!/bin/sh\nexec nginx -g 'daemon off;'\n",
      "/etc/service",
      '["/sbin/my_init", "--skip-runit", "--", "app"]',
      "delivered",
    ],
  ])("%s", (_, run, folder, cmd, expected) =>
    expect(
      outcome(
        `FROM phusion/baseimage:noble-1.0.2\nCOPY --chmod=755 app /usr/bin/\nCOPY web ${folder}/web/run\n` +
          `RUN chmod +x ${folder}/web/run\nCMD ${cmd}\n`,
        { web: run },
      ),
    ).toBe(expected),
  );
});
