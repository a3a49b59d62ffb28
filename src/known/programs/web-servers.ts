import { daemonizes, family, once, serves } from "./program-rows.ts";
import type { Effects } from "./program-rows.ts";
import { four, inHand, measured, measured1, sourced, unsourced, unread } from "../sources.ts";

const term: Effects = { handled: "TERM" };
const reaping = { reaps: true } as const;
const noReaping = { reaps: false } as const;
const nginx = measured(four, "SIGTERM is the fast shutdown, SIGUSR1 and SIGWINCH: nginx.org/en/docs/control.html");
const nginxSignals: Effects = { handled: "TERM INT QUIT", other: "HUP USR1 WINCH" };
const nginxExtra = {
  graceful: "QUIT",
  reaps: true,
  waits: "QUIT",
  cuts: "TERM INT",
  work: inHand("nginx 1.22", "SIGTERM, SIGINT: a proxied request cut at once; SIGQUIT: answered, end after 1.4 s"),
} as const;
const openrestyExtra = {
  graceful: "QUIT",
  waits: "QUIT",
  cuts: "TERM INT",
  work: sourced("it is nginx with modules, and TERM and INT are its fast shutdown: nginx.org/en/docs/control.html"),
} as const;
const apache = measured(four, "SIGTERM stops at once, SIGWINCH gracefully: httpd.apache.org/docs/2.4/stopping.html");
const apacheSignals: Effects = { handled: "TERM INT WINCH", ignored: "QUIT", other: "HUP USR1" };
const apacheExtra = {
  graceful: "WINCH",
  reaps: true,
  waits: "WINCH",
  cuts: "TERM INT",
  work: inHand(
    "apache2 2.4",
    "SIGTERM, SIGINT: a request cut, through mod_proxy and in mod_php; SIGWINCH: both answered, end after 2 s",
  ),
} as const;
// On SIGQUIT it waits as long as `process_control_timeout` of its settings says: not at all by default, so unknown.
const fpmExtra = {
  graceful: "QUIT",
  reaps: true,
  cuts: "TERM INT",
  work: inHand("php-fpm 8.2", "SIGTERM, SIGINT: the script cut at once, the web server says 502"),
} as const;
const haproxySoft = "SIGUSR1: a request answered, end after 1.4 s";
const caddyExtra = {
  reaps: false,
  waits: "TERM INT",
  cuts: "QUIT",
  work: inHand("caddy 2.6", "SIGTERM, SIGINT: a proxied request answered, end after 1.6 s; SIGQUIT: cut at once"),
} as const;
const fpm = measured(four, "SIGQUIT is the graceful stop: php/php-src sapi/fpm/php-fpm.8.in");

