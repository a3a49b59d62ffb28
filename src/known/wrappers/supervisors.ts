import { measured, sourced, unsourced } from "../sources.ts";
import { killingAfter, reaping, wrapper } from "./wrapper-rows.ts";
import type { WrapperSyntax } from "./wrapper-rows.ts";

const tini: WrapperSyntax = { short: "hsvwglp:e:", long: "version", group: "-g" };
const dumbInit: WrapperSyntax = {
  short: "hvVcr:",
  long: "help single-child rewrite= verbose version",
  group: "!-c --single-child",
  rewrite: "-r --rewrite",
};
const su: WrapperSyntax = {
  permutes: true,
  short: "c:g:G:lmpfPTs:w:",
  long:
    "command= session-command= group= supp-group= login preserve-environment fast pty no-pty shell= " +
    "whitelist-environment=",
  text: "-c --command",
  shell: "-s --shell",
  login: true,
  user: "operand",
  defaultUser: "root",
  drops: "SIGINT SIGQUIT",
};
const killer = "util-linux 2.38: on SIGTERM it kills after 2 s, SIGINT and SIGQUIT it blocks";
const script: WrapperSyntax = {
  permutes: true,
  short: "aefqT:t::B:c:E:I:O:m:o:",
  long:
    "append return flush force quiet command= echo= log-in= log-out= log-io= log-timing= timing " +
    "logging-format= output-limit=",
  text: "-c --command",
};
const bwrap: WrapperSyntax = {
  lax: true,
  long:
    "args= argv0= userns= userns2= pidns= uid= gid= hostname= chdir= unsetenv= lock-file= sync-fd= remount-ro= " +
    "exec-label= file-label= proc= dev= tmpfs= mqueue= dir= seccomp= add-seccomp-fd= block-fd= userns-block-fd= " +
    "info-fd= json-status-fd= cap-add= cap-drop= perms= size=",
  opaque: "bwrap sets up a sandbox for it",
};
const sudo = {
  short: "ABEHKknPSC:D:g:p:R:r:T:t:U:u:",
  long:
    "askpass bell preserve-env set-home reset-timestamp non-interactive preserve-groups stdin " +
    "close-from= chdir= group= " +
    "prompt= chroot= role= command-timeout= type= other-user= user=",
  assignments: true,
  user: "-u --user",
  defaultUser: "root",
} as const satisfies WrapperSyntax;
const services = "it starts the services of a directory";

