import { describe, expect, test } from "@jest/globals";
import { fits, readArguments } from "../../src/known/pattern.ts";
import { findProgram, isUtility, programFamilies } from "../../src/known/programs/programs.ts";
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

describe("the table", () => {
  const rows = programFamilies.flatMap((family) =>
    family.cases.map((each) => ({ family, each, row: each.row(family.names[0] ?? "") })),
  );

  test("has every name once", () => {
    const names = programFamilies.flatMap((family) => family.names);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test("has no case behind one that takes everything, and none twice", () => {
    for (const family of programFamilies) {
      const patterns = family.cases.map((each) => each.pattern);
      expect(patterns.slice(0, -1)).not.toContain("");
      expect(new Set(patterns).size).toBe(patterns.length);
    }
  });

  test("gives each signal of a row one effect, and each row at most one way of living", () => {
    for (const { row } of rows) {
      expect([row.longRunning, row.daemonizes, row.oneShot].filter(Boolean).length).toBeLessThanOrEqual(1);
      for (const signal of Object.keys(row.asPid1)) expect(signal).toMatch(/^SIG[A-Z0-9]+$/);
      if (row.gracefulSignal?.startsWith("SIGRT") === false) expect(row.asPid1[row.gracefulSignal]).toBe("handled");
    }
  });
});

describe("finding a row", () => {
  test.each([
    ["python3.12 app.py", "python", "own"],
    ["/usr/local/bin/python -u -X dev app.py", "python", "own"],
    ["python -m app", "python", "own"],
    ["python -m unknown", "python", "own"],
    ["python -c pass", "python", "own"],
    ["python", "python", "ignored"],
    ["python -m http.server -d /srv 80", "python -m http.server", "ignored"],
    ["python -um http.server", "python -m http.server", "ignored"],
    ["python -m flask --app x run", "flask run", "ignored"],
    ["flask --app x run --reload", "flask run --reload", "ends"],
    ["flask -A x run -p 80", "flask run", "ignored"],
    ["python -m gunicorn -b :80 a:b", "gunicorn", "handled"],
    ["python3 -m uvicorn a:b", "uvicorn", "handled"],
    ["python -m celery -A p worker", "celery", "handled"],
    ["python manage.py runserver 0.0.0.0:80", "manage.py runserver", "ends"],
    ["python manage.py runserver --noreload", "manage.py runserver --noreload", "ignored"],
    ["node", "node", "ignored"],
    ["node --enable-source-maps -r dotenv/config app.js", "node", "own"],
    ["node20 app.js", "node", "own"],
    ["nodejs app.js", "nodejs", "own"],
    ["node node_modules/.bin/next start", "next", "handled"],
    ["node unknown", "node", "own"],
    ["php artisan serve --host=0.0.0.0", "php artisan serve", "ignored"],
    ["php /app/artisan queue:work --tries=3", "php artisan", "handled"],
    ["php8.2 -d x=y -S0.0.0.0:80 -t public", "php -S", "ignored"],
    ["php-fpm8.2 --nodaemonize", "php-fpm", "handled"],
    ["java unknown -jar app.jar", "java", "handled"],
    ["java -Xmx1g -cp /app a.Main", "java", "handled"],
    ["uwsgi --ini x.ini --die-on-term --master", "uwsgi --master --die-on-term", "handled"],
    ["uwsgi -M --socket :1", "uwsgi --master", "other"],
    ["haproxy -Ws -f x", "haproxy -W", "handled"],
    ["crond -l 2 -f", "crond -f", "ignored"],
    ["crond -n", "crond -n", "handled"],
    ["httpd -f -v -p 80", "busybox httpd -f", "ignored"],
    ["httpd -D FOREGROUND -f /etc/httpd.conf", "httpd", "handled"],
    ["sshd -De", "sshd", "handled"],
    ["supervisord -nc /etc/s.conf", "supervisord", "handled"],
    ["tail -n0 -F a b", "tail -f", "ignored"],
    ["tail --follow a", "tail -f", "ignored"],
    ["sleep inf", "sleep infinity", "ignored"],
    ["sleep 365d", "sleep infinity", "ignored"],
    ["rabbitmq-server", "rabbitmq-server", "handled"],
    ["/opt/unbound/sbin/unbound -d -c x.conf", "unbound -d", "handled"],
    ["openvpn --config x.conf", "openvpn", "handled"],
    ["xl2tpd -D -c x.conf", "xl2tpd", "handled"],
    ["bundle exec", undefined, undefined],
    ["npm start", undefined, undefined],
    ["npx serve", undefined, undefined],
    ["bun run start", undefined, undefined],
    ["./server", undefined, undefined],
    ["unknown -f", undefined, undefined],
  ])("%s is %s: %s", (line, name, effect) => {
    const row = findProgram(argv(line));
    expect(row?.name).toBe(name);
    expect(row?.asPid1["SIGTERM"]).toBe(effect);
  });

  test("an empty command line is no program", () => expect(findProgram([])).toBeUndefined());

  test.each([
    ["nginx", "SIGQUIT"],
    ["apache2-foreground", "SIGWINCH"],
    ["php-fpm", "SIGQUIT"],
    ["postgres", "SIGINT"],
    ["haproxy -W", "SIGUSR1"],
    ["unicorn", "SIGQUIT"],
    ["uwsgi --master", "SIGQUIT"],
    ["/lib/systemd/systemd", "SIGRTMIN+3"],
    ["/sbin/init", "SIGRTMIN+3"],
    ["redis-server", undefined],
  ])("%s shuts down in order on %s", (line, signal) => expect(found(line).gracefulSignal).toBe(signal));
});

describe("foreground and background", () => {
  test.each([
    ["cron", "-f"],
    ["crond", "-f (busybox) or -n (cronie)"],
    ["sshd", "-D"],
    ["httpd", "-DFOREGROUND"],
    ["nginx -g daemon~on;", '-g "daemon off;"'],
    ["php-fpm -D", "-F"],
    ["redis-server --daemonize yes", "--daemonize no"],
    ["redis-server --daemonize=yes", "--daemonize no"],
    ["gunicorn --daemon a:b", "without --daemon"],
    ["celery -A x worker --detach", "without --detach"],
    ["celery multi start w1", "celery worker"],
    ["caddy start", "caddy run"],
    ["catalina.sh start", "run"],
    ["rails s -d", "without -d"],
    ["mongod --fork", "without --fork"],
    ["dnsmasq", "-k"],
    ["service nginx start", undefined],
    ["/etc/init.d/ssh start", undefined],
  ])("%s goes into the background; %s keeps it", (line, foreground) => {
    expect(found(line)).toMatchObject({ daemonizes: true, longRunning: false, foreground });
  });

  test.each(["nginx", "nginx -c /etc/nginx.conf", "php-fpm", "supervisord -c /etc/s.conf"])(
    "%s: its settings decide",
    (line) => {
      const row = found(line);
      expect(row).toMatchObject({ daemonizes: false, longRunning: true });
      expect(row.foreground).toBeDefined();
    },
  );

  test.each([
    "nginx -g daemon~off;",
    "nginx -c x -g user~a;~daemon~off;",
    "cron -f",
    "redis-server --daemonize no",
    "php-fpm -F",
  ])("%s stays", (line) => {
    expect(found(line)).toMatchObject({ daemonizes: false, longRunning: true, foreground: undefined });
  });
});

describe("unknown words", () => {
  test("may hold the option that decides: only what all rows share is said", () => {
    expect(found("uwsgi unknown").asPid1["SIGTERM"]).toBeUndefined();
    expect(found("haproxy -f x unknown").asPid1["SIGTERM"]).toBeUndefined();
    expect(found("haproxy -f x unknown").asPid1["SIGUSR1"]).toBe("handled");
    expect(found("sshd unknown")).toMatchObject({ daemonizes: false, longRunning: true, foreground: "-D" });
  });

  test("do not matter where the rows agree, or as the value of an option", () => {
    expect(found("gunicorn unknown a:b").asPid1["SIGTERM"]).toBe("handled");
    expect(found("flask run --port unknown").asPid1["SIGTERM"]).toBe("ignored");
    expect(found("haproxy -W -f unknown").asPid1["SIGTERM"]).toBe("handled");
  });

  test("are no sub-command", () => {
    expect(findProgram(["npm", "unknown"])).toBeUndefined();
    expect(findProgram(["cargo", "unknown"])).toBeUndefined();
  });
});

describe("one-shot commands", () => {
  test.each([
    "make",
    "make -j4 all",
    "pytest -q",
    "python -m pytest",
    "cargo build --release",
    "go test ./...",
    "mvn package",
    "./gradlew build",
    "terraform apply",
    "ansible-playbook x.yml",
    "sphinx-build a b",
    "ab -n 1 x",
    "wrk x",
    "alembic upgrade head",
    "python manage.py migrate",
    "./manage.py collectstatic --noinput",
    "php artisan migrate --force",
    "rake db:migrate",
    "rails db:migrate",
    "bin/rails db:prepare",
    "flyway migrate",
    "liquibase update",
    "pip install x",
    "pip3 install x",
    "python -m pip install x",
    "apt-get update",
    "apk add x",
    "npm ci",
    "npm install",
    "yarn",
    "yarn install",
    "pnpm --dir /app install",
    "bundle install",
    "curl x",
    "wget x",
    "git pull",
    "certbot renew",
    "psql -c x",
    "mysql -e x",
    "pg_dump x",
    "aws s3 cp a b",
    "gsutil cp a b",
    "composer install",
    "nginx -t",
    "node --version",
  ])("%s", (line) => expect(found(line)).toMatchObject({ oneShot: true, longRunning: false, daemonizes: false }));

  test.each(["python app.py", "make run", "gunicorn a:b", "java -jar a.jar", "sleep infinity"])("not %s", (line) => {
    expect(found(line).oneShot).toBe(false);
  });
});

describe("utilities", () => {
  test.each([
    "mkdir -p /x",
    "/bin/chown a b",
    "sed -i x y",
    "envsubst",
    "nc -z db 5432",
    "wait-for-it.sh db:5432",
    "sleep 5",
    "sleep unknown",
    "tail x",
    "cat",
    "cat x",
    "busybox mkdir x",
    "id -u",
    "test -f x",
    "[ -f x ]",
    "openssl rand 5",
    "getent passwd x",
  ])("%s", (line) => expect(isUtility(argv(line))).toBe(true));

  test.each([
    "tail -f x",
    "sleep infinity",
    "nc -l 80",
    "nginx",
    "node a.js",
    "./app",
    "unknown x",
    "busybox sleep infinity",
    "busybox",
  ])("not %s", (line) => {
    expect(isUtility(argv(line))).toBe(false);
  });

  test.each(["/app/bridge --port 80", "./sv", "/srv/ip"])("%s is the user's own", (line) =>
    expect(isUtility(argv(line))).toBe(false),
  );

  test.each(["/sbin/ip addr", "/usr/local/bin/sv up a", "/busybox/ls", "/app/wait-for-it.sh db:1"])("%s", (line) =>
    expect(isUtility(argv(line))).toBe(true),
  );

  test.each(["ip monitor", "bridge monitor link", "findmnt --poll", "dmesg -w", "ethtool --monitor"])(
    "%s stays",
    (line) => {
      expect(isUtility(argv(line))).toBe(false);
      expect(findProgram(argv(line))?.longRunning).toBe(true);
    },
  );

  test("nothing is no utility", () => expect(isUtility([])).toBe(false));
});

describe("patterns", () => {
  const style = {
    valued: new Set(["-c", "-D"]),
    final: new Set<string>(),
    interpreter: false,
    serves: "sub-commands" as const,
  };
  const args = (line: string) => readArguments(line.split(" ").filter(Boolean), style);

  test.each([
    ["-f", "-xf", true],
    ["-f", "--file", false],
    ["-f", "-c -f", false],
    ["-D=on", "-D on", true],
    ["-D=on", "-Don", true],
    ["-D=on", "-D off", false],
    ["--a=*b*", "--a=abc", true],
    ["$", "", true],
    ["$", "-x", true],
    ["$", "x", false],
    ["a|b c", "b c d", true],
    ["a|b c", "-x a -y c", true],
    ["a c", "a", false],
    ["d*", "db:migrate", true],
    ["a", "-- a", true],
    ["-x", "-- -x", false],
  ])("%s on '%s': %s", (pattern, line, expected) => expect(fits(pattern, args(line))).toBe(expected));

  test("take unknown words for anything only where asked to", () => {
    expect(fits("a -x", args("unknown"))).toBe(false);
    expect(fits("a -x", args("unknown"), true)).toBe(true);
    expect(fits("a b", args("unknown c"), true)).toBe(false);
  });
});
