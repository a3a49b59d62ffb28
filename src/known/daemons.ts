import { daemonizes, family, measured1, measured4, measuredAnd, once, serves, sourced, unsourced } from "./program-rows.ts";
import type { Effects } from "./program-rows.ts";

const term: Effects = { handled: "TERM" };
const reaping = { reaps: true } as const;
const noReaping = { reaps: false } as const;
const waits: Effects = { ignored: "TERM INT QUIT HUP" };
const nginx = measuredAnd(measured4, "SIGTERM is the fast shutdown, SIGUSR1 and SIGWINCH: nginx.org/en/docs/control.html");
const nginxSignals: Effects = { handled: "TERM INT QUIT", other: "HUP USR1 WINCH" };
const apache = measuredAnd(measured4, "SIGTERM stops at once, SIGWINCH gracefully: httpd.apache.org/docs/2.4/stopping.html");
const apacheSignals: Effects = { handled: "TERM INT WINCH", ignored: "QUIT", other: "HUP USR1" };
const apacheExtra = { graceful: "WINCH", reaps: true } as const;
const fpm = measuredAnd(measured4, "SIGQUIT is the graceful stop: php/php-src sapi/fpm/php-fpm.8.in");
const systemd = sourced("systemd(1): SIGTERM re-executes it, SIGRTMIN+3 stops it");

