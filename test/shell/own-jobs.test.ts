import { describe, expect, test } from "@jest/globals";
import { outcomes } from "./in-shells.ts";

const server = `nginx -g "daemon off;"`;
const behind = (script: string): string => outcomes(`${script}\nexec redis-server`);

/** Run as PID 1 of dash, bash and busybox ash; of a server, its own program came second, and the signal reached it or not. */
describe("a shell waits for its own jobs", () => {
  test.each([
    `${server} & (wait)`,
    `${server} & (wait $!)`,
    `${server} & p=$!\n(wait $p)`,
    `${server} & wait | cat`,
    `${server} & { wait; } | cat`,
    `${server} &\nf() { wait; }\nf | cat`,
    `${server} &\n(wait; echo over)`,
    `${server} & x=$(wait)`,
    `( (${server} &) ; wait )`,
    `(${server} &)\nwait`,
    `${server} &\n(kill $!; wait)`,
  ])("%s: those of the shell above it does not", (script) => {
    expect(behind(script)).toBe("graceful graceful graceful graceful");
  });

  test.each([`${server} & { wait; }`, `(${server} & wait)`, `(${server}) & wait`, `${server} & f() { wait; }; f`])(
    "%s: it stays with those",
    (script) => {
      expect(behind(script)).toBe("stuck stuck stuck stuck");
    },
  );

  test.each([
    `${server} & disown; wait`,
    `${server} & disown $!; wait`,
    `${server} & disown -a; wait`,
    `${server} & disown; wait $!`,
    `${server} & p=$!; disown %1; wait $p`,
  ])("%s: bash lets go of a job, and the others have no such command", (script) => {
    expect(behind(script)).toBe("stuck graceful stuck graceful");
  });

  test(`with -h it does not`, () => {
    expect(behind(`${server} & disown -h; wait`)).toBe("stuck stuck stuck stuck");
  });

  test("of two jobs, the last one is let go of", () => {
    expect(behind(`${server} & sleep 1 & disown; wait`)).toBe("stuck stuck stuck stuck");
    expect(behind(`sleep 1 & ${server} & disown; wait`)).toBe("stuck graceful stuck graceful");
  });
});

describe("a job that is the text of a shell", () => {
  test.each([
    `sh -c '${server}' & wait`,
    `sh -ec '${server}' & wait`,
    `sh -c '${server}; echo' & wait`,
    `bash -c 'cd / && ${server}' & wait`,
    `sh -c 'exec ${server}' & wait`,
    `sh -c '${server} & wait' & wait`,
  ])("%s: stays with the server in it", (script) => {
    expect(behind(script)).toBe("stuck stuck stuck stuck");
  });

  test.each(["sleep 1", `${server} &`, "mkdir /x", "nginx"])("sh -c '%s' & wait: comes to its end", (text) => {
    expect(behind(`sh -c '${text}' & wait`)).toBe("graceful graceful graceful graceful");
  });
});
