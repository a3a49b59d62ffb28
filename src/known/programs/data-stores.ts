import { daemonizes, family, once, serves } from "./program-rows.ts";
import type { Effects } from "./program-rows.ts";
import { inHand, measured, measured1, measured4, sourced, unsourced, unread } from "../sources.ts";

const term: Effects = { handled: "TERM" };
const both: Effects = { handled: "TERM INT" };
const grafana = unread("grafana/grafana pkg/cmd/grafana-server/commands/cli.go");
const nats = unread("docs.nats.io, Signals: SIGTERM and SIGINT stop the server");
const reaping = { reaps: true } as const;
const noReaping = { reaps: false } as const;
const redis = {
  reaps: false,
  waits: "TERM INT",
  work: inHand(
    "redis 7.0 with its default save points",
    "SIGTERM, SIGINT: a script in hand runs to its end, and what it and others wrote is there after the next start",
  ),
} as const;
/** Data bases, brokers, registries and what watches them. */
export const dataStores = [
  family(
    "redis-server",
    { valued: "--daemonize", parsed: "--port", serves: "operands" },
    once("-v|-h|--test-memory|--check-system"),
    daemonizes(
      "--daemonize=yes",
      "--daemonize no",
      sourced("redis.io/docs/latest/operate/oss_and_stack/management/config"),
    ),
    serves("--daemonize=no", { handled: "TERM INT", ignored: "QUIT HUP" }, measured4, redis),
    // Debian's own redis.conf says `daemonize yes`.
    serves("*.conf", { handled: "TERM INT", ignored: "QUIT HUP" }, measured4, {
      ...redis,
      foreground: "--daemonize no",
    }),
    serves("", { handled: "TERM INT", ignored: "QUIT HUP" }, measured4, redis),
  ),
  family(
    "valkey-server redis-sentinel",
    { valued: "--daemonize", serves: "operands" },
    once("-v|-h|--test-memory|--check-system"),
    daemonizes("--daemonize=yes", "--daemonize no"),
    serves("--daemonize=no", both, unread("valkey.io/topics/signals: SIGTERM and SIGINT shut down")),
    serves("*.conf", both, unread("valkey.io/topics/signals: SIGTERM and SIGINT shut down"), {
      foreground: "--daemonize no",
    }),
    serves("", both, unread("valkey.io/topics/signals: SIGTERM and SIGINT shut down")),
  ),
  family(
    "keydb-server dragonfly",
    { valued: "--daemonize", serves: "operands" },
    once("-v|-h|--test-memory|--check-system"),
    daemonizes("--daemonize=yes", "--daemonize no"),
    serves("--daemonize=no", term, unsourced),
    serves("*.conf", term, unsourced, { foreground: "--daemonize no" }),
    serves("", term, unsourced),
  ),
  family(
    "memcached",
    { valued: "-l -p -s -U -m -c -t -u -P" },
    once("-h|-V|-i|--license"),
    daemonizes("-d|--daemon", "without -d"),
    serves("", { handled: "TERM INT", ignored: "QUIT", other: "HUP" }, measured4, noReaping),
  ),
  family(
    "postgres postmaster",
    { valued: "-D -c -h -p -k" },
    once("--version|-V|--single|--boot|-C"),
    serves(
      "",
      { slow: "TERM", handled: "INT QUIT" },
      measured(
        "SIGTERM, SIGINT",
        "with one idle client it is still there 15 s after SIGTERM, and ends 0.3 s after SIGINT: " +
          "postgresql.org/docs/current/server-shutdown.html",
      ),
      {
        graceful: "INT",
        reaps: true,
        waits: "TERM INT",
        cuts: "QUIT",
        work: inHand(
          "postgres 15",
          "SIGTERM: the open transaction is committed; SIGINT: rolled back, the client told, end after 0.1 s; " +
            "no recovery at the next start; SIGQUIT: recovery at the next start",
        ),
      },
    ),
  ),
  family("pg_ctl", { valued: "-D -o -l -m -t -p" }, daemonizes("start|restart", "postgres"), once("")),
  family(
    "pg_ctlcluster",
    {},
    serves("* * start --foreground", term, unsourced),
    daemonizes("* * start|restart", "--foreground"),
    once(""),
  ),
  family(
    "mariadbd",
    {},
    once("--bootstrap|--help|--version|-V|-?|--wsrep-recover"),
    serves("", term, measured1, {
      ...noReaping,
      waits: "TERM",
      work: inHand(
        "mariadbd 10.11",
        "SIGTERM: the open transaction is rolled back, what was committed is there, no recovery at the next start",
      ),
    }),
  ),
  family(
    "mysqld",
    {},
    once("--initialize|--initialize-insecure|-I|--bootstrap|--help|--version|-V|-?|--wsrep-recover"),
    daemonizes("--daemonize|-D", "without --daemonize"),
    serves("", term, unread("dev.mysql.com/doc/refman/8.4/en/unix-signal-response.html: SIGTERM shuts it down")),
  ),
  family(
    "mysqld_safe mariadbd-safe",
    {},
    serves("", { ignored: "TERM" }, measured1, { reaps: true, fronts: "the server" }),
  ),
  family(
    "mongod mongos",
    { valued: "-f --config" },
    daemonizes("--fork", "without --fork"),
    once("--version|--repair|--sysinfo|--shutdown"),
    serves(
      "",
      both,
      unread("mongodb.com/docs/manual/tutorial/manage-mongodb-processes: a clean exit on SIGTERM, SIGINT"),
    ),
  ),
  family(
    "/usr/sbin/rabbitmq-server",
    {},
    daemonizes("-detached", "without -detached"),
    serves("", { ignored: "TERM" }, measured("SIGTERM", "Debian's script"), {
      name: "rabbitmq-server",
      reaps: true,
      fronts: "the server",
    }),
  ),
  family(
    "rabbitmq-server",
    {},
    daemonizes("-detached", "without -detached"),
    serves(
      "",
      { handled: "TERM INT", ignored: "HUP" },
      sourced("rabbitmq/rabbitmq-server deps/rabbit/scripts/rabbitmq-server traps it and waits"),
      reaping,
    ),
  ),
  family(
    "emqx",
    {},
    daemonizes("start", "foreground"),
    serves(
      "foreground",
      term,
      sourced("emqx/emqx bin/emqx: it execs erlexec -noinput, the Erlang machine, which shuts down on SIGTERM"),
      { name: "emqx foreground" },
    ),
    once("stop|ping|ctl|eval|rpc|versions|pid|check_config|help"),
  ),
  family(
    "rethinkdb",
    {},
    once("create|dump|restore|export|import|index-rebuild|repl|help|--version|-v|--help|-h"),
    daemonizes("--daemon", "without --daemon"),
    serves("", both, sourced("rethinkdb/rethinkdb src/arch/runtime/thread_pool.cc: it shuts down on SIGTERM, SIGINT")),
  ),
  family(
    "mysqlrouter",
    {},
    once("-B|--bootstrap|-V|--version|-?|--help"),
    serves(
      "",
      { handled: "TERM INT", other: "HUP" },
      sourced("mysql/mysql-server router/src/router/src/router_app.cc: it shuts down on SIGTERM, SIGINT"),
    ),
  ),
  family(
    "sync_gateway",
    {},
    once("-h|-help|--help|-version|--version"),
    serves(
      "",
      { handled: "TERM INT", other: "HUP" },
      sourced("couchbase/sync_gateway rest, RegisterSignalHandler: it writes its logs and ends on SIGTERM, SIGINT"),
    ),
  ),
  family("mosquitto", { valued: "-c -p" }, daemonizes("-d", "without -d"), serves("", term, measured1, noReaping)),
  family(
    "etcd",
    {},
    once("--version|--help"),
    serves("", term, measured1, {
      ...noReaping,
      waits: "TERM",
      work: inHand("etcd 3.4", "SIGTERM: what it confirmed just before is there after the next start"),
    }),
  ),
  family("prometheus", {}, once("--version|--help"), serves("", term, measured1, noReaping)),
  family(
    "grafana",
    { valued: "-config --config -homepath --homepath -pidfile --pidfile -packaging --packaging" },
    once("-v|-vv|--version"),
    serves("server|target", term, grafana, { name: "grafana server" }),
    once(""),
  ),
  family(
    "grafana-server",
    { valued: "-config --config -homepath --homepath -pidfile --pidfile -packaging --packaging" },
    once("-v|-vv|--version"),
    once("cli"),
    serves("", term, grafana),
  ),
  family(
    "node_exporter prometheus-node-exporter",
    {},
    serves("", { ends: "TERM" }, measured("SIGTERM", "Go without a handler, exit 2")),
  ),
  family(
    "alertmanager loki",
    {},
    serves(
      "",
      both,
      unread("prometheus/alertmanager cmd/alertmanager/main.go; grafana/dskit signals/signals.go, which loki uses"),
    ),
  ),
  // With `-dry-run` it follows its logs all the same.
  family("promtail", {}, serves("-dry-run|--dry-run", term, unsourced), serves("", term, unsourced)),
  family(
    "telegraf",
    {
      valued:
        "--config -config --config-directory -config-directory --input-filter --output-filter --pidfile --watch-config",
    },
    once("--once|--input-list|--output-list|--usage|--deprecation-list"),
    once("config|version|secrets|plugins|service"),
    serves("", term, unsourced),
  ),
  family(
    "influxd",
    { valued: "-config -pidfile" },
    serves("run", term, measured("SIGTERM", "influxd 1")),
    once("downgrade"),
    serves("", term, measured("SIGTERM", "influxd 1")),
  ),
  family(
    "minio",
    { valued: "--address --console-address --certs-dir -S --config-dir -C --config" },
    serves("server|gateway", term, unread("minio/minio cmd/signals.go"), { name: "minio server" }),
    once(""),
  ),
  family(
    "nats-server",
    { valued: "-c --config -a --addr -p --port -m -l -P --name -n" },
    once("-v|-t|-h|--signal|-sl"),
    serves("-V|--trace", both, nats),
    serves("", both, nats),
  ),
  family(
    "consul",
    {},
    serves(
      "agent",
      { handled: "INT TERM" },
      unread("developer.hashicorp.com/consul/docs/agent: SIGINT leaves the cluster in order"),
      { name: "consul agent", graceful: "INT" },
    ),
    once(""),
  ),
  family(
    "vault",
    {},
    serves("server|agent|proxy", both, unread("hashicorp/vault command/commands.go, MakeShutdownCh"), {
      name: "vault server",
    }),
    once(""),
  ),
  family("nomad", {}, serves("agent", {}, unsourced, { name: "nomad agent" }), once("")),
  family(
    "elasticsearch opensearch",
    {},
    once("-V|-h"),
    daemonizes("-d|--daemonize", "without -d"),
    serves("", term, unread("elastic.co/guide, Stopping Elasticsearch: SIGTERM shuts it down in order")),
  ),
  family("eswrapper kibana", {}, serves("", term, unsourced)),
  family(
    "logstash",
    { valued: "-f -e --path.config" },
    once("-t|-V|-h"),
    serves("", both, unread("elastic.co/guide, Shutting down Logstash")),
  ),
  family(
    "kafka-server-start.sh kafka-server-start zookeeper-server-start.sh",
    {},
    daemonizes("-daemon", "without -daemon"),
    serves(
      "",
      term,
      unread("apache/kafka bin/kafka-run-class.sh ends in exec java, bin/kafka-server-stop.sh sends SIGTERM"),
    ),
  ),
  family(
    "zkServer.sh",
    {},
    serves("start-foreground", term, sourced("31z4/zookeeper-docker 3.9.4/Dockerfile")),
    daemonizes("start", "start-foreground"),
    once(""),
  ),
  family(
    "cassandra",
    {},
    once("-v|-h"),
    serves("-f", term, unread("apache/cassandra bin/cassandra -f: exec java, with a shutdown hook that drains")),
    daemonizes("", "-f"),
  ),
];