/** Web servers, data bases and other system services, and what people keep a container alive with. */
export const daemons = [
  family(
    "nginx openresty nginx-debug",
    { valued: "-c -g -e -p -s" },
    once("-t|-T|-v|-V|-h|-s"),
    serves("-g=*daemon?off*", nginxSignals, nginx, { graceful: "QUIT", reaps: true }),
    daemonizes("-g=*daemon?on*", '-g "daemon off;"'),
    serves("", nginxSignals, nginx, { graceful: "QUIT", reaps: true, foreground: '-g "daemon off;"' }),
  ),
  family(
    "apache2 httpd",
    { valued: "-D -d -c -C -k -e -E -p -u -r -h" },
    // Apache's -f takes a file.
    serves("-f $", { ignored: "TERM" }, measured1, { name: "busybox httpd -f", reaps: true }),
    once("-t|-V|-l|-L|-M|-S"),
    serves("-D=FOREGROUND|-D=NO_DETACH|-X|-k=foreground", apacheSignals, apache, apacheExtra),
    daemonizes("", "-DFOREGROUND", sourced("httpd.apache.org/docs/2.4/invoking.html")),
  ),
  family(
    "apache2-foreground httpd-foreground",
    {},
    serves("", { handled: "TERM INT WINCH", ignored: "QUIT", other: "HUP USR1" }, sourced("docker-library/httpd 2.4 httpd-foreground ends in exec httpd"), apacheExtra),
  ),
  family(
    "apachectl apache2ctl",
    { valued: "-D -k" },
    once("configtest|-t|-v|-V|-M|-S|status|graceful|restart|stop"),
    serves("-D=FOREGROUND", { ignored: "TERM" }, measuredAnd(measured1, "Debian's script stays the parent of apache2"), { reaps: true }),
    daemonizes("", "apache2-foreground, or apache2 -DFOREGROUND", unsourced),
  ),
  family(
    "php-fpm",
    { valued: "-y --fpm-config -c -p --prefix -d" },
    once("-t|--test|-v|--version|-i|-m|-tt"),
    serves("-F|--nodaemonize", { handled: "TERM INT QUIT", other: "HUP" }, fpm, { graceful: "QUIT", reaps: true }),
    daemonizes("-D|--daemonize", "-F"),
    serves("", { handled: "TERM INT QUIT", other: "HUP" }, fpm, { graceful: "QUIT", reaps: true, foreground: "-F" }),
  ),
  family("lighttpd", { valued: "-f -m" }, once("-t|-tt|-v|-V"), serves("-D", term, measured1, reaping), daemonizes("", "-D")),
  family("caddy", {}, daemonizes("start", "caddy run"), serves("run", term, measured1, { name: "caddy run", reaps: false }), serves("file-server|reverse-proxy|respond", term, unsourced), once("")),
  family(
    "haproxy",
    { valued: "-f -C -n -N -p -L" },
    once("-c|-v|-vv"),
    serves("-W|-Ws", { handled: "TERM INT USR1", ignored: "QUIT", other: "HUP" }, measuredAnd(measured4, "SIGUSR1: docker-library/haproxy 3.2/Dockerfile"), {
      name: "haproxy -W",
      graceful: "USR1",
      reaps: true,
    }),
    daemonizes("-D", "-W -db"),
    serves("-db", { ignored: "TERM INT", other: "QUIT HUP", handled: "USR1" }, measuredAnd(measured4, "SIGUSR1: docker-library/haproxy 3.2/Dockerfile"), {
      name: "haproxy -db",
      graceful: "USR1",
      reaps: false,
    }),
    serves("", { handled: "USR1" }, sourced("docker-library/haproxy 3.2/Dockerfile: STOPSIGNAL SIGUSR1"), { graceful: "USR1" }),
  ),
  family("traefik envoy", {}, serves("", term, unsourced)),
  family("varnishd", { valued: "-a -f -s -T -S -p -n -b -l -t" }, once("-V|-C"), serves("-F", term, measured1, noReaping), daemonizes("", "-F")),
  family(
    "squid",
    { valued: "-f -a -k" },
    once("-k|-z|-v"),
    serves("-N|--foreground", { other: "TERM" }, measuredAnd(measured1, "still running after 6 s: it waits shutdown_lifetime, 30 s, for its clients"), reaping),
    daemonizes("", "-N"),
  ),
  family("tinyproxy", { valued: "-c" }, serves("-d", term, measured1, reaping), daemonizes("", "-d")),
  family(
    "redis-server",
    { valued: "--daemonize" },
    daemonizes("--daemonize=yes", "--daemonize no", sourced("redis.io/docs/latest/operate/oss_and_stack/management/config")),
    serves("", { handled: "TERM INT", ignored: "QUIT HUP" }, measured4, noReaping),
  ),
  family("valkey-server redis-sentinel keydb-server dragonfly", { valued: "--daemonize" }, daemonizes("--daemonize=yes", "--daemonize no"), serves("", term, unsourced)),
  family(
    "memcached",
    { valued: "-l -p -s -U -m -c -t -u -P" },
    daemonizes("-d|--daemon", "without -d"),
    serves("", { handled: "TERM INT", ignored: "QUIT", other: "HUP" }, measured4, noReaping),
  ),
  family(
    "postgres postmaster",
    { valued: "-D -c -h -p -k" },
    once("--version|-V|--single|--boot|-C"),
    serves("", { handled: "TERM INT QUIT" }, measuredAnd(measured1, "SIGTERM waits for the clients, SIGINT does not: postgresql.org/docs/current/server-shutdown.html"), {
      graceful: "INT",
      reaps: true,
    }),
  ),
  family("pg_ctl", { valued: "-D -o -l -m -t -p" }, daemonizes("start|restart", "postgres"), once("")),
  family("pg_ctlcluster", {}, serves("* * start --foreground", term, unsourced), daemonizes("* * start|restart", "--foreground"), once("")),
  family("mariadbd", {}, once("--bootstrap|--help|--version"), serves("", term, measured1, noReaping)),
  family("mysqld", {}, once("--initialize|--initialize-insecure|--bootstrap|--help|--version"), daemonizes("--daemonize|-D", "without --daemonize"), serves("", term, unsourced)),
  family("mysqld_safe mariadbd-safe", {}, serves("", { ignored: "TERM" }, measured1, reaping)),
  family("mongod mongos", { valued: "-f --config" }, daemonizes("--fork", "without --fork"), once("--version|--repair"), serves("", term, unsourced)),
  family("/usr/sbin/rabbitmq-server", {}, daemonizes("-detached", "without -detached"), serves("", { ignored: "TERM" }, measuredAnd(measured1, "Debian's script"), { name: "rabbitmq-server", reaps: true })),
  family(
    "rabbitmq-server",
    {},
    daemonizes("-detached", "without -detached"),
    serves("", { handled: "TERM INT", ignored: "HUP" }, sourced("rabbitmq/rabbitmq-server deps/rabbit/scripts/rabbitmq-server traps it and waits"), reaping),
  ),
  family("mosquitto", { valued: "-c -p" }, daemonizes("-d", "without -d"), serves("", term, measured1, noReaping)),
  family("etcd prometheus", {}, once("--version|--help"), serves("", term, measured1, noReaping)),
  family("grafana grafana-server alertmanager node_exporter loki promtail telegraf influxd minio nats-server", {}, once("--version|cli"), serves("", term, unsourced)),
  family("consul", {}, serves("agent", { handled: "INT" }, unsourced, { name: "consul agent", graceful: "INT" }), once("")),
  family("vault", {}, serves("server|agent|proxy", term, unsourced, { name: "vault server" }), once("")),
  family("nomad", {}, serves("agent", {}, unsourced, { name: "nomad agent" }), once("")),
  family("elasticsearch opensearch", {}, daemonizes("-d|--daemonize", "without -d"), serves("", term, unsourced)),
  family("eswrapper logstash kibana", {}, serves("", term, unsourced)),
  family("kafka-server-start.sh kafka-server-start zookeeper-server-start.sh", {}, daemonizes("-daemon", "without -daemon"), serves("", term, unsourced)),
  family("zkServer.sh", {}, serves("start-foreground", term, sourced("31z4/zookeeper-docker 3.9.4/Dockerfile")), daemonizes("start", "start-foreground"), once("")),
  family("cassandra", {}, serves("-f", term, unsourced), daemonizes("", "-f")),
  family("cron", { valued: "-L" }, serves("-f", { ignored: "TERM" }, measured1, reaping), daemonizes("", "-f", sourced("Debian cron(8)"))),
  family(
    "crond",
    { valued: "-l -L -c -d -m" },
    serves("-n", term, unsourced, { name: "crond -n" }),
    serves("-f|-d", { ignored: "TERM" }, sourced("busybox miscutils/crond.c installs no handler"), { name: "crond -f", reaps: false }),
    daemonizes("", "-f (busybox) or -n (cronie)", sourced("busybox miscutils/crond.c")),
  ),
  family("supercronic", {}, once("-test|--test"), serves("", term, unsourced)),
  family("anacron", {}, serves("-d", {}, unsourced), daemonizes("", "-d")),
  family(
    "supervisord",
    { valued: "-c --configuration -l -e -j -d -u" },
    serves("-n|--nodaemon", term, measured1, reaping),
    serves("", term, measured1, { reaps: true, foreground: "-n" }),
  ),
  family("sshd", { valued: "-f -h -p -o -E -u -b" }, once("-t|-T"), serves("-D|-d", term, measured1, reaping), daemonizes("", "-D", sourced("sshd(8)"))),
  family("dnsmasq", { valued: "-C -r -p" }, once("--test"), serves("-k|--keep-in-foreground|-d|--no-daemon", term, measured1, reaping), daemonizes("", "-k", sourced("dnsmasq(8)"))),
  family("named", { valued: "-c -u -p" }, serves("-g|-f", term, measured1, noReaping), daemonizes("", "-g")),
  family("rsyslogd", { valued: "-f -i" }, serves("-n", term, measured1, reaping), daemonizes("", "-n")),
  family("syslogd", {}, serves("-n", {}, unsourced), daemonizes("", "-n")),
  family("syslog-ng", {}, serves("-F|--foreground", term, unsourced), daemonizes("", "-F")),
  family("postfix", { valued: "-c" }, serves("start-fg", term, measured1, { name: "postfix start-fg", reaps: true }), daemonizes("start", "start-fg"), once("")),
  family("smbd nmbd", {}, serves("-F|--foreground", term, unsourced), daemonizes("", "-F")),
  family("vsftpd proftpd pure-ftpd", {}, serves("-n|--nodaemon", {}, unsourced), serves("", {}, unsourced, { foreground: "background=NO" })),
  family("dockerd containerd fluentd fluent-bit td-agent filebeat metricbeat coredns registry gitea", {}, serves("", term, unsourced)),
  family("dbus-daemon", {}, serves("--nofork", {}, unsourced), daemonizes("--system|--session|--fork", "--nofork")),
  family("Xvfb Xorg x11vnc websockify vncserver", {}, daemonizes("-bg", "without -bg"), serves("", {}, unsourced)),
  family("chromium chromium-browser google-chrome chromedriver", {}, serves("", {}, unsourced, noReaping)),
  family("ffmpeg", {}, once("", { handled: "TERM INT" })),
  family("socat", {}, serves("", { ends: "TERM" }, measured1, reaping)),
  family("nc.openbsd", {}, serves("-l", { ignored: "TERM" }, measured1, noReaping)),
  family("nc.traditional", {}, serves("-l", { ends: "TERM" }, measured1, noReaping)),
  family("nc netcat ncat", {}, serves("-l", {}, sourced("nc.openbsd ignores SIGTERM, nc.traditional ends: measured"), noReaping)),
  family("top htop", {}, serves("", term, measuredAnd(measured1, "top -b"), noReaping)),
  family("tail", { valued: "-n -c --lines --bytes -s --pid" }, serves("-f|-F|--follow", waits, measured4, { name: "tail -f", reaps: false })),
  family("sleep", {}, once("0*", waits, measured4, noReaping), serves("infinity|inf|?????*|*d", waits, measured4, { name: "sleep infinity", reaps: false }), once("", waits, measured4, noReaping)),
  family("cat", {}, serves("$", { ignored: "TERM" }, measured1, noReaping), serves("- $", { ignored: "TERM" }, measured1, noReaping)),
  family("systemd", {}, serves("", { other: "TERM" }, systemd, { graceful: "RTMIN+3", reaps: true })),
  family("/sbin/init /usr/sbin/init", {}, serves("", { other: "TERM" }, systemd, { name: "systemd", graceful: "RTMIN+3", reaps: true })),
  family("service rc-service", {}, once("* status|stop"), daemonizes("* start|restart", undefined)),
  family("systemctl", {}, daemonizes("start|restart", undefined), once("")),
];
