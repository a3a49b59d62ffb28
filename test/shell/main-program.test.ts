import { describe, expect, test } from "@jest/globals";
import { chains, endings, judged } from "./walk.ts";
import type { Around } from "./walk.ts";

const given: Around = { params: ["app"] };

describe("a program of the user's own that may go into the background", () => {
  const outcome = (script: string): string =>
    judged('FROM debian:12\nCOPY app run.sh /bin/\nCMD ["/bin/run.sh"]\n', {
      "app": "\u007fELF",
      "run.sh": `#!/bin/sh\n${script}\n`,
    }).startUp.outcome;

  test.each([
    "app --daemon\nexit",
    "python app.py --daemonize",
    "gosu www app serve -daemon\nexit 0",
    "app --background",
  ])("is no main program beyond doubt: %j", (script) => expect(outcome(script)).toBe("unknown"));
  test.each(["app --daemon no", "app --no-daemon", "app daemon", "redis-server --daemonize no"])(
    "is one where it is told to stay: %j",
    (script) => expect(outcome(script)).toBe("stuck"),
  );
  test("is handed what it is told with exec", () => expect(outcome("exec app --daemon")).toBe("delivered"));
});

/** Calls of known servers that end by themselves, by their words. */
const oneOffs = [
  "traefik version",
  "traefik healthcheck --ping",
  "telegraf config",
  "telegraf --config /t.conf --test",
  "telegraf --sample-config",
  "redis-server -v",
  "redis-server --version",
  "gitea migrate",
  "gitea -c /app.ini admin user create --name a",
  "influxd upgrade --force",
  "influxd print-config",
  "envoy --mode validate -c /e.yaml",
  "envoy --mode=validate -c /e.yaml",
  "loki -verify-config -config.file=/l.yaml",
  "fluentd --dry-run -c /f.conf",
  "logstash --config.test_and_exit -f /l.conf",
  "coredns -version",
  "registry garbage-collect /r.yml",
  "grafana-server -v",
  "minio server --help",
  "minio --version",
  "containerd config default",
  "jupyter notebook --generate-config",
  "jupyter server extension list",
  "mlflow db upgrade sqlite://",
  "nginx -t",
  "nginx -c /n.conf -t -q",
  "postgres --describe-config",
  "postgres -C data_directory",
  "mysqld --verbose --help",
  "mysqld --initialize-insecure",
  "mariadbd --help --verbose",
  "prometheus --version",
  "gunicorn --check-config app:app",
  "nats-server -t -c /n.conf",
  "filebeat test config",
  "filebeat setup -e",
  "metricbeat export template",
  "kibana --version",
  "mongod --version",
  "vault status",
  "consul validate /c",
  "grafana cli plugins install x",
  "haproxy -c -f /h.cfg",
  "caddy validate",
  "supervisord --version",
  "fluent-bit --dry-run -c /f.conf",
  "pocketbase superuser upsert a b",
  "litestar database upgrade",
  "kc.sh show-config",
  "dnsmasq --test",
  "sshd -t",
  "gosu redis redis-server -v",
  "sudo -u git gitea doctor check",
  "env A=b telegraf --test",
  "nice influxd upgrade",
  "mix run priv/seeds.exs",
  "mix run -e Seeds.run",
  "mix ecto.migrate",
  "rails db:seed",
  "bundle exec rails db:prepare",
  "bin/rails zeitwerk:check",
  "python -m gunicorn --check-config a:a",
];

/** Calls that serve, though some of their words sound like others. */
const serving = [
  "vault server -config=/v.hcl",
  "influxd run",
  "influxd -config /i.conf",
  "gitea web",
  "celery -A app worker",
  "minio server /data",
  "consul agent -config-dir=/check",
  "grafana-server --config=/g.ini",
  "registry serve /r.yml",
  "registry /etc/r.yml",
  "serve -s build",
  "http-server test",
  "gunicorn config",
  "gunicorn setup:app",
  "uvicorn check:app",
  "rails server",
  "jupyter lab",
  "jupyter notebook --config /c.py",
  "mlflow server",
  "mlflow models serve -m x",
  "traefik --configFile=/t.yml",
  "telegraf --config /t.conf",
  "loki -print-config-stderr -config.file=/l.yaml",
  "promtail -dry-run -config.file=/p.yaml",
  "nats-server -V",
  "envoy -c /e.yaml --mode serve",
  "coredns -conf /c",
  "kc.sh start --optimized",
  "mysqld --upgrade=FORCE",
  "mysqld -h /data",
  "prometheus --web.enable-lifecycle",
  "filebeat -e --strict.perms=false",
  "containerd --config /c.toml",
  "mix phx.server",
  "mix run --no-halt",
  "mix do ecto.migrate, phx.server",
  "uvicorn a:a --host help.example.org",
  "telegraf --test=false",
  "fastapi run check.py",
];

