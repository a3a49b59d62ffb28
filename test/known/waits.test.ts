import { describe, expect, test } from "@jest/globals";
import { fits, readArguments } from "../../src/known/pattern.ts";
import { findProgram, programFamilies } from "../../src/known/programs/programs.ts";
import type { ProgramRow } from "../../src/known/programs/program.ts";

/** Splits at blanks; `~` stands for a blank inside a word. */
function argv(line: string): string[] {
  return line.split(" ").map((word) => word.replaceAll("~", " "));
}

/**
 * Run as PID 1, the signal sent while a request of two seconds, a job of three, a session, a slow download or a
 * transaction was in hand. The rest of the signals is unknown.
 */
const measured: readonly (readonly [line: string, finishes: string, cuts: string])[] = [
  // Web servers and proxies
  ["nginx -g daemon~off;", "QUIT", "TERM INT"],
  ["nginx", "QUIT", "TERM INT"],
  ["apache2 -DFOREGROUND", "WINCH", "TERM INT"],
  ["apache2-foreground", "WINCH", "TERM INT"],
  ["apachectl -DFOREGROUND", "", ""],
  ["php-fpm -F", "", "TERM INT"],
  ["php-fpm8.2 --nodaemonize", "", "TERM INT"],
  ["lighttpd -D -f x.conf", "INT", "TERM"],
  ["caddy run", "TERM INT", "QUIT"],
  ["caddy file-server", "TERM INT", ""],
  ["caddy reverse-proxy --to b:80", "TERM INT", ""],
  ["caddy respond", "", ""],
  ["haproxy -W -db -f x.cfg", "USR1", "TERM INT"],
  ["haproxy -db -f x.cfg", "USR1", ""],
  ["varnishd -F", "", "TERM INT"],
  ["squid -N", "TERM", "INT"],
  ["squid --foreground", "TERM", "INT"],
  ["tinyproxy -d", "", "TERM INT"],
  ["traefik", "", ""],
  ["socat a b", "", "TERM"],
  // Python
  ["gunicorn app:app", "TERM", ""],
  ["uvicorn app:app", "TERM INT", ""],
  ["uvicorn app:app --workers 2", "TERM INT", ""],
  ["hypercorn app:app", "TERM INT", ""],
  ["hypercorn app:app -w 2", "", ""],
  ["python -m hypercorn app:app --workers=2", "", ""],
  ["daphne app:app", "", "TERM INT"],
  ["granian --interface asgi app:app", "TERM INT", ""],
  ["waitress-serve app:app", "INT", ""],
  ["fastapi run app.py", "TERM INT", ""],
  ["fastapi dev app.py", "TERM", ""],
  ["litestar --app a:app run", "TERM INT", ""],
  ["sanic app:app", "TERM INT", ""],
  ["flask run", "", "INT"],
  ["flask --debug run", "", "TERM INT"],
  ["flask run --reload", "", "TERM INT"],
  ["python manage.py runserver", "", "TERM"],
  ["python -m http.server", "", "INT"],
  ["uwsgi --http :80", "", "TERM INT"],
  ["uwsgi --http :80 --die-on-term", "", "TERM INT"],
  ["uwsgi --http :80 --master", "", "INT QUIT"],
  ["uwsgi --http :80 --master --die-on-term", "", "TERM INT"],
  ["uwsgi --ini x.ini", "", ""],
  ["celery -A p worker", "TERM INT", "QUIT"],
  ["celery -A p beat", "", ""],
  ["rq worker", "TERM INT", ""],
  ["dramatiq tasks", "TERM INT", ""],
  ["huey_consumer a.huey", "INT", "TERM"],
  ["arq a.W", "", "TERM INT"],
  ["taskiq worker a:b", "", ""],
  // Ruby, PHP, Node
  ["puma", "TERM INT", "QUIT"],
  ["puma -w 2", "TERM INT", "QUIT"],
  ["unicorn", "QUIT", "TERM INT"],
  ["thin start", "TERM INT QUIT", ""],
  ["rackup", "TERM INT", ""],
  ["sidekiq", "TERM INT", ""],
  ["php -S 0.0.0.0:80", "INT", ""],
  ["next start", "TERM", ""],
  ["nuxt start", "", ""],
  ["serve -s build", "TERM INT", ""],
  ["http-server .", "", "TERM INT"],
  ["webpack-dev-server", "", "TERM"],
  ["webpack serve", "", "TERM"],
  ["micro app.js", "", "TERM"],
  ["fastify start app.js", "", "TERM"],
  // Data stores and daemons
  ["postgres", "TERM INT", "QUIT"],
  ["mariadbd", "TERM", ""],
  ["redis-server", "TERM INT", ""],
  ["redis-server /etc/redis.conf", "TERM INT", ""],
  ["etcd", "TERM", ""],
  ["memcached -u root", "", ""],
  ["sshd -D", "", "TERM"],
  // Their programs decide
  ["node app.js", "", ""],
  ["node --watch app.js", "", ""],
  ["python app.py", "", ""],
  ["java -jar app.jar", "", ""],
  ["deno run app.ts", "", ""],
  ["ruby app.rb", "", ""],
  ["supervisord -n", "", ""],
];

