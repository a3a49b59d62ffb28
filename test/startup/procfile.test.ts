import { describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import { trace } from "../library.ts";
import { readProcfile } from "../../src/startup/runners/procfile.ts";
import { MappedText } from "../../src/text/source.ts";

function found(text: string, name?: string): ReturnType<typeof readProcfile> {
  return readProcfile(MappedText.identity("/Procfile", text, 0), name, true);
}

describe("a process of a Procfile", () => {
  test.each([
    ["by its name", "web: gunicorn app\nworker: celery worker\n", "worker", "celery worker"],
    ["the only one", "# all\n\nweb:   gunicorn app  \n", undefined, "gunicorn app"],
    ["with CRLF", "web: gunicorn app\r\nworker: celery\r\n", "web", "gunicorn app"],
    ["a name within the command", "app: app: x\n", undefined, "app: x"],
  ])("%s", (_, text, name, expected) => {
    const process = found(text, name);
    if (process.kind !== "script") throw new Error(process.kind);
    expect(process.script.text.text).toBe(expected);
    const { start, end } = process.script.text.locate();
    expect(text.slice(start, end)).toBe(expected);
  });

  test.each([
    ["none of that name", "web: x\n", "worker", "missing"],
    ["no line of its form", "web x\n", undefined, "missing"],
    ["two of one name", "web: x\nweb: y\n", "web", "unknown"],
  ])("%s: %s", (_, text, name, kind) => expect(found(text, name).kind).toBe(kind));
});

/** Measured with a program that takes half a second to stop. */
describe("what the stop signal does to a Procfile's program", () => {
  const plain = "web: gunicorn app:app\n";
  const behindShell = "web: cd /srv && gunicorn app:app\n";
  test.each([
    ['["honcho", "start"]', plain, "graceful"],
    ['["honcho", "-f", "Procfile", "start", "web"]', behindShell, "graceful"],
    ['["goreman", "-f", "Procfile", "start"]', behindShell, "graceful"],
    ['["forego", "start", "-f", "Procfile"]', behindShell, "graceful"],
    ['["foreman", "start"]', plain, "graceful"],
    ['["foreman", "start", "-f", "Procfile"]', behindShell, "abrupt"],
    ['["nf", "-j", "Procfile", "start"]', plain, "stuck"],
    ['["honcho", "run", "gunicorn", "app:app"]', plain, "stuck"],
    // SIGINT is what reaches the program, whose default action ends it.
    ['["overmind", "start"]', "web: node server.js\n", "delivered"],
    // All run at the same time, and the worst decides.
    ['["honcho", "start"]', `${plain}worker: celery worker\n`, "graceful"],
    ['["honcho", "start"]', `${plain}proxy: nginx -g 'daemon off;'\n`, "abrupt"],
    ['["foreman", "start"]', `${plain}worker: cd /srv && celery worker\n`, "abrupt"],
    ['["honcho", "start", "web"]', `${plain}proxy: nginx -g 'daemon off;'\n`, "graceful"],
    ['["honcho", "start"]', `${plain}worker: something --of mine\n`, "unknown"],
    ['["honcho", "start", "--concurrency", "web=2"]', plain, "unknown"],
    ['["honcho", "-f", "Procfile.prod", "start"]', plain, "unknown"],
  ])("CMD %s, %j: %s", (cmd, procfile, outcome) => {
    const files = {
      "/app/Dockerfile": `FROM python:3.12-slim\nWORKDIR /srv\nCOPY . .\nCMD ${cmd}\n`,
      "/app/Procfile": procfile,
      "/app/server.js": "",
    };
    expect(trace(memoryTree(files), ["/app/Dockerfile"]).map((image) => image.outcome)).toEqual([outcome]);
  });
});
