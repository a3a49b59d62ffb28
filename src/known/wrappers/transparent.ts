import { measured, sourced, unsourced } from "../sources.ts";
import { applet, wrapper } from "./wrapper-rows.ts";
import type { WrapperSyntax } from "./wrapper-rows.ts";

const env: WrapperSyntax = {
  short: "iu:C:S:v0",
  long:
    "ignore-environment unset= chdir= split-string= debug null block-signal default-signal ignore-signal " +
    "list-signal-handling",
  split: "-S --split-string",
  assignments: true,
  dash: true,
  clears: "-i --ignore-environment",
  unsets: "-u --unset",
  alone: true,
};
const namespaces: WrapperSyntax = {
  short: "muinpUCTrcfR:w:S:G:l:",
  long:
    "mount net pid user uts ipc cgroup time fork kill-child mount-proc map-root-user map-current-user map-auto " +
    "keep-caps root= wd= setuid= setgid= propagation= setgroups=",
};
const entering: WrapperSyntax = {
  short: "at:m::u::i::n::p::C::U::T::S:G:r::w::eFZ",
  long:
    "all target= mount uts ipc net pid cgroup user time setuid= setgid= preserve-credentials root wd env " +
    "no-fork follow-context",
};
const architecture: WrapperSyntax = {
  short: "v3BFILRSTXZ",
  long:
    "verbose 32bit 3gb 4gb addr-no-randomize fdpic-funcptrs short-inode addr-compat-layout mmap-page-zero " +
    "read-implies-exec sticky-timeouts uname-2.6 whole-seconds",
};

const lock: WrapperSyntax = {
  short: "sexnoFuw:E:",
  long: "shared exclusive unlock nonblock nb close no-fork wait= timeout= conflict-exit-code= verbose",
  operands: 1,
  text: "-c --command",
  alone: true,
};

/** Programs of busybox that behave otherwise than the ones of that name elsewhere. */
export const applets = [
  applet(
    "timeout",
    "exec",
    { short: "s:k:t:", operands: 1 },
    measured("SIGTERM", "busybox timeout: it executes the program, a child of it watches the time"),
  ),
  applet(
    "su",
    "exec",
    {
      permutes: true,
      short: "lmps:c:",
      long: "login",
      text: "-c",
      shell: "-s",
      login: true,
      user: "operand",
      defaultUser: "root",
    },
    measured("SIGTERM", "busybox su, which executes the user's shell"),
  ),
];

/**
 * Wrappers that replace themselves by the command: they are gone when the signal comes. With some options a few stay.
 */