const effects: readonly (readonly [line: string, signal: string, effect: string])[] = [
  ["waitress-serve a:b", "SIGTERM", "ignored"],
  ["python -m waitress a:b", "SIGTERM", "ignored"],
  ["uwsgi --master --die-on-term", "SIGQUIT", "other"],
  ["json-server db.json", "SIGTERM", "ignored"],
  ["live-server", "SIGTERM", "ignored"],
  ["sirv public", "SIGTERM", "ignored"],
  ["browser-sync start --server", "SIGTERM", "ignored"],
  ["mkdocs serve", "SIGTERM", "ignored"],
  ["vite", "SIGTERM", "handled"],
  ["vite preview", "SIGINT", "ignored"],
  ["webpack --watch", "SIGTERM", "handled"],
  ["next dev", "SIGTERM", "handled"],
  ["prometheus-node-exporter", "SIGTERM", "ends"],
  ["vsftpd -obackground=NO", "SIGTERM", "ignored"],
  ["anacron -d", "SIGTERM", "ignored"],
  ["turnserver -n", "SIGTERM", "ignored"],
  ["slapd -d 0", "SIGTERM", "handled"],
  ["dovecot -F", "SIGTERM", "handled"],
  ["tor", "SIGTERM", "handled"],
  ["privoxy --no-daemon /etc/privoxy/config", "SIGTERM", "handled"],
  ["monit -I", "SIGTERM", "handled"],
  ["nsd -d", "SIGTERM", "handled"],
  ["inetd -i", "SIGTERM", "handled"],
  ["atd -f", "SIGTERM", "handled"],
  ["Xvfb :99", "SIGTERM", "handled"],
  ["dbus-daemon --system --nofork", "SIGTERM", "handled"],
  ["busybox syslogd -n", "SIGTERM", "handled"],
  ["tsc --watch --noEmit a.ts", "SIGTERM", "ignored"],
  ["circusd circus.ini", "SIGTERM", "handled"],
  ["streamlit run a.py", "SIGTERM", "handled"],
  ["luigid", "SIGTERM", "handled"],
  ["bokeh serve a.py", "SIGTERM", "handled"],
  ["jupyter server", "SIGTERM", "handled"],
  ["twistd -n web", "SIGTERM", "handled"],
];

function signals(row: ProgramRow | undefined, does: boolean): string[] {
  return Object.entries(row?.waits ?? {})
    .filter(([, waits]) => waits === does)
    .map(([signal]) => signal.slice(3))
    .toSorted();
}

describe("work in hand", () => {
  test.each(measured)("%s: finishes on '%s', cuts on '%s'", (line, finishes, cuts) => {
    const row = findProgram(argv(line));
    expect(row).toBeDefined();
    expect(signals(row, true)).toEqual(finishes.split(" ").filter(Boolean).toSorted());
    expect(signals(row, false)).toEqual(cuts.split(" ").filter(Boolean).toSorted());
  });

  test.each(effects)("%s on %s: %s", (line, signal, effect) => {
    const row = findProgram(argv(line));
    expect(row?.asPid1[signal]).toBe(effect);
    expect(row?.evidence.kind).toBe("measured");
  });
});

describe("the table", () => {
  const rows = programFamilies.flatMap((family) =>
    family.cases.map((each) => ({ family, pattern: each.pattern, row: each.row(family.names[0] ?? "") })),
  );

  test("has measured or sourced evidence for each row that speaks of work in hand, and only there", () => {
    for (const { row } of rows) {
      const speaks = Object.keys(row.waits).length > 0;
      expect([row.name, row.waitsEvidence !== undefined]).toEqual([row.name, speaks]);
      if (speaks) expect(["measured", "sourced"]).toContain(row.waitsEvidence?.kind);
    }
  });

  test("says of no signal that work is finished where the program does not shut down on it", () => {
    for (const { row } of rows)
      for (const [signal, waits] of Object.entries(row.waits)) {
        expect([row.name, signal]).toEqual([row.name, expect.stringMatching(/^SIG[A-Z0-9]+$/)]);
        const ending = waits ? ["handled", "slow"] : ["handled", "slow", "ends"];
        expect([row.name, signal, ending]).toEqual([row.name, signal, expect.arrayContaining([row.asPid1[signal]])]);
      }
  });
});

describe("unknown words", () => {
  const lines = programFamilies.flatMap((family) =>
    family.names.flatMap((name) =>
      [["unknown"], ["unknown", "x"], ["run", "unknown"], ["-x", "y", "unknown"], ["serve", "--a", "b", "unknown"]].map(
        (words) => ({ family, name, words }),
      ),
    ),
  );

  test("leave of the fact only what all rows share that may be meant", () => {
    let blurred = 0;
    for (const { family, name, words } of lines) {
      const row = findProgram([name, ...words]);
      const args = readArguments(words, family.style);
      if (!row || !args.unclear) continue;
      const candidates = family.cases
        .filter((each) => fits(each.pattern, args, true))
        .map((each) => each.row(name))
        .filter((each) => each.longRunning);
      for (const [signal, waits] of Object.entries(row.waits)) {
        // Behind a row that takes everything no other one is meant.
        const first = candidates.slice(0, 1 + candidates.findIndex((each) => each.name === row.name));
        for (const candidate of first) {
          expect([name, words, signal, candidate.waits[signal]]).toEqual([name, words, signal, waits]);
          blurred++;
        }
      }
    }
    expect(blurred).toBeGreaterThan(50);
  });

  test.each([
    ["uwsgi unknown", "SIGQUIT", undefined],
    ["uwsgi unknown", "SIGINT", undefined],
    ["haproxy -f x unknown", "SIGTERM", undefined],
    ["haproxy -f x unknown", "SIGUSR1", true],
    ["hypercorn a:b unknown", "SIGTERM", undefined],
    ["gunicorn unknown a:b", "SIGTERM", true],
    ["nginx unknown", "SIGQUIT", true],
    ["caddy unknown", "SIGTERM", undefined],
  ])("%s on %s: %s", (line, signal, waits) => {
    const row = findProgram(argv(line));
    expect(row?.waits[signal]).toBe(waits);
    if (Object.keys(row?.waits ?? {}).length === 0) expect(row?.waitsEvidence).toBeUndefined();
  });
});