/** Web servers and proxies. */
export const webServers = [
  family(
    "nginx nginx-debug",
    { valued: "-c -g -e -p -s" },
    once("-t|-T|-v|-V|-h|-s"),
    serves("-g=*daemon?off*", nginxSignals, nginx, nginxExtra),
    daemonizes("-g=*daemon?on*", '-g "daemon off;"'),
    serves("", nginxSignals, nginx, { ...nginxExtra, foreground: '-g "daemon off;"' }),
  ),
  family(
    "openresty",
    { valued: "-c -g -e -p -s" },
    once("-t|-T|-v|-V|-h|-s"),
    serves("-g=*daemon?off*", nginxSignals, unsourced, openrestyExtra),
    serves("", nginxSignals, unsourced, { ...openrestyExtra, foreground: '-g "daemon off;"' }),
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
    serves(
      "",
      { handled: "TERM INT WINCH", ignored: "QUIT", other: "HUP USR1" },
      sourced("docker-library/httpd 2.4 httpd-foreground ends in exec httpd"),
      apacheExtra,
    ),
  ),
  family(
    "apachectl apache2ctl",
    { valued: "-D -k" },
    once("configtest|-t|-v|-V|-M|-S|status|graceful|restart|stop"),
    serves("-D=FOREGROUND", { ignored: "TERM" }, measured("SIGTERM", "Debian's script stays the parent of apache2"), {
      reaps: true,
      fronts: "apache2",
    }),
    daemonizes("", "apache2-foreground, or apache2 -DFOREGROUND", unsourced),
  ),
  family(
    "php-fpm",
    { valued: "-y --fpm-config -c -p --prefix -d" },
    once("-t|--test|-v|--version|-i|-m|-tt"),
    serves("-F|--nodaemonize", { handled: "TERM INT QUIT", other: "HUP" }, fpm, fpmExtra),
    daemonizes("-D|--daemonize", "-F"),
    serves("", { handled: "TERM INT QUIT", other: "HUP" }, fpm, { ...fpmExtra, foreground: "-F" }),
  ),
  family(
    "lighttpd",
    { valued: "-f -m" },
    once("-t|-tt|-v|-V"),
    serves("-D", { handled: "TERM INT" }, measured("SIGTERM, SIGINT"), {
      graceful: "INT",
      reaps: true,
      waits: "INT",
      cuts: "TERM",
      work: inHand("lighttpd 1.4", "SIGTERM: a proxied request cut at once; SIGINT: answered, end after 1.4 s"),
    }),
    daemonizes("", "-D"),
  ),
  family(
    "caddy",
    {},
    daemonizes("start", "caddy run"),
    serves("run", { handled: "TERM INT", ends: "QUIT" }, measured("SIGTERM, SIGINT, SIGQUIT"), {
      name: "caddy run",
      ...caddyExtra,
    }),
    serves("file-server|reverse-proxy", { handled: "TERM INT" }, measured("SIGTERM, SIGINT"), {
      waits: "TERM INT",
      work: inHand("caddy 2.6", "SIGTERM, SIGINT: a proxied request and a slow download finished, end after 1.6 s"),
    }),
    serves("respond", term, unsourced),
    once(""),
  ),
  family(
    "haproxy",
    { valued: "-f -C -n -N -p -L" },
    once("-c|-v|-vv"),
    serves(
      "-W|-Ws",
      { handled: "TERM INT USR1", ignored: "QUIT", other: "HUP" },
      measured(four, "SIGUSR1: docker-library/haproxy 3.2/Dockerfile"),
      {
        name: "haproxy -W",
        graceful: "USR1",
        reaps: true,
        waits: "USR1",
        cuts: "TERM INT",
        work: inHand("haproxy 2.6", `SIGTERM, SIGINT: a request cut at once; ${haproxySoft}`),
      },
    ),
    daemonizes("-D", "-W -db"),
    serves(
      "-db",
      { ignored: "TERM INT", other: "QUIT HUP", handled: "USR1" },
      measured(four, "SIGUSR1: docker-library/haproxy 3.2/Dockerfile"),
      { name: "haproxy -db", graceful: "USR1", reaps: false, waits: "USR1", work: inHand("haproxy 2.6", haproxySoft) },
    ),
    serves("", { handled: "USR1" }, measured("SIGTERM, SIGINT, SIGUSR1", "its configuration decides on the others"), {
      graceful: "USR1",
      foreground: "-W -db",
      waits: "USR1",
      work: inHand("haproxy 2.6", `with -db and with -W, ${haproxySoft}`),
    }),
  ),
  family(
    "traefik",
    {},
    serves("", { handled: "TERM INT" }, unread("traefik/traefik cmd/traefik/traefik.go, pkg/server/server.go")),
  ),
  family("envoy", {}, serves("", term, unsourced)),
  family(
    "varnishd",
    { valued: "-a -f -s -T -S -p -n -b -l -t" },
    once("-V|-C"),
    serves("-F", { handled: "TERM INT" }, measured("SIGTERM, SIGINT"), {
      ...noReaping,
      cuts: "TERM INT",
      work: inHand("varnish 7.1", "SIGTERM, SIGINT: a passed request cut, end after 0.2 s"),
    }),
    daemonizes("", "-F"),
  ),
  family(
    "squid",
    { valued: "-f -a -k" },
    once("-k|-z|-v"),
    serves(
      "-N|--foreground",
      { handled: "INT", slow: "TERM" },
      measured(
        "SIGTERM, SIGINT",
        "on SIGTERM it waits shutdown_lifetime, 30 s by default, with clients or without; on SIGINT it ends within 2 s",
      ),
      {
        ...reaping,
        waits: "TERM",
        cuts: "INT",
        work: inHand("squid 5.7", "SIGTERM: a request answered, end after 31 s; SIGINT: cut, end after 1.4 s"),
      },
    ),
    daemonizes("", "-N"),
  ),
  family(
    "tinyproxy",
    { valued: "-c" },
    once("-v|-h"),
    serves("-d", { handled: "TERM INT" }, measured("SIGTERM, SIGINT"), {
      ...reaping,
      cuts: "TERM INT",
      work: inHand("tinyproxy 1.11", "SIGTERM, SIGINT: a request cut at once"),
    }),
    daemonizes("", "-d"),
  ),
];
