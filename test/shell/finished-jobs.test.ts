import { describe, expect, test } from "@jest/globals";
import { outcomes } from "./in-shells.ts";

describe("jobs that have ended, and those that stay", () => {
  test.each([
    ["sleep 0.05 & wait\ntrap 'kill $(jobs -p); wait' TERM\napp & wait", "stuck delivered delivered delivered"],
    ["true & wait $!\ntrap 'kill $(jobs -p); wait' TERM\napp & wait", "stuck delivered delivered delivered"],
    [
      "app & p=$!\ntrap 'kill $p' TERM\ntail --pid=$p -f /dev/null & wait $!\nwait $p",
      "delivered delivered delivered delivered",
    ],
    ["app & p=$!\ntrap 'kill $p' TERM\ntail --pid=$p -f /dev/null & wait $!", "abrupt abrupt abrupt abrupt"],
    ["app & p=$!\ntrap 'kill $p' TERM\ntail --pid=$p -f /dev/null\nwait $p", "stuck stuck stuck stuck"],
    ["set -m\ntrap 'kill $(jobs -p); wait' TERM\napp &\nfg", "finishes stuck finishes stuck"],
    ["set -m\napp & p=$!\ntrap 'kill $p; wait $p' TERM\nfg %1", "finishes stuck finishes stuck"],
    ["sleep 0.05 &\nwait\napp & p=$!\ntrap 'kill $p; wait' TERM\nwait", "delivered delivered delivered delivered"],
    ["sleep 0.05 & s=$!\nwait $s\ntrap 'kill $s; wait' TERM\napp & wait", "stuck stuck stuck stuck"],
    [
      "sleep 0.05 & s=$!\nwait $s\napp & p=$!\ntrap 'kill $s $p; wait' TERM\nwait",
      "delivered delivered delivered delivered",
    ],
    ["sleep 0.05 &\nwait\napp &\ntrap 'kill %1; wait' TERM\nwait", "stuck delivered delivered delivered"],
  ])("%j: %s", (script, expected) => {
    expect(outcomes(script)).toBe(expected);
  });
});

// Measured as PID 1 of a namespace with a web server as the job: all of them are still there after SIGTERM.
describe("where a script stays that has started a server", () => {
  test.each([
    "{ redis-server; } & wait\nexec gunicorn a:a",
    "( redis-server ) & wait\nexec gunicorn a:a",
    "{ redis-server; echo over; } & wait\nexec gunicorn a:a",
    "f() { redis-server; }\nf & wait\nexec gunicorn a:a",
    "redis-server | tee /log & wait\nexec gunicorn a:a",
    "mkdir -p /data && redis-server & wait\nexec gunicorn a:a",
    "redis-server & wait\nexec redis-server",
    "redis-server & wait $!\nexec gunicorn a:a",
    "redis-server & p=$!\nwait $p\nexec gunicorn a:a",
    "redis-server &\nwhile pgrep redis-server > /dev/null; do sleep 1; done",
    "redis-server & p=$!\nwhile ps -p $p > /dev/null; do sleep 1; done",
    "redis-server & p=$!\nwhile test -e /proc/$p/stat; do sleep 1; done",
    "redis-server &\nwhile ps aux | grep -q 'redis-serve[r]'; do sleep 1; done\necho over",
    "redis-server &\nuntil [ -f /tmp/stop ]; do sleep 1; done",
    "w() { until ! redis-cli ping; do sleep 1; done; }\nredis-server & w",
    "app &\nwhile pidof app; do sleep 1; done; exit 1",
    'UP=0\nwhile [ $UP = 0 ]; do [ "$MODE" = a ] && UP=1; redis-server; done\nexec gunicorn a:a',
    "UP=1\nwhile [ $UP = 1 ]; do redis-server || UP=0; done\nrm -f /run/up",
  ])("%j", (script) => {
    expect(outcomes(script)).toBe("stuck stuck stuck stuck");
  });

  test.each([
    ["{ mkdir -p /data; chown a /data; } & wait\nexec gunicorn a:a", "graceful"],
    ["redis-server --version & wait\nexec gunicorn a:a", "graceful"],
    ["redis-server & p=$!\nsleep 5; kill $p; wait $p", "finishes"],
    ["composer install & wait $!\nexec gunicorn a:a", "graceful"],
    ["redis-server & p=$!\nsleep 5; kill $p; wait $p\nexec gunicorn a:a", "graceful"],
    ['f() { [ -z "$A" ] || redis-server; }\nf & wait\nexec gunicorn a:a', "graceful"],
    ["redis-server &\nuntil redis-cli ping; do sleep 1; done\nexec gunicorn a:a", "graceful"],
    ["until nc -z db 5432; do sleep 1; done\nexec gunicorn a:a", "graceful"],
    ["until nc -z db 5432; do sleep 1; done", "finishes"],
    ["UP=0\nwhile [ $UP = 0 ]; do UP=1; probe || UP=0; done\nexec gunicorn a:a", "graceful"],
    ["no=1\nwhile [ $no = 1 ]; do probe; rc=$?; [ $rc -eq 0 ] && no=0; done\nexec gunicorn a:a", "graceful"],
    ["redis-server &\nwhile read -r line; do echo $line; sleep 1; done < /etc/hosts", "finishes"],
    ["redis-server &\nseq 5 | while read -r i; do redis-cli ping; sleep 1; done", "finishes"],
    ["tail -f /log &\nuntil grep -q done /log; do sleep 1; done\nexit 0", "finishes"],
    ["(redis-server & p=$!; sleep 5; kill $p; wait $p) & wait\nexec gunicorn a:a", "graceful"],
  ])("and where it goes on: %j: %s", (script, expected) => {
    expect(outcomes(script)).toBe(Array(4).fill(expected).join(" "));
  });
});