describe("a call that ends by itself by its words is a step", () => {
  const places: readonly (readonly [string, (call: string) => string])[] = [
    ["before what the script is given", (call) => `set -e\n${call}\nexec "$@"`],
    ["whatever follows", (call) => `${call}\n/app`],
    ["in a condition", (call) => `if ${call} >/dev/null 2>&1; then A=1; fi\n/app`],
    ["in a pipeline", (call) => `${call} | sed s/a/b/ > /f\n/app`],
    ["in a subshell of a branch", (call) => `case "$M" in up) ( cd /x && ${call} );; esac\n/app`],
    ["in a function", (call) => `ready() { ${call} || return 1; }\nuntil ready; do sleep 1; done\n/app`],
  ];
  describe.each(places)("%s", (place, script) => {
    const expected = place === "before what the script is given" ? "exec app" : "foreground /app";
    test.each(oneOffs)("%s", (call) => expect(endings(script(call), given)).toEqual([expected]));
  });
});

describe("a call that serves by its words is the main program", () => {
  const places: readonly (readonly [string, (call: string) => string])[] = [
    ["as the last command", (call) => `prepare\n${call}`],
    ["with a message behind it", (call) => `${call}\necho done`],
    ["before a program without exec", (call) => `${call}\nnode /app.js`],
    ["in a loop that starts it again", (call) => `until ${call}; do sleep 1; done`],
    ["with its end in view", (call) => `if ${call}; then echo well; else echo ill; fi`],
    ["before exit", (call) => `${call} || exit 1\necho done`],
  ];
  describe.each(places)("%s", (_, script) => {
    test.each(serving)("%s", (call) => expect(endings(script(call), given)).toEqual([`foreground ${call}`]));
  });
});

describe("words that no row knows", () => {
  test.each([
    ["a step before exec of the same program", "influxd rekey\nexec influxd run", ["exec influxd run"]],
    ["a step before what the script is given", 'traefik "$MODE"\nexec "$@"', ["exec app"]],
    [
      "a step before exec through wrappers",
      "telegraf warm\nexec tini -- gosu telegraf telegraf",
      ["exec tini -- gosu telegraf telegraf"],
    ],
    [
      "a step before exec on every branch",
      'telegraf warm\nif [ -f /x ]; then exec telegraf; fi\nexec "$@"',
      ["exec telegraf", "exec app"],
    ],
    [
      "a step where other ways leave",
      "telegraf warm\nif [ ! -f /x ]; then echo missing; exit 1; fi\nexec telegraf",
      ["exec telegraf"],
    ],
    [
      "a step before a function that ends in exec",
      'run() { cd /d; exec "$@"; }\ntelegraf warm\nrun "$@"',
      ["exec app"],
    ],
    [
      "a step in a function before exec behind its call",
      "warm() { telegraf warm; }\nwarm\nexec telegraf",
      ["exec telegraf"],
    ],
    ["a step on the left side of && before exec", "telegraf warm && exec telegraf", ["exec telegraf"]],
    ["a step on the left side of ||", 'telegraf warm || true\nexec "$@"', ["exec app"]],
    [
      "a step in a condition, where only its status counts",
      "if telegraf warm; then A=1; fi\n/app",
      ["foreground /app"],
    ],
    ["a step where nobody sees what it says", "telegraf warm >/dev/null 2>&1\n/app", ["foreground /app"]],
    ["a step before the same program without exec", "telegraf warm\ntelegraf", ["foreground telegraf"]],
    [
      "the main program where a function comes to the end",
      'run() { [ -z "$1" ] && return; exec "$@"; }\ntelegraf warm\nrun "$2"',
      ["foreground telegraf warm"],
    ],
    ["the main program where nothing follows", "telegraf warm", ["foreground telegraf warm"]],
    ["the main program where only a message follows", "telegraf warm\necho done", ["foreground telegraf warm"]],
    [
      "the main program where a way comes to the end",
      'telegraf warm\nif [ -f /x ]; then exec "$@"; fi',
      ["foreground telegraf warm"],
    ],
  ])("make it %s", (_, script, expected) => {
    expect(endings(script, given)).toEqual(expected);
  });
});

