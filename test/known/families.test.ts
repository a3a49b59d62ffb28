import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { findProgram, programFamilies } from "../../src/known/programs/programs.ts";
import type { ProgramRow } from "../../src/known/programs/program.ts";

/** Those of which nothing was measured: how each lives, and what SIGTERM does to it. */
const unmeasured: readonly (readonly [line: string, life: string, effect: string | undefined])[] = [
  // Runtimes and prompts
  ["pypy app.py", "as its program does", "own"],
  ["pypy", "prompts", undefined],
  ["jruby app.rb", "as its program does", undefined],
  ["julia app.jl", "as its program does", "own"],
  ["julia", "prompts", undefined],
  ["mix phx.server", "serves", "handled"],
  ["mix do ecto.migrate + phx.server", "serves", "handled"],
  ["mix deps.get", "once", undefined],
  ["swift repl", "prompts", undefined],
  ["swift build -c release", "once", undefined],
  ["clojure -r", "prompts", undefined],
  ["clojure --version", "once", undefined],
  ["lein repl", "prompts", undefined],
  ["lein uberjar", "once", undefined],
  // Servers
  ["mlflow server --host 0.0.0.0", "serves", undefined],
  ["mlflow models serve -m m", "serves", undefined],
  ["mlflow run .", "once", undefined],
  ["dagster-webserver -h 0.0.0.0", "serves", undefined],
  ["locust -f x.py", "serves", undefined],
  ["tensorflow_model_server --port=8500", "serves", undefined],
  ["torchserve --start --foreground", "serves", "handled"],
  ["torchserve --start", "daemonizes", undefined],
  ["gotenberg --api-port=3000", "serves", "handled"],
  ["dpkg-buildpackage -us -uc -b", "once", undefined],
  ["pumactl start", "serves", "handled"],
  ["pumactl stop", "once", undefined],
  ["passenger start", "serves", "handled"],
  ["good_job start", "serves", "handled"],
  ["pocketbase serve --http=0.0.0.0:80", "serves", undefined],
  ["pocketbase migrate up", "once", undefined],
  ["ng serve", "serves", undefined],
  ["ng build", "once", undefined],
  ["nest start", "serves", undefined],
  ["nest build", "once", undefined],
  ["envoy -c /etc/envoy.yaml", "serves", "handled"],
  ["grafana-server --config=x", "serves", "handled"],
  ["grafana-server -v", "once", undefined],
  ["alertmanager --config.file=x", "serves", "handled"],
  ["promtail -config.file=x", "serves", "handled"],
  ["telegraf --config x", "serves", "handled"],
  ["telegraf config", "once", undefined],
  ["nomad agent -dev", "serves", undefined],
  ["nomad job run x", "once", undefined],
  ["kibana", "serves", "handled"],
  ["logstash -f x", "serves", "handled"],
  ["logstash -t", "once", undefined],
  ["supercronic /etc/crontab", "serves", "handled"],
  ["supercronic -test /etc/crontab", "once", undefined],
  ["/opt/emqx/bin/emqx foreground", "serves", "handled"],
  ["emqx start", "daemonizes", undefined],
  ["emqx ctl status", "once", undefined],
  ["rethinkdb --bind all", "serves", "handled"],
  ["rethinkdb --daemon", "daemonizes", undefined],
  ["rethinkdb restore x.tar.gz", "once", undefined],
  ["mysqlrouter", "serves", "handled"],
  ["mysqlrouter --config /tmp/r.conf", "serves", "handled"],
  ["mysqlrouter --bootstrap root@db:3306 --directory /tmp/r", "once", undefined],
  ["sync_gateway --defaultLogFilePath=/var/log/sg /etc/sg/config.json", "serves", "handled"],
  ["sync_gateway -help", "once", undefined],
  ["exim -bd -q15m -v", "serves", "handled"],
  ["exim -bdf -q15m", "serves", "handled"],
  ["exim4 -bd -q15m", "daemonizes", undefined],
  ["exim -bV", "once", undefined],
  ["fluentd -c x", "serves", "handled"],
  ["fluentd -s", "once", undefined],
  ["fluent-bit -c x", "serves", "handled"],
  ["fluent-bit -V", "once", undefined],
  ["filebeat -e", "serves", "handled"],
  ["coredns -conf x", "serves", "handled"],
  ["coredns -p 53", "serves", "handled"],
  ["coredns -plugins", "once", undefined],
  ["gitea web", "serves", "handled"],
  ["gitea dump", "once", undefined],
  ["websockify 80 b:81", "serves", undefined],
  ["x11vnc -bg", "daemonizes", undefined],
  ["x11vnc -storepasswd a b", "once", undefined],
  ["chromium --headless", "serves", undefined],
  ["chromium --headless --dump-dom u", "once", undefined],
  ["odoo -c x", "serves", "handled"],
  ["otelcol --config x", "serves", "handled"],
  ["otelcol validate --config x", "once", undefined],
  ["neo4j console", "serves", "handled"],
  ["solr start -f", "serves", "handled"],
  ["nexus run", "serves", "handled"],
  ["couchdb", "serves", "handled"],
  ["/opt/mssql/bin/sqlservr", "serves", "handled"],
  ["kong migrations bootstrap", "once", undefined],
  ["s6-overlay-alone", "serves", "handled"],
  ["my_init-alone", "serves", "handled"],
  // Data stores
  ["valkey-server /etc/valkey.conf", "serves", "handled"],
  ["valkey-server --daemonize yes", "daemonizes", undefined],
  ["dragonfly", "serves", "handled"],
  ["keydb-server -v", "once", undefined],
  ["pg_ctl start -D x", "daemonizes", undefined],
  ["pg_ctl status", "once", undefined],
  ["pg_ctlcluster 15 main start --foreground", "serves", "handled"],
  ["pg_ctlcluster 15 main start", "daemonizes", undefined],
  ["pg_ctlcluster 15 main status", "once", undefined],
  ["mysqld --user=mysql", "serves", "handled"],
  ["mysqld --initialize-insecure", "once", undefined],
  ["mysqld -D", "daemonizes", undefined],
  ["kafka-server-start.sh config/server.properties", "serves", "handled"],
  ["kafka-server-start.sh -daemon config/server.properties", "daemonizes", undefined],
  ["zkServer.sh start-foreground", "serves", "handled"],
  ["zkServer.sh start", "daemonizes", undefined],
  ["cassandra -f", "serves", "handled"],
  ["cassandra", "daemonizes", undefined],
  // Daemons
  ["syslog-ng -F", "serves", "handled"],
  ["syslog-ng", "daemonizes", undefined],
  ["pure-ftpd -j", "serves", undefined],
  ["pure-ftpd -B", "daemonizes", undefined],
  ["vncserver :1 -fg", "serves", undefined],
  ["vncserver :1", "daemonizes", undefined],
  ["systemctl start nginx", "daemonizes", undefined],
  ["systemctl enable nginx", "once", undefined],
  // What ends by itself
  ["python -m venv /venv", "once", undefined],
  ["ffmpeg -i a b", "once", "handled"],
  ["cmake --build .", "once", undefined],
  ["sbt", "once", undefined],
  ["sbt assembly", "once", undefined],
  ["bazel build //a", "once", undefined],
  ["hugo", "once", undefined],
  ["hugo build", "once", undefined],
  ["vitest run", "once", undefined],
  ["prisma migrate deploy", "once", undefined],
  ["wp cron event run", "once", undefined],
  ["conda install x", "once", undefined],
  ["rclone sync a b", "once", undefined],
  ["kubectl apply -f x", "once", undefined],
  ["docker build .", "once", undefined],
  ["mongosh --eval x", "once", undefined],
  ["native-image -jar a.jar", "once", undefined],
];