// Measured as PID 1 of a namespace in dash, bash and busybox sh.
describe("the job that a container is there for, beside short ones", () => {
  test.each([
    ["trap 'kill $p; wait $p' TERM\nredis-server & p=$!\n(sleep 5; curl x) & wait $p", "graceful"],
    ["trap 'kill $p; wait $p' TERM\nredis-server & p=$!\ncurl x & wait $p", "graceful"],
    ["trap 'kill $p; wait $p' TERM\nredis-server & p=$!\n/opt/seed.sh & wait $p", "graceful"],
    ["trap 'kill $p' TERM\nredis-server & p=$!\n(sleep 1; redis-cli ping) & wait $p; wait $p", "graceful"],
    ["redis-server &\n(until redis-cli ping; do sleep 1; done; echo ready) &\nwait", "stuck"],
    ["redis-server & curl x & wait", "stuck"],
    ["redis-server & python manage.py migrate & wait", "stuck"],
    ["seed() { curl x; }\nredis-server & seed & wait $(jobs -p)", "stuck"],
  ])("%j: %s", (script, expected) => {
    expect(outcomes(script)).toBe(Array(4).fill(expected).join(" "));
  });

  test.each([
    ["redis-server & p=$!\ntrap 'kill $p; tail --pid=$p -f /dev/null' TERM\nwait $p", "graceful"],
    ["redis-server & p=$!\ntrap 'kill $p' TERM\nwait $p\ntail --pid=$p -f /dev/null", "graceful"],
    [
      "redis-server & p=$!\ntrap 'kill $p; wait $p' TERM\nwait $p\nfor b in $(pgrep backup); do tail --pid=$b -f; done",
      "graceful",
    ],
    ["redis-server & p=$!\ntrap 'kill $p' TERM\ntail --pid=$p -f /dev/null\nwait $p", "stuck"],
  ])("tail waits for a process: %j: %s in dash and bash", (script, expected) => {
    expect(outcomes(script).split(" ").slice(0, 2)).toEqual([expected, expected]);
  });
});

describe("a wait for more than what the trap has told to end", () => {
  test.each([
    ["touch l; tail -F l & app & p=$!\ntrap 'kill $p; wait' TERM\nwait $p", "stuck stuck stuck"],
    ["touch l; tail -F l & app & p=$!\ntrap 'kill $p; wait $p' TERM\nwait $p\nwait", "stuck stuck stuck"],
    ["touch l; tail -F l & app & p=$!\ntrap 'kill $p' TERM\nwait\nwait", "stuck stuck stuck"],
    ["touch l; tail -F l & t=$!\napp & p=$!\ntrap 'kill $t $p; wait' TERM\nwait $p", "delivered delivered delivered"],
    ["touch l; tail -F l & app & p=$!\ntrap 'kill $(jobs -p); wait' TERM\nwait $p", "stuck delivered delivered"],
    ["sleep 1000 & app & p=$!\ntrap 'kill $p; wait' TERM\nwait $p", "stuck stuck stuck"],
    ["sleep 0.1 & app & p=$!\ntrap 'kill $p; wait' TERM\nwait $p", "delivered delivered delivered"],
    ["( while :; do sleep 1; done ) & app & p=$!\ntrap 'kill $p; wait' TERM\nwait $p", "stuck stuck stuck"],
    ["bg() { while :; do sleep 1; done; }\nbg & app & p=$!\ntrap 'kill $p; wait' TERM\nwait $p", "stuck stuck stuck"],
    ["touch l; tail -F l & app & p=$!\ntrap 'kill $p; wait; exit' TERM\nwait $p", "stuck stuck stuck"],
    ["touch l; tail -F l & app & p=$!\ntrap 'kill $p; wait $p; exit' TERM\nwait", "delivered delivered delivered"],
  ])("%j: %s in dash, bash and ash", (script, expected) => {
    expect(outcomes(script).split(" ").slice(0, 3).join(" ")).toBe(expected);
  });

  test.each([
    ["exec > >(tee o)\napp & p=$!\ntrap 'kill $p; wait' TERM\nwait $p", "stuck"],
    ["exec > >(tee -a o) 2>&1\napp & p=$!\ntrap 'kill $p; wait $p' TERM\nwait $p", "delivered"],
    ["exec > >(tee -a o) 2>&1\napp & p=$!\ntrap 'kill $p; wait $p' TERM\nwait $p; wait", "stuck"],
  ])("bash waits for what it writes into, where nobody is named: %j: %s", (script, expected) => {
    expect(outcomes(script).split(" ")[1]).toBe(expected);
  });
});