/** Inits and other wrappers that stay in front of the command. */
export const supervisors = [
  wrapper("tini docker-init", "init", { ...tini, greedy: true }),
  wrapper("tini-static", "init", tini),
  wrapper("dumb-init", "init", dumbInit),
  wrapper("catatonit", "init", { short: "hLPVg", long: "help version license pause", greedy: true }),
  wrapper(
    "my_init",
    "init",
    { long: "quiet skip-startup-files skip-runit no-kill-all-on-exit enable-insecure-key no-main-command" },
    sourced("phusion/baseimage-docker image/bin/my_init"),
  ),
  wrapper("/init", "init", {}, unsourced),
  reaping(wrapper("s6-svscan", "forward", { lax: true, opaque: services })),
  reaping(wrapper("s6-supervise", "forward", { lax: true, opaque: services })),
  reaping(wrapper("runsv", "forward", { lax: true, opaque: services })),
  reaping(wrapper("runsvdir", "abandon", { lax: true, opaque: services })),
  reaping(
    wrapper(
      "runsvdir-start",
      "abandon",
      { lax: true, opaque: services },
      measured("SIGTERM", "Debian's /etc/runit/2, copied as smarden.org/runit/useinit.html says: it execs runsvdir"),
    ),
  ),
  wrapper("svscan", "swallow", { lax: true, opaque: services }),

  wrapper(
    "timeout",
    "forward",
    {
      short: "k:s:vfp",
      long: "kill-after= signal= foreground preserve-status verbose",
      operands: 1,
      apart: "!-f --foreground",
    },
    measured("SIGTERM", "GNU timeout; that of busybox replaces itself"),
  ),
  reaping(
    wrapper(
      "sudo",
      "forward",
      { ...sudo, short: `${sudo.short}i`, long: `${sudo.long} login`, when: "-i --login", throughLogin: true },
      measured("SIGTERM", "sudo -i: it gives the command to the user's shell"),
    ),
  ),
  reaping(wrapper("sudo", "forward", sudo)),
  wrapper(
    "entr",
    "swallow",
    { short: "acdnprszx" },
    measured("SIGTERM", "entr 5.2 with -n and with -r: what it has started may end, it stays"),
  ),
  wrapper("setsid", "exec", { when: "-f --fork", lax: true, opaque: "setsid -f goes on in the background" }),
  wrapper(
    "setsid",
    "exec",
    { member: true, short: "cw", long: "ctty wait", apart: "!" },
    measured("SIGTERM", "util-linux and busybox, as a job of a shell"),
  ),
  wrapper(
    "setsid",
    "swallow",
    { when: "-w --wait", short: "cfw", long: "ctty fork wait" },
    measured("SIGTERM", "util-linux, first process of its session as PID 1 is"),
  ),
  wrapper(
    "setsid",
    "exec",
    { lax: true, opaque: "setsid forks where it is PID 1, and the container ends" },
    measured("SIGTERM", "util-linux and busybox"),
  ),
  wrapper("watchmedo", "forward", { sub: "auto-restart", after: "--" }),
  killingAfter(
    5000,
    wrapper(
      "watchfiles",
      "forward",
      {
        lax: true,
        long: "ignore-paths= target-type= filter= args= verbosity= sigint-timeout= sigkill-timeout=",
        line: "operand",
        opaque: "watchfiles calls a function of Python, or runs a command line",
        sends: "SIGINT",
      },
      measured("SIGTERM", "watchfiles 1: on SIGTERM it sends SIGINT, and kills after 5 s"),
    ),
  ),
  wrapper("watchmedo", "swallow", { sub: "shell-command", lax: true, opaque: "it runs a command at each change" }),
  wrapper(
    "dockerize",
    "forward",
    {
      singleDash: true,
      long:
        "template= wait= timeout= stdout= stderr= delims= wait-http-header= wait-retry-interval= env= env-section= " +
        "no-overwrite poll skip-tls-verify multiline validate-cert",
      alone: true,
    },
    sourced("jwilder/dockerize exec.go: it kills the program after 10 s, when by default the engine does"),
  ),

  wrapper(
    "runuser",
    "kill",
    {
      when: "-u --user",
      short: "u:g:G:",
      long: "user= group= supp-group=",
      user: "-u --user",
      drops: "SIGINT SIGQUIT",
    },
    measured("SIGTERM", killer),
  ),
  wrapper("runuser su", "kill", su, measured("SIGTERM", killer)),

  wrapper("sg", "swallow", { operands: 1, text: "-c", opaque: "sg gives its words to a shell" }),
  wrapper("fakeroot", "swallow", { short: "l:s:i:ub:hv", long: "lib= faked= unknown-is-real help version" }),
  wrapper("chronic", "swallow", { short: "ve" }),
  wrapper("lckdo", "swallow", { short: "wW:eEsxqQ", operands: 1 }),
  wrapper("fghack s6-fghack", "swallow", {}),
  reaping(wrapper("bwrap", "swallow", bwrap)),
  wrapper("newgrp", "swallow", { opaque: "newgrp starts the user's login shell" }, unsourced),
  reaping(
    killingAfter(
      2000,
      wrapper(
        "script",
        "forward",
        { ...script, everyone: true },
        measured(
          "SIGTERM",
          "script of util-linux: kills after 2 s; below a shell the program gets SIGHUP from its terminal",
        ),
      ),
    ),
  ),
  wrapper("unbuffer", "swallow", { short: "p" }),
  wrapper("expect", "abandon", { opaque: "an expect script decides" }),
  wrapper("faketime", "swallow", { short: "mfp:", long: "help version exclude-monotonic date-prog=", operands: 1 }),
  reaping(
    wrapper("strace", "swallow", {
      short: "AcCdfFhikqnrtTvVwxyYzZDa:b:e:E:I:o:O:p:P:s:S:u:U:X:",
      long: "follow-forks output= trace= attach= string-limit= summary-only summary quiet tips",
      alone: true,
    }),
  ),
  reaping(
    wrapper("xvfb-run", "swallow", {
      short: "ae:f:hn:lp:s:w:",
      long: "auto-servernum error-file= auth-file= server-num= listen-tcp xauth-protocol= server-args= wait= help",
    }),
  ),
  reaping(wrapper("dbus-run-session", "swallow", { long: "config-file= dbus-daemon= help version" })),
  wrapper("find", "swallow", { after: "-exec -execdir -ok -okdir", alone: true }),
  wrapper("xargs", "swallow", {
    short: "0a:d:E:e::I:i::L:l::n:P:prs:tx",
    long:
      "null arg-file= delimiter= eof max-lines max-args= max-procs= interactive replace no-run-if-empty max-chars= " +
      "verbose exit open-tty",
    alone: true,
  }),
  wrapper(
    "time",
    "swallow",
    { short: "apqvVo:f:", long: "append portability quiet verbose output= format=", alone: true },
    measured("SIGTERM", "bash -c 'time app'"),
  ),
];
