import { describe, expect, test } from "@jest/globals";
import { findProgram } from "../../src/known/programs/programs.ts";
import { unwrap } from "../../src/known/wrappers/wrappers.ts";
import { judged } from "../shell/walk.ts";

/** Splits at blanks; `~` stands for a blank inside a word. */
function argv(line: string): string[] {
  return line.split(" ").map((word) => word.replaceAll("~", " "));
}

function outcome(line: string, more = "", files: Readonly<Record<string, string>> = {}): string {
  const dockerfile = `FROM debian:12-slim\nCOPY --chmod=755 . /srv/\n${more}CMD ${JSON.stringify(argv(line))}\n`;
  return judged(dockerfile, { app: "\u007fELF\u0002\u0001\u0001", ...files }).startUp.outcome;
}

/**
 * Programs of Debian, PyPI, npm and RubyGems as PID 1, 2026-11, each with the stop signal while it was idle and, where it
 * answers requests, while one of a second and a half was in hand. Still there 11 s later:
 */
const stuck = [
  "flask --app a run -p 80",
  "python3 -m flask --app a run",
  "python3 -m http.server 80",
  "python3 -m waitress --port=80 a:b",
  "waitress-serve --port=80 a:b",
  "manage.py runserver --noreload",
  "mkdocs serve -a :80",
  "php -S :80 a.php",
  "pm2 start a.js --no-daemon",
  "forever a.js",
  "npm-run-all start",
  "run-p a b",
  "run-s a b",
  "node --run start",
  "json-server --port 80 db.json",
  "live-server --port=80 .",
  "browser-sync start --server",
  "sirv build",
  "tsc --watch --noEmit",
  "apache2ctl -D FOREGROUND",
  "apachectl -DFOREGROUND",
  "haproxy -db -f x.cfg",
  "cron -f",
  "cron -f -L 15",
  "anacron -d",
  "mysqld_safe --user=root",
  "/usr/sbin/rabbitmq-server",
  "uwsgi --http-socket :80 --master",
  "vsftpd -obackground=NO",
  "turnserver -n",
  "znc -f -r",
  "busybox httpd -f -p 80",
  "xvfb-run -a gunicorn a:b",
  "fakeroot gunicorn a:b",
  "chronic gunicorn a:b",
  "lckdo /run/l gunicorn a:b",
  "bwrap --bind / / gunicorn a:b",
  "tail -F /var/log/x",
];

/** It ended, and the request came whole. */
const waiting = [
  "gunicorn -b :80 a:b",
  "gunicorn -b :80 --threads 4 a:b",
  "gunicorn -b :80 -k uvicorn.workers.UvicornWorker a:b",
  "gunicorn -b :80 --reload a:b",
  "python3 -m gunicorn -b :80 a:b",
  "uvicorn a:b --port 80 --workers 2",
  "uvicorn a:b --reload",
  "python3 -m uvicorn a:b",
  "fastapi run a.py",
  "fastapi dev a.py",
  "hypercorn a:b -b :80",
  "granian --interface asgi a:b",
  "litestar --app a:b run",
  "sanic a:b --port=80",
  "puma -w 2 -p 80",
  "rackup -s webrick -p 80",
  "thin start -p 80",
  "next start",
];

/** It ended, and the request or the job was cut. */
const cutting = [
  "flask --app a --debug run",
  "python manage.py runserver :80",
  "daphne -p 80 a:b",
  "unicorn -p 80",
  "uwsgi --http-socket :80 --master --die-on-term",
  "nginx -g daemon~off;",
  "apache2 -DFOREGROUND",
  "huey_consumer a.b",
  "arq a.W",
  "webpack-dev-server",
  "micro a.js",
  "fastify start a.js",
  "go run .",
  "start-test a 80 b",
];

/** It ended; what becomes of work in hand was not seen. */
const ending = [
  "celery -A a beat",
  "twistd -n web",
  "streamlit run a.py",
  "vite preview --host",
  "next dev",
  "webpack --watch",
  "php-fpm8.2 -F",
  "lighttpd -D -f x",
  "redis-server --port 80",
  "memcached -u root",
  "mosquitto -v",
  "sshd -D",
  "dnsmasq -k",
  "varnishd -F",
  "named -g",
  "slapd -d 0",
  "postfix start-fg",
  "dovecot -F",
  "tor",
  "privoxy --no-daemon /x",
  "monit -I",
  "mariadbd",
  "etcd",
  "prometheus",
  "influxd",
  "tinyproxy -d",
  "watch date",
  "top -b",
  "Xvfb :99",
  "dbus-daemon --system --nofork",
  "nsd -d",
  "ngircd -n",
  "prometheus-node-exporter",
  "inetd -i",
  "atd -f",
  "smbd -F",
  "proftpd -n",
  "registry serve x.yml",
];

