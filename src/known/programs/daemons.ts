import { daemonizes, family, once, runs, serves } from "./program-rows.ts";
import type { Effects } from "./program-rows.ts";
import { four, inHand, measured, measured1, measured4, sourced, unsourced, unread } from "../sources.ts";

const term: Effects = { handled: "TERM" };
const both: Effects = { handled: "TERM INT" };
const supercronic = sourced("aptible/supercronic main.go: it starts no more jobs, and waits for those that run");
const registry = measured("SIGTERM", "registry 2.8 without http.draintimeout: Go without a handler, exit 2");
const gitea = unread("go-gitea/gitea modules/graceful/manager_unix.go");
const eximDaemon: Effects = { handled: "TERM INT", ignored: "QUIT", other: "HUP" };
const exim = measured(four, "exim 4.96: it ends on SIGTERM and SIGINT within 0.2 s");
const reaping = { reaps: true } as const;
const noReaping = { reaps: false } as const;
const supervising: Effects = { handled: "TERM INT QUIT", ignored: "WINCH", other: "HUP USR2" };
const supervised = measured("SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGWINCH", "supervisord 4");
const waits: Effects = { ignored: "TERM INT QUIT HUP" };
const systemd = sourced("systemd(1): SIGTERM re-executes it, SIGRTMIN+3 stops it");

