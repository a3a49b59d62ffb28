import { describe, expect, test } from "@jest/globals";
import { outcomes } from "../shell/in-shells.ts";

const trap = "app & p=$!\ntrap 'kill $p; wait $p; exit' TERM\n";

/** Run as PID 1 of dash, bash and busybox ash, which agree. */
describe("a loop behind a trap comes to it when its sleep is over", () => {
  test.each([
    "while :; do sleep 60; done",
    "while :; do command sleep 60; done",
    "while :; do /bin/sleep 60; done",
    "while kill -0 $p; do /usr/bin/sleep 60; done",
    "while [ -d /proc/$p ]; do busybox sleep 60; done",
    "while [ -d /proc/$p ]; do nice sleep 60; done",
    "while [ -d /proc/$p ]; do env TZ=UTC sleep 60; done",
    "while pgrep app > /dev/null; do /bin/sleep 60; done",
    "while ps aux | grep -q app; do command sleep 60; done",
    "while ps aux | grep -q app; do sleep 30s 30s; done",
    "until ! ps aux | grep -q app; do /usr/bin/sleep 1m; done",
    "while /bin/sleep 60; do ps aux | grep -q app || exit 1; done",
    "nap() { sleep 60; }\nwhile :; do nap; done",
    "nap() { sleep 60; }\nwhile ps aux | grep -q app; do nap; done",
    'nap() { command sleep "$1"; }\nlonger() { nap 60; }\nwhile ps aux | grep -q app; do longer; done',
  ])("%s: stuck", (loop) => {
    expect(outcomes(`${trap}${loop}`)).toBe("stuck stuck stuck stuck");
  });

  test.each([
    "while ps aux | grep -q app; do command sleep 1; done",
    "while ps aux | grep -q app; do sleep .5; done",
    "while ps aux | grep -q app; do sleep 1s 0.5; done",
    "nap() { command sleep 1; }\nwhile ps aux | grep -q app; do nap; done",
    "mkfifo /tmp/never\nwhile ps aux | grep -q app; do read -t 60 line <> /tmp/never; done",
  ])("%s: delivered", (loop) => {
    expect(outcomes(`${trap}${loop}`)).toBe("delivered delivered delivered delivered");
  });
});

/** Of two ways that nothing before the start decides, the worse one counts; where it does not sleep long, it is run. */
describe("a loop that sleeps for a moment on one way and long on another", () => {
  test.each([
    "while :; do if grep -q x /etc/hosts; then sleep 1; else sleep 60; fi; done",
    "while :; do if grep -q x /etc/hosts; then sleep 60; else sleep 1; fi; done",
    "while :; do sleep 1; if grep -q localhost /etc/hosts; then sleep 60; fi; done",
    "while kill -0 $p; do if grep -q x /etc/hosts; then sleep 1; else sleep 60; fi; done",
    "while ps aux | grep -q app; do if grep -q x /etc/hosts; then sleep 1; else sleep 60; fi; done",
    'while [ -d /proc/$p ]; do case "$(hostname)" in db*) sleep 1 ;; *) sleep 60 ;; esac; done',
  ])("%s: stuck", (loop) => {
    expect(outcomes(`${trap}${loop}`)).toBe("stuck stuck stuck stuck");
  });

  test.each([
    "while :; do if grep -q x /etc/hosts; then sleep 1; else sleep 2; fi; done",
    'while :; do if [ -n "$DEBUG" ]; then sleep 60; else sleep 1; fi; done',
  ])("%s: delivered", (loop) => {
    expect(outcomes(`${trap}${loop}`)).toBe("delivered delivered delivered delivered");
  });
});

test.each(["/bin/sleep infinity", "nice sleep infinity"])("a job beside %s is left alone", (last) => {
  expect(outcomes(`app &\n${last}`)).toBe("stuck stuck stuck stuck");
});