function lifeOf(row: ProgramRow | undefined): string | undefined {
  if (!row) return undefined;
  if (row.daemonizes) return "daemonizes";
  if (row.oneShot) return "once";
  if (row.interactive) return "prompts";
  return row.longRunning ? "serves" : "as its program does";
}

describe("what has no measurement", () => {
  test.each(unmeasured)("%s: %s, on SIGTERM %s", (line, life, effect) => {
    const row = findProgram(line.split(" "));
    expect([lifeOf(row), row?.asPid1["SIGTERM"]]).toEqual([life, effect]);
  });
});

describe("every family of programs", () => {
  const howTo = "see CONTRIBUTING.md#adding-a-program";
  const folder = new URL("./", import.meta.url);
  const texts = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8"));
  const lines = texts.flatMap((text) => [...text.matchAll(/"((?:[^"\\\n]|\\.)*)"/g)].map(([, line = ""]) => line));
  const words = new Set(lines.flatMap((line) => line.split(" ")).flatMap((word) => [word, word.replace(/^.*\//, "")]));

  test("has a command line in a test of this folder", () => {
    const missing = programFamilies.filter(({ names }) => !names.some((name) => words.has(name)));
    expect(
      missing.map(({ names }) => `no test in test/known has a command line of ${names.join(", ")}: ${howTo}`),
    ).toEqual([]);
  });

  test("has a source for each row, of which docs/knowledge.md makes a line", () => {
    const page = readFileSync("docs/knowledge.md", "utf8");
    const rows = programFamilies.flatMap(({ names: [name = ""], cases }) => cases.map(({ row }) => ({ name, row })));
    const unfounded = rows.filter(({ name, row }) => row(name).evidence.source.trim() === "");
    const unlisted = programFamilies.filter(({ names: [name = ""] }) => !page.includes(`| \`${name}\``));
    expect([
      ...unfounded.map(({ name }) => `a row of ${name} names no source: ${howTo}`),
      ...unlisted.map(({ names }) => `docs/knowledge.md has no line for ${names.join(", ")}: ${howTo}`),
    ]).toEqual([]);
  });
});
