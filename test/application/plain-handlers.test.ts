import { describe, expect, test } from "@jest/globals";
import { unhandledAtPid1 } from "../../rules/missing-init/unhandled.ts";
import { applicationOf } from "../../src/application/application.ts";
import { judged, wordsOf } from "../shell/walk.ts";

const head = "FROM debian:12-slim\nWORKDIR /app\nCOPY . .\n";

function handling(command: string, file: string, text: string): string {
  const image = judged(`${head}CMD ["${command}", "${file}"]\n`, { [file]: text });
  const main = image.startUp.paths[0]?.processes.at(-1);
  return (main && applicationOf(main, image)?.on("SIGTERM").is) ?? "no application";
}

describe("a handler in the entry file, in plain words", () => {
  test.each([
    ["perl", "a.pl", "$SIG{TERM} = \\&stop;"],
    ["php", "a.php", "pcntl_signal(SIGTERM, $stop);"],
  ])("%s %s: %s", (command, file, text) => expect(handling(command, file, text)).toBe("handled"));

  test.each([
    ["nothing of the kind", "perl", "a.pl", "serve();"],
    ["another signal", "perl", "a.pl", "$SIG{INT} = \\&stop;"],
    ["a comment", "perl", "a.pl", "# $SIG{TERM} = \\&stop;"],
    ["the default action", "perl", "a.pl", '$SIG{TERM} = "DEFAULT";'],
    ["ignored", "perl", "a.pl", '$SIG{TERM} = "IGNORE";'],
    ["another language", "luajit", "a.lua", 'process.on("SIGTERM", stop)'],
  ])("%s: unknown", (_, command, file, text) => expect(handling(command, file, text)).toBe("unknown"));

  test("is no fault of PID 1", () => {
    const handles = { "app.py": "import signal\nsignal.signal(signal.SIGTERM, stop)\n" };
    const image = judged(`${head}CMD ["python", "app.py"]\n`, handles);
    expect(wordsOf(image.startUp)).toBe("SIGTERM reaches python; /app/app.py:2 handles it");
    expect(unhandledAtPid1(image)).toBeUndefined();
    expect(unhandledAtPid1(judged(`${head}CMD ["python", "app.py"]\n`, { "app.py": "serve()" }))?.severity).toBe(
      "info",
    );
  });
});