export const transparent = [
  wrapper("env", "exec", env),
  wrapper("s6-env", "exec", { short: "iu:", assignments: true, clears: "-i", unsets: "-u" }, unsourced),
  wrapper("nice", "exec", { short: "n:0123456789", long: "adjustment=", alone: true }),
  wrapper("ionice", "exec", { short: "c:n:tp:P:u:", long: "class= classdata= ignore pid= pgid= uid=", alone: true }),
  wrapper("chrt", "exec", {
    short: "abdfiomrRvpT:P:D:",
    long:
      "all-tasks batch deadline fifo idle other max rr reset-on-fork verbose pid sched-runtime= " +
      "sched-period= sched-deadline=",
    operands: 1,
    alone: true,
  }),
  wrapper("numactl", "exec", {
    short: "ai:w:P:N:C:m:p:lbs",
    long:
      "all interleave= weighted-interleave= preferred-many= cpunodebind= physcpubind= membind= preferred= " +
      "localalloc balancing",
    alone: true,
  }),
  wrapper("taskset", "exec", { short: "acp", long: "all-tasks cpu-list pid", operands: 1, alone: true }),
  wrapper("prlimit", "exec", {
    short: "p:c::d::e::f::i::l::m::n::q::r::s::t::u::v::x::y::",
    long: "pid= noheadings raw verbose output=",
    alone: true,
  }),
  wrapper("stdbuf", "exec", { short: "i:o:e:", long: "input= output= error=" }),
  wrapper("nohup", "exec", {}),
  wrapper("gosu", "exec", { operands: 1, user: "operand" }),
  wrapper("su-exec", "exec", { operands: 1, user: "operand" }, sourced("ncopa/su-exec su-exec.c")),
  wrapper("setpriv", "exec", {
    short: "d",
    long:
      "reuid= regid= ruid= euid= rgid= egid= groups= clear-groups keep-groups init-groups inh-caps= " +
      "ambient-caps= bounding-set= no-new-privs nnp" +
      " securebits= pdeathsig= selinux-label= apparmor-profile= reset-env dump",
    user: "--reuid",
  }),
  wrapper("chroot", "exec", { long: "userspec= groups= skip-chdir", operands: 1, user: "--userspec" }),
  wrapper("chpst", "exec", { short: "u:U:b:e:/:C:n:l:L:m:d:o:p:f:c:r:t:vP012", user: "-u", apart: "-P" }),
  wrapper("s6-setuidgid", "exec", { operands: 1, user: "operand" }),
  wrapper("setuidgid", "exec", { operands: 1, user: "operand" }),
  wrapper("s6-applyuidgid", "exec", { short: "zUu:g:G:", user: "-u" }),
  wrapper("envdir s6-envdir", "exec", { short: "ILfnc:", operands: 1 }),
  wrapper("envuidgid s6-envuidgid", "exec", { short: "iB:unNx:", operands: 1 }),
  wrapper("setlock s6-setlock", "exec", { short: "nNxXrwt:d", operands: 1 }),
  wrapper("softlimit s6-softlimit", "exec", { short: "a:c:d:f:l:m:n:o:p:r:s:t:ha:H", alone: true }),
  wrapper("pgrphack", "exec", { apart: "!" }),
  wrapper("authbind", "exec", { long: "deep depth=", alone: true }),
  wrapper("argv0", "exec", { opaque: "argv0 gives a program another name" }),
  wrapper("with-contenv", "exec", {}, unsourced),
  wrapper("execlineb", "exec", { opaque: "execlineb reads its own script language" }),
  wrapper("flock", "exec", { ...lock, when: "-F --no-fork" }),
  wrapper("flock", "swallow", lock),
  wrapper("busybox", "exec", { sub: "timeout", short: "s:k:t:", operands: 1 }),
  wrapper("busybox", "exec", { long: "install list list-full help", short: "s", alone: true }),
  wrapper("ssh-agent", "exec", { short: "a:E:O:P:t:cdDks", alone: true }),
  wrapper("dbus-launch", "exec", {
    long: "exit-with-session exit-with-x11 sh-syntax csh-syntax auto-syntax close-stderr config-file= autolaunch=",
    alone: true,
  }),
  wrapper("start-stop-daemon", "exec", {
    when: "-S --start",
    short: "Sx:a:p:u:g:c:r:d:N:P:I:k:qovtmn:",
    long:
      "start exec= startas= pidfile= user= group= chuid= chroot= chdir= nicelevel= procsched= iosched= " +
      "umask= make-pidfile quiet oknodo verbose" +
      " test name= interpreter= pid= ppid=",
    user: "-c --chuid",
    program: "-x --exec -a --startas",
  }),
  wrapper("setarch", "exec", { ...architecture, sub: "x86_64|i386|i686|linux32|linux64|aarch64|arm64|uname26" }),
  wrapper("setarch linux32 linux64 i386 x86_64 uname26", "exec", architecture),
  wrapper(
    "capsh",
    "exec",
    { after: "-- ==", by: "/bin/bash" },
    measured("SIGTERM", "capsh of libcap 2.66: it executes bash with the words behind `--`"),
  ),
  wrapper("eatmydata", "exec", {}),
  wrapper("unshare", "swallow", { ...namespaces, when: "-f --fork" }),
  wrapper("unshare", "exec", namespaces),
  wrapper("nsenter", "swallow", { ...entering, when: "-p --pid -a --all" }, unsourced),
  wrapper("nsenter", "exec", entering),
  wrapper(
    "bundle",
    "exec",
    { sub: "exec", long: "keep-file-descriptors gemfile=" },
    sourced("rubygems/rubygems bundler/lib/bundler/cli/exec.rb"),
  ),
  wrapper(
    "poetry",
    "exec",
    { sub: "run", short: "qnvC:P:", long: "quiet no-interaction directory= project=" },
    sourced("python-poetry/poetry src/poetry/utils/env/base_env.py"),
  ),
  wrapper("pipenv", "exec", { sub: "run" }, unsourced),
  wrapper(
    "opentelemetry-instrument",
    "exec",
    { long: "traces_exporter= metrics_exporter= logs_exporter= service_name= exporter_otlp_endpoint=" },
    unsourced,
  ),
  wrapper("ddtrace-run", "exec", { short: "dp", long: "debug info profiling" }, unsourced),
  wrapper("newrelic-admin", "exec", { sub: "run-program" }, unsourced),
  wrapper(
    "wait-for-it wait-for-it.sh",
    "exec",
    { after: "--", alone: true },
    sourced("vishnubob/wait-for-it wait-for-it.sh"),
  ),
  wrapper("wait-for wait-for.sh", "exec", { after: "--", alone: true }, unsourced),
];