/** System services, and what people keep a container alive with. */
export const daemons = [
  family(
    "cron",
    { valued: "-L" },
    serves("-f", { ignored: "TERM INT QUIT WINCH" }, measured("SIGTERM, SIGINT, SIGQUIT, SIGWINCH"), reaping),
    daemonizes("", "-f", sourced("Debian cron(8)")),
  ),
  family(
    "crond",
    { valued: "-l -L -c -d -m" },
    serves("-n", term, unsourced, { name: "crond -n" }),
    serves("-f|-d", { ignored: "TERM INT QUIT HUP" }, sourced("busybox miscutils/crond.c installs no handler"), {
      name: "crond -f",
      reaps: false,
    }),
    daemonizes("", "-f (busybox) or -n (cronie)", sourced("busybox miscutils/crond.c")),
  ),
  family(
    "supercronic",
    { serves: "operands" },
    once("-test|--test"),
    serves("", { handled: "TERM INT QUIT", other: "USR2" }, supercronic, { waits: "TERM INT QUIT", work: supercronic }),
  ),
  family("anacron", {}, serves("-d", { ignored: "TERM" }, measured1), daemonizes("", "-d")),
  family("atd", {}, serves("-f", term, measured1), daemonizes("", "-f")),
  family("inetd", {}, serves("-i", term, measured("SIGTERM", "inetd of Debian's openbsd-inetd")), daemonizes("", "-i")),
  family(
    "supervisord",
    { valued: "-c --configuration -l -e -j -d -u" },
    once("-v|-h"),
    serves("-n|--nodaemon", supervising, supervised, reaping),
    serves("", supervising, supervised, { reaps: true, foreground: "-n" }),
  ),
  family(
    "circusd",
    {},
    daemonizes("--daemon", "without --daemon"),
    once("--version|--help"),
    serves("", term, measured("SIGTERM", "it forwards the signal to its programs and waits")),
  ),
  family(
    "sshd",
    { valued: "-f -h -p -o -E -u -b" },
    once("-t|-T"),
    serves("-D|-d", term, measured1, {
      ...reaping,
      cuts: "TERM",
      work: inHand("sshd 9.2 -D", "SIGTERM: the command of a session cut at once"),
    }),
    daemonizes("", "-D", sourced("sshd(8)")),
  ),
  family(
    "dnsmasq",
    { valued: "-C -r -p" },
    once("--test|-v|-w"),
    serves("-k|--keep-in-foreground|-d|--no-daemon", term, measured1, reaping),
    daemonizes("", "-k", sourced("dnsmasq(8)")),
  ),
  family(
    "named",
    { valued: "-c -u -p" },
    once("-v|-V"),
    serves("-g|-f", term, measured1, noReaping),
    daemonizes("", "-g"),
  ),
  family(
    "rsyslogd",
    { valued: "-f -i -N" },
    once("-N|-v"),
    serves("-n", term, measured1, reaping),
    daemonizes("", "-n"),
  ),
  family("syslogd", {}, serves("-n", term, measured("SIGTERM", "that of busybox")), daemonizes("", "-n")),
  family(
    "syslog-ng",
    {},
    once("-s|-V|--preprocess-into"),
    serves("-F|--foreground", term, unsourced),
    daemonizes("", "-F"),
  ),
  family(
    "postfix",
    { valued: "-c" },
    serves("start-fg", term, measured1, { name: "postfix start-fg", reaps: true }),
    daemonizes("start", "start-fg"),
    once(""),
  ),
  family(
    "exim exim4",
    {},
    // Where it says what it does, it stays in front.
    serves("-bdf", eximDaemon, exim, { name: "exim -bdf" }),
    serves("-bd -v", eximDaemon, exim, { name: "exim -bd -v" }),
    daemonizes("-bd", "-bdf", exim),
    once(""),
  ),
  family(
    "smbd nmbd",
    {},
    once("-V|-b|--build-options"),
    serves("-F|--foreground", term, measured1),
    daemonizes("", "-F"),
  ),
  family(
    "vsftpd",
    { valued: "-o", serves: "operands" },
    once("-v"),
    serves("-o=*NO", { ignored: "TERM" }, measured("SIGTERM", "vsftpd")),
    serves("", {}, unsourced, { foreground: "background=NO" }),
  ),
  family(
    "proftpd",
    { valued: "-c -d -p -S", serves: "operands" },
    once("-t|-v|-vv|-l|--configtest"),
    serves("-n|--nodaemon", term, measured1),
    serves("", {}, unsourced, { foreground: "-n" }),
  ),
  family("pure-ftpd", { valued: "-c", serves: "operands" }, daemonizes("-B", "without -B"), serves("", {}, unsourced)),
  family(
    "dockerd containerd",
    { valued: "-c --config -H --host -a --address -l --log-level" },
    once("-v"),
    serves("", term, unsourced),
  ),
  family(
    "fluentd td-agent",
    { valued: "-c --config -p -r -o" },
    once("-s|--setup|--show-plugin-config"),
    serves("", both, unread("docs.fluentd.org/deployment/signals: SIGTERM and SIGINT stop it gracefully")),
  ),
  family(
    "fluent-bit",
    { valued: "-c --config -i -o -F -m -p -R -e -l" },
    once("-D|-V|-S|-J|-h|--sosreport|--schema"),
    serves("", both, unread("docs.fluentbit.io, Service: Grace, the seconds that it waits on exit")),
  ),
  family(
    "filebeat metricbeat",
    { valued: "-c -E -d --path.config --path.home" },
    serves("", both, unread("elastic/beats libbeat/service/service.go")),
  ),
  family("coredns", { valued: "-conf -dns.port" }, once("-plugins"), serves("", term, unsourced)),
  family(
    "registry",
    {},
    serves("serve", { ends: "TERM" }, registry, { name: "registry serve" }),
    serves("", { ends: "TERM" }, registry),
  ),
  family(
    "gitea forgejo",
    { valued: "-c --config -C --custom-path -w --work-path -p --port" },
    serves("web", both, gitea, { name: "gitea web" }),
    once("admin|cert|dump|keys|doctor|manager|embedded|generate|docs|hook|serv|actions|restore-repo|dump-repo|convert"),
    serves("", both, gitea),
  ),
  family("dbus-daemon", {}, serves("--nofork", term, measured1), daemonizes("--system|--session|--fork", "--nofork")),
  family("vncserver tigervncserver", {}, once("-kill|-list"), serves("-fg", {}, unsourced), daemonizes("", "-fg")),
  family("Xvfb", { serves: "operands" }, serves("", term, measured1)),
  family("slapd", { valued: "-h -f -F -u -g -n -l -s" }, serves("-d", term, measured1), daemonizes("", "-d 0")),
  family("dovecot", { valued: "-c" }, once("-a|-n|-N"), serves("-F", term, measured1), daemonizes("", "-F")),
  family(
    "tor",
    { valued: "-f" },
    once("--verify-config|--hash-password|--list-fingerprint"),
    serves("", term, measured1),
  ),
  family(
    "privoxy",
    { valued: "--user --pidfile" },
    serves("--no-daemon", term, measured1),
    daemonizes("", "--no-daemon"),
  ),
  family(
    "monit",
    { valued: "-c -d" },
    once("-t|status|summary|quit"),
    serves("-I", term, measured1),
    daemonizes("", "-I"),
  ),
  family("nsd", { valued: "-c -p -a -u" }, serves("-d", term, measured1), daemonizes("", "-d")),
  family(
    "unbound",
    { valued: "-c" },
    once("-V|-h"),
    serves(
      "-d|-dd",
      { handled: "TERM INT QUIT", ignored: "HUP" },
      measured("SIGTERM, SIGINT, SIGQUIT, SIGHUP", "unbound 1.17"),
      { name: "unbound -d" },
    ),
    serves(
      "",
      { handled: "TERM INT QUIT", ignored: "HUP" },
      measured("SIGTERM, SIGINT, SIGQUIT, SIGHUP", "unbound 1.17"),
      { foreground: "-d" },
    ),
  ),
  family(
    "openvpn",
    { valued: "--config --cd" },
    once("--version|--help|--genkey|--show-ciphers|--show-tls"),
    daemonizes("--daemon", "without --daemon"),
    serves(
      "",
      { handled: "TERM INT", ignored: "QUIT HUP" },
      measured("SIGTERM, SIGINT, SIGQUIT, SIGHUP", "openvpn 2.6"),
    ),
  ),
  family(
    "xl2tpd",
    { valued: "-c -s -p -C" },
    once("-v|--version"),
    serves("-D", { handled: "TERM INT", ignored: "QUIT" }, measured("SIGTERM, SIGINT, SIGQUIT", "xl2tpd 1.3")),
    daemonizes("", "-D"),
  ),
  family(
    "turnserver",
    { valued: "-c -p -L -X -u -r" },
    daemonizes("-o|--daemon", "without -o"),
    serves("", { ignored: "TERM" }, measured1),
  ),
  family(
    "Xorg x11vnc websockify",
    { serves: "operands" },
    once("-storepasswd|-version|-configure|-showconfig"),
    daemonizes("-bg", "without -bg"),
    serves("", {}, unsourced),
  ),
  family(
    "chromium chromium-browser google-chrome chromedriver",
    { serves: "operands" },
    once("--dump-dom|--screenshot|--print-to-pdf"),
    serves("", {}, unsourced, noReaping),
  ),
  family("ffmpeg", {}, once("", { handled: "TERM INT" })),
  family(
    "socat",
    { serves: "operands" },
    serves("", { ends: "TERM" }, measured1, {
      ...reaping,
      cuts: "TERM",
      work: inHand("socat 1.7", "SIGTERM: a request that it passes on cut at once"),
    }),
  ),
  family("nc.openbsd", {}, serves("-l", { ignored: "TERM" }, measured1, noReaping)),
  family("nc.traditional", {}, serves("-l", { ends: "TERM" }, measured1, noReaping)),
  family(
    "nc netcat ncat",
    { serves: "operands" },
    serves("-l", {}, sourced("nc.openbsd ignores SIGTERM, nc.traditional ends: measured"), noReaping),
  ),
  family("watch", { valued: "-n --interval" }, serves("", term, measured1)),
  family("ngircd", { valued: "-f" }, once("-t|-V|-h"), serves("-n", term, measured1), daemonizes("", "-n")),
  family(
    "znc",
    { valued: "-d" },
    once("-c|-p|-s|-v|-h"),
    serves("-f|-D", { ignored: "TERM" }, measured1),
    daemonizes("", "-f"),
  ),
  family("top", {}, serves("", term, measured("SIGTERM", "top -b"), noReaping)),
  family(
    "tail",
    { valued: "-n -c --lines --bytes -s --pid" },
    serves("-f|-F|--follow", waits, measured4, { name: "tail -f", reaps: false }),
  ),
  family("dmesg", {}, serves("-w|--follow|-W|--follow-new", { ignored: "TERM" }, measured1, noReaping)),
  family("findmnt", {}, serves("-p|--poll", { ignored: "TERM" }, measured1, noReaping)),
  family("ip bridge tc", {}, serves("monitor", { ignored: "TERM" }, measured1, noReaping)),
  family("ethtool", {}, serves("--monitor", { ignored: "TERM" }, unsourced, noReaping)),
  family(
    "sleep",
    {},
    runs("0*", waits, measured4, noReaping),
    serves("infinity|inf|???d", waits, measured4, { name: "sleep infinity", reaps: false }),
    serves("?????*|*d", waits, measured4, noReaping),
    runs("", waits, measured4, noReaping),
  ),
  family(
    "cat",
    {},
    serves("$", { ignored: "TERM" }, measured1, noReaping),
    serves("- $", { ignored: "TERM" }, measured1, noReaping),
  ),
  family("systemd", {}, serves("", { other: "TERM" }, systemd, { graceful: "RTMIN+3", reaps: true })),
  family(
    "/sbin/init /usr/sbin/init",
    {},
    serves("", { other: "TERM" }, systemd, { name: "systemd", graceful: "RTMIN+3", reaps: true }),
  ),
  family("service rc-service", {}, once("* status|stop"), daemonizes("* start|restart", undefined)),
  family("systemctl", {}, daemonizes("start|restart", undefined), once("")),
];