describe("where words and script contradict each other, it is unknown", () => {
  test.each([
    ["a server before what the script is given", 'gunicorn app:app\nexec "$@"', ["unknown", "exec app"]],
    ["a server before another", "celery -A a worker\nexec gunicorn a:a", ["unknown", "exec gunicorn a:a"]],
    ["a server with its words before itself", "gunicorn a:a\nexec gunicorn b:b", ["unknown", "exec gunicorn b:b"]],
    ["a server in a condition before exec", 'if gunicorn a:a; then A=1; fi\nexec "$@"', ["unknown", "exec app"]],
    ["a server without words before another", "redis-server\nexec gunicorn a:a", ["unknown", "exec gunicorn a:a"]],
  ])("%s", (_, script, expected) => {
    expect(endings(script, given)).toEqual(expected);
  });

  test.each(["tail -f /dev/null", "sleep infinity"])("but %s keeps the container up, whatever is behind it", (call) => {
    expect(endings(`${call}\nexec "$@"`, given)).toEqual([`foreground ${call}`]);
  });

  test("but not before a program that is no server, and gets its turn only when the first ends", () => {
    expect(endings("redis-server\nexec node /app.js", given)).toEqual(["foreground redis-server"]);
  });
});

describe("a program that may fork into the background behind a wrapper comes back", () => {
  test.each([
    "env nginx",
    "sudo nginx",
    "gosu root nginx",
    "nice nginx",
    "sudo redis-server /etc/redis.conf",
    "su-exec redis redis-server /r.conf",
    "nice -n 5 env A=b supervisord",
    "sudo -E php-fpm",
  ])("%s", (call) => {
    expect(endings(`${call}\nexec gunicorn a:a`)).toEqual(["exec gunicorn a:a"]);
    expect(endings(call)).toEqual([`foreground ${call}`]);
  });

  test("an init in front of it says that it stays", () => {
    expect(endings("/sbin/tini -- vsftpd /v.conf\necho stopped")).toEqual(["foreground /sbin/tini -- vsftpd /v.conf"]);
  });
});

describe("what follows is looked for within the budget", () => {
  const many = 3000;

  test.each([
    ["commands", `${"telegraf warm\n".repeat(many)}exec telegraf`],
    ["&&", `telegraf warm${" && prepare".repeat(many)} && exec telegraf`],
    [
      "branches",
      `telegraf warm\ncase "$M" in ${Array.from({ length: many }, (_, index) => `m${index}) exec telegraf;;`).join(" ")} *) exec telegraf;; esac`,
    ],
  ])("of many %s", (_, script) => {
    expect(endings(script).every((each) => each === "exec telegraf")).toBe(true);
  });
});

describe("steps that come round in the background are not what the container is there for", () => {
  const image = 'FROM debian:12-slim\nCOPY run.sh /\nENTRYPOINT ["/run.sh"]';
  const first = "#!/bin/bash\nstop() { kill $p; wait $p; exit 0; }\ntrap stop TERM\ngunicorn a:a & p=$!\n";

  test.each([
    ["in a subshell", "( while :; do sleep 1d; renew; done ) &"],
    ["in a loop", "while sleep 3600; do renew; done &"],
    ["in a function", 'again() { while true; do renew; sleep "$EVERY"; done; }\nagain &'],
  ])("%s", (_, round) => {
    for (const wait of ["wait $p", "wait", "while :; do wait -n || exit 1; done"]) {
      const files = { "run.sh": `${first}${round}\n${wait}\n` };
      expect(chains(image, files)).toEqual(["script /run.sh (bash) | gunicorn"]);
      expect(judged(image, files).startUp.outcome).toBe("graceful");
    }
  });

  test("but a program that is started again after a moment may be", () => {
    expect(chains(image, { "run.sh": `${first}( while :; do celery worker; sleep 1; done ) &\nwait\n` })).toEqual([
      expect.stringContaining("subshell"),
    ]);
  });
});

describe("jobs of programs that no row knows", () => {
  test.each(
    [
      "app bootstrap",
      "app --check",
      "app db upgrade",
      "app create-user a",
      "/opt/x/bin/app migrate:up",
      "river migrate-up",
    ].concat(["node dist/scripts/apply-migrations.js", "python seed.py --all"]),
  )("%s comes back", (call) => {
    expect(endings(`/serve\n${call}`)).toEqual(["foreground /serve"]);
  });

  test.each(["app auth", "app users", "app run-migrations-server"])("%s may be a service", (call) => {
    expect(endings(`/prepare\n${call}`)).toEqual([`foreground ${call}`]);
  });
});