describe("programs as PID 1 on SIGTERM, measured", () => {
  test.each(stuck)("%s stays", (line) => expect(outcome(line)).toBe("stuck"));
  test.each(waiting)("%s finishes its work", (line) => expect(["graceful", "delivered"]).toContain(outcome(line)));
  test.each(cutting)("%s cuts its work", (line) => expect(outcome(line)).toBe("abrupt"));
  test.each(ending)("%s ends", (line) => expect(["graceful", "delivered", "abrupt"]).toContain(outcome(line)));

  test.each([...stuck, ...waiting, ...cutting, ...ending])("%s has a source", (line) => {
    const words = argv(line);
    const evidence = unwrap(words)?.row.evidence ?? findProgram(words)?.evidence;
    expect(["measured", "sourced"]).toContain(evidence?.kind);
  });
});

describe("on other signals, measured", () => {
  test.each([
    ["cron -f", "SIGQUIT", "stuck"],
    ["cron -f", "SIGINT", "stuck"],
    ["cron -f", "SIGWINCH", "stuck"],
    ["supervisord -n", "SIGINT", "delivered"],
    ["supervisord -n", "SIGQUIT", "delivered"],
    ["supervisord -n", "SIGWINCH", "stuck"],
    ["go run .", "SIGINT", "stuck"],
    ["go run .", "SIGHUP", "abrupt"],
    ["nginx -g daemon~off;", "SIGQUIT", "graceful"],
    ["apache2 -DFOREGROUND", "SIGWINCH", "graceful"],
    ["gunicorn a:b", "SIGINT", "delivered"],
    ["waitress-serve a:b", "SIGINT", "graceful"],
    ["node --watch a.js", "SIGQUIT", "stuck"],
    ["pm2-runtime a.js", "SIGQUIT", "stuck"],
  ])("%s on %s: %s", (line, signal, expected) => expect(outcome(line, `STOPSIGNAL ${signal}\n`)).toBe(expected));
});

/** The program has handlers, or none where its name says so; the verdict belongs to it. */
describe("what runs a program, measured", () => {
  const plain = "COPY --chmod=755 plain.sh /\n";
  const files = { "plain.sh": "#!/bin/sh\n/srv/app\necho over\n" };

  test.each([
    ["watchfiles /srv/app .", "delivered"],
    ["watchfiles /plain.sh .", "abrupt"],
    ["concurrently /srv/app", "delivered"],
    ["concurrently /srv/app;~true", "delivered"],
    ["uv run /srv/app", "delivered"],
    ["uv run /plain.sh", "abrupt"],
    ["node --watch a.js", "delivered"],
    ["nodemon a.js", "delivered"],
    ["nodemon --exec /srv/app", "delivered"],
    ["pm2-runtime a.js", "delivered"],
    ["tsx a.ts", "delivered"],
    ["su -c /srv/app", "abrupt"],
    ["runuser -u root -- /srv/app", "abrupt"],
    ["runuser -u root -- /plain.sh", "abrupt"],
    ["script -qec /srv/app /dev/null", "delivered"],
    ["tini /srv/app --", "delivered"],
    ["tini /srv/app -- -b x", "delivered"],
    ["tini /srv/app -b x", "fails"],
    ["tini /srv/app --port 80", "fails"],
    ["tini -- /srv/app -b x", "delivered"],
    ["catatonit /srv/app -b x", "fails"],
    ["dumb-init /srv/app -b x", "delivered"],
    ["envuidgid root /srv/app", "delivered"],
    ["setlock /run/l /srv/app", "delivered"],
    ["s6-setlock /run/l /srv/app", "delivered"],
    ["pgrphack /srv/app", "delivered"],
    ["authbind --deep /srv/app", "delivered"],
    ["softlimit -m 100000000 /srv/app", "delivered"],
    ["busybox sh -c /srv/app", "delivered"],
  ])("%s: %s", (line, expected) => expect(outcome(line, plain, files)).toBe(expected));

  test("musl's tini reads no options behind the program", () =>
    expect(
      judged('FROM alpine:3.20\nCOPY --chmod=755 app /app\nRUN apk add tini\nCMD ["tini", "/app", "-b", "x"]\n', {
        app: "\u007fELF\u0002\u0001\u0001",
      }).startUp.outcome,
    ).toBe("delivered"));

  test.each([
    ["global\n  maxconn 10\n", "stuck"],
    ["global\n  daemon\n", "finishes"],
    ["global\n  master-worker\n", "unknown"],
  ])("haproxy by its configuration %j: %s", (text, expected) =>
    expect(outcome("haproxy -f /srv/h.cfg", "", { "h.cfg": text })).toBe(expected),
  );
});
