import type { Known } from "../../text/diagnostic.ts";
import type { Evidence } from "../evidence.ts";
import { findProgram } from "./programs.ts";
import { sourced } from "../sources.ts";

/** The command line that runs a daemon in the foreground: shell text. */
interface ForegroundRow {
  /** What the daemon's init script does first, and has to be done in its place. */
  readonly before: string | undefined;
  readonly command: string;
  readonly evidence: Evidence;
}

/** Services by the name that their init script has; a version in it stands for `*`. */
export const services: Readonly<Record<string, ForegroundRow>> = {
  "nginx": {
    before: undefined,
    command: "nginx -g 'daemon off;'",
    evidence: sourced("Debian nginx-common 1.22 /etc/init.d/nginx"),
  },
  "ssh": {
    before: "mkdir -p /run/sshd",
    command: "/usr/sbin/sshd -D",
    evidence: sourced("Debian openssh-server 9.2 /etc/init.d/ssh"),
  },
  "php*-fpm": {
    before: "mkdir -p /run/php",
    command: "php-fpm* -F",
    evidence: sourced("Debian php8.2-fpm /etc/init.d/php8.2-fpm, tmpfiles.d"),
  },
  "supervisor": {
    before: undefined,
    command: "/usr/bin/supervisord -n -c /etc/supervisor/supervisord.conf",
    evidence: sourced("Debian supervisor 4.2 /etc/init.d/supervisor"),
  },
  "lighttpd": {
    before: "install -d -o www-data -g www-data -m 0750 /run/lighttpd",
    command: "lighttpd -D -f /etc/lighttpd/lighttpd.conf",
    evidence: sourced("Debian lighttpd 1.4 /etc/init.d/lighttpd"),
  },
};

/**
 * What to run in the place of `service nginx start`, `/etc/init.d/nginx start` or `nginx`, so that it stays; undefined
 * if no table tells.
 */
export function foregroundOf(argv: readonly Known<string>[]): ForegroundRow | undefined {
  const [command = "", ...words] = argv;
  const [name, verb] = command.startsWith("/etc/init.d/")
    ? [command.replace(/^.*\//, ""), words[0]]
    : /^(.*\/)?(service|invoke-rc\.d)$/.test(command)
      ? words
      : [];
  if (name !== undefined) {
    const version = /^php([\d.]+)-fpm$/.exec(name)?.[1];
    const key = version === undefined ? name : "php*-fpm";
    const row = Object.hasOwn(services, key) ? services[key] : undefined;
    return row && /^(re)?start$/.test(verb ?? "")
      ? { ...row, command: row.command.replace("*", version ?? "") }
      : undefined;
  }
  const flags = foregroundFlags(argv);
  const evidence = findProgram(argv)?.evidence;
  return flags && evidence && argv.every((word) => /^[\w./:@%+=,-]+$/.test(word))
    ? { before: undefined, command: [...argv, ...flags.map(quoted)].join(" "), evidence }
    : undefined;
}

/**
 * The words that keep a program in the foreground if they are put behind its own: `-D`, `-g "daemon off;"`; undefined
 * if there are none, or no table tells.
 */
export function foregroundFlags(argv: readonly Known<string>[]): readonly string[] | undefined {
  const flags = findProgram(argv)?.foreground;
  if (argv.includes("unknown") || flags === undefined || !/^-\S+( "[^"]*")?$/.test(flags)) return undefined;
  const words = [...flags.matchAll(/"([^"]*)"|\S+/g)].map(([word, inner]) => inner ?? word);
  const row = findProgram([...argv, ...words]);
  return row?.longRunning === true && row.foreground === undefined ? words : undefined;
}

function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word}'`;
}
