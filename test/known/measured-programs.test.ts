import { describe, expect, test } from "@jest/globals";
import { findProgram } from "../../src/known/programs/programs.ts";
import type { ProgramRow } from "../../src/known/programs/program.ts";

/** Splits at blanks; `~` stands for a blank inside a word. */
function argv(line: string): string[] {
  return line.split(" ").map((word) => word.replaceAll("~", " "));
}

function found(line: string): ProgramRow {
  const row = findProgram(argv(line));
  if (!row) throw new Error(`${line}: not in the table`);
  return row;
}

/**
 * Run as PID 1 with SIGTERM and no handler of a user's: what happened (exit code, or "stays"), and of five orphans
 * how many stayed zombies. `supervisord -n` left five in one run and none in four others.
 */
const measured: readonly (readonly [line: string, outcome: number | "stays", zombies: 0 | 5 | "either"])[] = [
  ["R -f x.R", "stays", 5],
  ["Rscript x.R", "stays", 5],
  ["apache2 -DFOREGROUND", 0, 0],
  ["apachectl -DFOREGROUND", "stays", 0],
  ["bun app.js", "stays", 5],
  ["busybox httpd -f", "stays", 0],
  ["busybox sleep 1000", "stays", 5],
  ["caddy run", 0, 5],
  ["cat", "stays", 5],
  ["celery beat", 0, 5],
  ["celery worker", 0, 5],
  ["cron -f", "stays", 0],
  ["deno run app.ts", 139, 5],
  ["dnsmasq -k", 0, 0],
  ["elixir --no-halt", 0, 0],
  ["erl -noinput", 0, 0],
  ["erl -noshell", 0, 0],
  ["etcd", 0, 5],
  ["flask run", "stays", 5],
  ["guile x.scm", "stays", 5],
  ["gunicorn app:app", 0, 0],
  ["haproxy -W -f x.cfg", 0, 0],
  ["haproxy -db -f x.cfg", "stays", 5],
  ["java -jar app.jar", 143, 5],
  ["java -Xrs -jar app.jar", "stays", 5],
  ["lighttpd -D -f x.conf", 0, 0],
  ["lua x.lua", "stays", 5],
  ["make app", 2, 0],
  ["mariadbd", 0, 5],
  ["memcached -u root", 0, 5],
  ["mosquitto", 0, 5],
  ["mysqld_safe", "stays", 0],
  ["named -g", 0, 5],
  ["nc.openbsd -lk 80", "stays", 5],
  ["nc.traditional -l -p 80", 1, 5],
  ["nginx -g daemon~off;", 0, 0],
  ["node18 app.js", "stays", 5],
  ["node app.js", "stays", 5],
  ["perl x.pl", "stays", 5],
  ["php -S 0.0.0.0:80", "stays", 5],
  ["php x.php", "stays", 5],
  ["php-fpm -F", 0, 0],
  ["pm2 start --no-daemon app.js", "stays", 5],
  ["postfix start-fg", 0, 0],
  ["postgres", "stays", 0],
  ["prometheus", 0, 5],
  ["puma", 1, 5],
  ["python -m http.server", "stays", 5],
  ["python3 app.py", "stays", 5],
  ["/usr/sbin/rabbitmq-server", "stays", 0],
  ["redis-server", 0, 5],
  ["redis-server /etc/redis.conf", 0, 5],
  ["rsyslogd -n", 0, 0],
  ["ruby app.rb", 1, 5],
  ["sleep infinity", "stays", 5],
  ["socat a b", 143, 0],
  ["squid --foreground", "stays", 0],
  ["squid -N", "stays", 0],
  ["sshd -D", 0, 0],
  ["supervisord -n", 0, "either"],
  ["tail -f /dev/null", "stays", 5],
  ["tail -f file", "stays", 5],
  ["tinyproxy -d", 0, 0],
  ["top -b", 0, 5],
  ["unicorn", 0, 0],
  ["uvicorn app:app", 0, 5],
  ["uwsgi --http :80", 30, 5],
  ["uwsgi --http :80 --die-on-term", 30, 5],
  ["uwsgi --http :80 --master", "stays", 0],
  ["varnishd -F", 0, 5],
];

/** With the other signals: `ends` or `stays`. */
const otherSignals: readonly (readonly [line: string, ends: string, stays: string])[] = [
  ["apache2 -DFOREGROUND", "INT", "QUIT HUP"],
  ["bun app.js", "", "INT QUIT HUP"],
  ["deno run app.ts", "INT HUP", "QUIT"],
  ["elixir --no-halt", "INT QUIT", "HUP"],
  ["erl -noshell", "INT QUIT", "HUP"],
  ["gunicorn app:app", "INT QUIT", "HUP"],
  ["haproxy -W", "INT", "QUIT HUP"],
  ["haproxy -db", "", "INT QUIT HUP"],
  ["java -jar app.jar", "INT HUP", "QUIT"],
  ["java -Xrs -jar app.jar", "", "INT QUIT HUP"],
  ["memcached", "INT", "QUIT HUP"],
  ["nginx -g daemon~off;", "INT QUIT", "HUP"],
  ["node app.js", "", "INT QUIT HUP"],
  ["perl x.pl", "", "INT QUIT HUP"],
  ["php -S 0.0.0.0:80", "INT", "QUIT HUP"],
  ["php x.php", "", "INT QUIT HUP"],
  ["php-fpm -F", "INT QUIT", "HUP"],
  ["python -m http.server", "INT", "QUIT HUP"],
  ["python3 app.py", "INT", "QUIT HUP"],
  ["redis-server", "INT", "QUIT HUP"],
  ["ruby app.rb", "INT QUIT HUP", ""],
  ["sleep infinity", "", "INT QUIT HUP"],
  ["squid -N", "INT", ""],
  ["tail -f x", "", "INT QUIT HUP"],
  ["uvicorn app:app", "INT", "QUIT HUP"],
  ["uwsgi --http :80", "INT HUP", "QUIT"],
  ["uwsgi --http :80 --die-on-term", "INT HUP", "QUIT"],
  ["uwsgi --http :80 --master", "INT QUIT", "HUP"],
];

const ending = ["handled", "ends"];
const staying = ["slow", "ignored", "other", "own"];

describe("measured as PID 1", () => {
  test.each(measured)("%s on SIGTERM: %s", (line, outcome, zombies) => {
    const row = found(line);
    expect(outcome === "stays" ? staying : ending).toContain(row.asPid1["SIGTERM"]);
    expect(row.evidence.kind).toBe("measured");
    if (zombies !== "either") expect(row.reaps).toBe(zombies === 0);
  });

  test.each(otherSignals)("%s: ends on %s, stays on %s", (line, ends, stays) => {
    const row = found(line);
    for (const signal of ends.split(" ").filter(Boolean))
      expect([signal, ending.includes(row.asPid1[`SIG${signal}`] ?? "")]).toEqual([signal, true]);
    for (const signal of stays.split(" ").filter(Boolean))
      expect([signal, staying.includes(row.asPid1[`SIG${signal}`] ?? "")]).toEqual([signal, true]);
  });

  test("pm2 start leaves its daemon behind", () => {
    expect(found("pm2 start app.js")).toMatchObject({ daemonizes: true, foreground: "pm2-runtime" });
  });
});
