import { daemonizes, family, once, serves } from "./program-rows.ts";
import type { Effects } from "./program-rows.ts";
import { four, measured, measured1, sourced, unsourced } from "../sources.ts";

const term: Effects = { handled: "TERM" };
const reaping = { reaps: true } as const;
const noReaping = { reaps: false } as const;
const nginx = measured(four, "SIGTERM is the fast shutdown, SIGUSR1 and SIGWINCH: nginx.org/en/docs/control.html");
const nginxSignals: Effects = { handled: "TERM INT QUIT", other: "HUP USR1 WINCH" };
const apache = measured(four, "SIGTERM stops at once, SIGWINCH gracefully: httpd.apache.org/docs/2.4/stopping.html");
const apacheSignals: Effects = { handled: "TERM INT WINCH", ignored: "QUIT", other: "HUP USR1" };
const apacheExtra = { graceful: "WINCH", reaps: true } as const;
const fpm = measured(four, "SIGQUIT is the graceful stop: php/php-src sapi/fpm/php-fpm.8.in");

/** Web servers and proxies. */
export const webServers = [
  family(
    "nginx nginx-debug",
    { valued: "-c -g -e -p -s" },
    once("-t|-T|-v|-V|-h|-s"),
    serves("-g=*daemon?off*", nginxSignals, nginx, { graceful: "QUIT", reaps: true }),
    daemonizes("-g=*daemon?on*", '-g "daemon off;"'),
    serves("", nginxSignals, nginx, { graceful: "QUIT", reaps: true, foreground: '-g "daemon off;"' }),
  ),
  family(
    "openresty",
    { valued: "-c -g -e -p -s" },
    once("-t|-T|-v|-V|-h|-s"),
    serves("-g=*daemon?off*", nginxSignals, unsourced, { graceful: "QUIT" }),
    serves("", nginxSignals, unsourced, { graceful: "QUIT", foreground: '-g "daemon off;"' }),
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
    serves("-F|--nodaemonize", { handled: "TERM INT QUIT", other: "HUP" }, fpm, { graceful: "QUIT", reaps: true }),
    daemonizes("-D|--daemonize", "-F"),
    serves("", { handled: "TERM INT QUIT", other: "HUP" }, fpm, { graceful: "QUIT", reaps: true, foreground: "-F" }),
  ),
  family(
    "lighttpd",
    { valued: "-f -m" },
    once("-t|-tt|-v|-V"),
    serves("-D", term, measured1, reaping),
    daemonizes("", "-D"),
  ),
  family(
    "caddy",
    {},
    daemonizes("start", "caddy run"),
    serves("run", term, measured1, { name: "caddy run", reaps: false }),
    serves("file-server|reverse-proxy|respond", term, unsourced),
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
      { name: "haproxy -W", graceful: "USR1", reaps: true },
    ),
    daemonizes("-D", "-W -db"),
    serves(
      "-db",
      { ignored: "TERM INT", other: "QUIT HUP", handled: "USR1" },
      measured(four, "SIGUSR1: docker-library/haproxy 3.2/Dockerfile"),
      { name: "haproxy -db", graceful: "USR1", reaps: false },
    ),
    serves("", { handled: "USR1" }, sourced("docker-library/haproxy 3.2/Dockerfile: STOPSIGNAL SIGUSR1"), {
      graceful: "USR1",
    }),
  ),
  family("traefik envoy", {}, serves("", term, unsourced)),
  family(
    "varnishd",
    { valued: "-a -f -s -T -S -p -n -b -l -t" },
    once("-V|-C"),
    serves("-F", term, measured1, noReaping),
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
      reaping,
    ),
    daemonizes("", "-N"),
  ),
  family("tinyproxy", { valued: "-c" }, once("-v|-h"), serves("-d", term, measured1, reaping), daemonizes("", "-d")),
];
