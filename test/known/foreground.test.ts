import { describe, expect, test } from "@jest/globals";
import { foregroundFlags, foregroundOf } from "../../src/known/programs/foreground.ts";

describe("a daemon in the foreground", () => {
  test.each([
    [["service", "nginx", "start"], "nginx -g 'daemon off;'", undefined],
    [["/etc/init.d/nginx", "restart"], "nginx -g 'daemon off;'", undefined],
    [["/usr/sbin/service", "ssh", "start"], "/usr/sbin/sshd -D", "mkdir -p /run/sshd"],
    [["service", "php8.3-fpm", "start"], "php-fpm8.3 -F", "mkdir -p /run/php"],
    [["nginx"], "nginx -g 'daemon off;'", undefined],
    [["/usr/sbin/sshd", "-p", "2222"], "/usr/sbin/sshd -p 2222 -D", undefined],
  ])("%j: %s", (argv, command, before) => expect(foregroundOf(argv)).toMatchObject({ command, before }));

  test.each([
    ["a service that no table has", ["service", "frobnicator", "start"]],
    ["a service that is stopped", ["service", "nginx", "stop"]],
    ["a program that stays already", ["nginx", "-g", "daemon off;"]],
    ["an option that would have to go", ["redis-server", "--daemonize", "yes"]],
    ["two answers, by version", ["crond"]],
    ["a word that is not known", ["sshd", "unknown"]],
    ["words that need quoting", ["sshd", "-o", "Port 22"]],
  ])("%s: not told", (_, argv) => expect(foregroundOf(argv)).toBeUndefined());

  test("is asked for by words behind the program's own", () => {
    expect(foregroundFlags(["nginx"])).toEqual(["-g", "daemon off;"]);
    expect(foregroundFlags(["cron"])).toEqual(["-f"]);
    expect(foregroundFlags(["gunicorn", "-D", "app"])).toBeUndefined();
  });
});
