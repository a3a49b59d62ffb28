import { describe, expect, test } from "@jest/globals";
import { applicationOf } from "../../src/application/application.ts";
import { entryOf } from "../../src/application/entry.ts";
import { parsedPython } from "../../src/application/python/python-facts.ts";
import { scanPython } from "../../src/application/python/python-scan.ts";
import { programs } from "./programs.ts";
import "../grammars.ts";
import { judged, wordsOf } from "../shell/walk.ts";
import type { MemoryFile } from "../../src/files/tree.ts";

type Files = Readonly<Record<string, MemoryFile>>;
const head = "FROM python:3.13\nWORKDIR /app\nCOPY . .\n";

function image(cmd: string, files: Files, more = ""): ReturnType<typeof judged> {
  return judged(`${head}${more}CMD ${JSON.stringify(cmd.split(" "))}\n`, files);
}

function entry(cmd: string, files: Files, more = ""): string {
  const found = image(cmd, files, more);
  const main = found.startUp.paths[0]?.processes.at(-1);
  const at = main && entryOf(main, found);
  return at?.kind === "file" ? at.path : (at?.reason ?? "no program");
}

function handling(text: string, files: Files = {}, more = ""): string {
  const found = image("python app.py", { "app.py": text, ...files }, more);
  const main = found.startUp.paths[0]?.processes.at(-1);
  const it = main && applicationOf(main, found)?.on("SIGTERM");
  if (it?.is === "handled") return it.does;
  return it?.is === "unknown" ? `unknown: ${it.doubt?.is}` : (it?.is ?? "no application");
}

const loop = "import time\nwhile True:\n    time.sleep(1)\n";
const exits = "import signal, sys\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(0))\n";

describe("where a program of Python begins", () => {
  const files = { "app.py": "", "srv/__main__.py": "", "srv/run.py": "", "lib/other/job.py": "", "src/pkg/cli.py": "" };
  const project = '[project]\nname = "pkg"\n[project.scripts]\nserve-it = "pkg.cli:main"\n';
  test.each([
    ["python app.py", "", "/app/app.py"],
    ["python -u -O -B app.py --port 1", "", "/app/app.py"],
    ["python -X utf8 -W ignore app.py", "", "/app/app.py"],
    ["/usr/local/bin/python3.13 /app/app.py", "", "/app/app.py"],
    ["python srv", "", "/app/srv/__main__.py"],
    ["python -m srv", "", "/app/srv/__main__.py"],
    ["python -m srv.run", "", "/app/srv/run.py"],
    ["python -m other.job", "ENV PYTHONPATH=/app/lib\n", "/app/lib/other/job.py"],
    ["python -m other.job", "", "other.job is not in the build context"],
    ["python -c pass", "", "python is given its program on the command line"],
    ["serve-it", "RUN pip install .\n", "/app/src/pkg/cli.py"],
  ])("%s %s: %s", (cmd, more, expected) =>
    expect(entry(cmd, { ...files, "pyproject.toml": project }, more)).toBe(expected),
  );

  test("a command of the project is read through the function that it calls", () => {
    const main = "import time\ndef main():\n    while True:\n        time.sleep(1)\n\ndef other():\n    pass\n";
    const found = image("serve-it", { "pyproject.toml": project, "src/pkg/cli.py": main }, "RUN pip install .\n");
    expect(wordsOf(found.startUp)).toMatch(/no handler for SIGTERM in \/app\/src\/pkg\/cli\.py/);
  });
});

describe("what it imports", () => {
  test.each([
    ["a module", "import m\n", { "m.py": exits }, "exits"],
    ["one of its own name in a folder", "import a.b.m\n", { "a/b/m.py": exits }, "exits"],
    ["a package above it", "import a.b\n", { "a/__init__.py": exits, "a/b.py": "" }, "exits"],
    ["a module by `from`", "from a import m\n", { "a/m.py": exits }, "exits"],
    ["all of a module", "from m import *\n", { "m.py": exits }, "exits"],
    ["with another name", "import m as n, time\n", { "m.py": exits }, "exits"],
    ["in a try", "try:\n    import m\nexcept ImportError:\n    m = None\n", { "m.py": exits }, "exits"],
    ["by PYTHONPATH", "import m\n", { "lib/m.py": exits }, "unknown: libraries"],
    ["nothing that is missing", "import a.gone\n", { "a/__init__.py": "" }, "unknown: hole"],
    ["nothing that nobody knows", "import nobody_knows_this\n", {}, "unknown: libraries"],
    [
      "nothing by a name that only it knows",
      "import importlib, os\nimportlib.import_module(os.sep)\n",
      {},
      "unknown: hole",
    ],
    ["what a text runs", "exec(open('x').read())\n", {}, "unknown: hole"],
    ["not what is a file of the library", "import json, asyncio, distutils\n", {}, "unhandled"],
  ])("%s", (_, text, files: Files, expected) => expect(handling(text + loop, files)).toBe(expected));

  test("by PYTHONPATH", () => {
    const files = { "lib/m.py": exits };
    expect(handling(`import m\n${loop}`, files, "ENV PYTHONPATH=lib\n")).toBe("exits");
  });
});

describe("what is hard to read", () => {
  test.each([
    ["Python 2", `import signal\nprint 'x'\n${loop}`, "unhandled"],
    ["a syntax error", `def (:\n${loop}`, "unknown: hole"],
    ["tabs", "import time\nwhile True:\n\ttime.sleep(1)\n", "unhandled"],
    ["carriage returns", loop.replaceAll("\n", "\r\n"), "unhandled"],
    ["10,000 brackets", `x = ${"(".repeat(10_000)}1${")".repeat(10_000)}\n${loop}`, "unhandled"],
    ["10,000 brackets that are open", `${loop}x = ${"[".repeat(10_000)}\n`, "unknown: hole"],
    ["5 MB", `${loop}${"x = 1\n".repeat(900_000)}`, "unknown: hole"],
    ["itself", `import app\n${loop}`, "unhandled"],
    ["no text", "", "unknown: may end"],
    ["no Python", "\u0000\u0001\ufffd\n", "unknown: hole"],
  ])("%s", (_, text, expected) => expect(handling(text)).toBe(expected));
});

describe("what may wait on the way out", () => {
  const work = "while True:\n    time.sleep(1)\n";
  test.each([
    ["nothing", "", work, "exits"],
    ["finally", "", "try:\n    while True:\n        time.sleep(1)\nfinally:\n    print()\n", "acts"],
    [
      "SystemExit is caught",
      "",
      "try:\n    while True:\n        time.sleep(1)\nexcept SystemExit:\n    print()\n",
      "acts",
    ],
    ["everything is caught", "", "try:\n    while True:\n        time.sleep(1)\nexcept:\n    print()\n", "acts"],
    [
      "another is caught",
      "",
      "try:\n    while True:\n        time.sleep(1)\nexcept ValueError:\n    print()\n",
      "exits",
    ],
    ["atexit", "import atexit\natexit.register(print)\n", work, "acts"],
    ["a thread", "import threading\nthreading.Thread(target=print).start()\n", work, "acts"],
    ["a pool", "from concurrent.futures import ThreadPoolExecutor\n", work, "acts"],
  ])("%s", (_, before, after, expected) => expect(handling(`import time\n${exits}${before}${after}`)).toBe(expected));
});

describe("what keeps a program running", () => {
  test.each([
    ["a loop", "import time\nwhile True:\n    time.sleep(1)\n", "unhandled"],
    [
      "a generator does not",
      "def count():\n    while True:\n        yield 1\n\nprint(next(count()))\n",
      "unknown: may end",
    ],
    ["a prompt does not", "while True:\n    print(input())\n", "unknown: may end"],
    [
      "a thread may end with the program",
      "from threading import Thread\ndef spin():\n    while True:\n        pass\n\nThread(target=spin, daemon=True).start()\n",
      "unknown: may end",
    ],
    ["a wait that comes back does not", "import threading\nthreading.Event().wait(5)\n", "unknown: may end"],
    ["a wait without an end", "import threading\nthreading.Event().wait()\n", "unhandled"],
    ["a loop that nobody calls does not", "def work():\n    while True:\n        pass\n", "unknown: may end"],
    ["a loop that something else ends does not", "import sys\nwhile True:\n    sys.exit(1)\n", "unknown: may end"],
    ["a server of another module", "from web import server\nserver.serve_forever()\n", "unhandled"],
  ])("%s", (_, text, expected) =>
    expect(
      handling(text, { "web.py": "from http.server import HTTPServer\nserver = HTTPServer(('', 1), None)\n" }),
    ).toBe(expected),
  );
});

describe("a flag that a loop looks at", () => {
  const sets =
    "import signal, time\nrunning = True\ndef stop(*_):\n    global running\n    running = False\nsignal.signal(signal.SIGTERM, stop)\n";
  const loops = (body: string, before = ""): string =>
    `${before}${sets}while running:\n    ${body}\n    time.sleep(1)\n`;
  test.each([
    ["work of the file's own", `def work():\n    print(1)\n${loops("work()")}`, "finishes"],
    ["work that waits for a queue", `def work():\n    jobs.get()\n${loops("work()")}`, "acts"],
    ["work that asks by name", `def work():\n    settings.get('x')\n${loops("work()")}`, "finishes"],
    ["work of another module", loops("work()", "from jobs import work\n"), "acts"],
    [
      "all names of the module",
      `from signal import *\n${sets.replaceAll("signal.", "").replace("signal, ", "")}${loops("print(1)").slice(sets.length)}`,
      "finishes",
    ],
  ])("%s", (_, text, expected) => expect(handling(text, { "jobs.py": "def work():\n    pass\n" })).toBe(expected));
});

describe("what a module says by its words", () => {
  const loaded = (imports: readonly { readonly specifier: string | undefined }[]): unknown =>
    imports.map(({ specifier }) => specifier).sort();

  test("is what its syntax says, in all the small programs", () => {
    const texts = programs.flatMap(({ files, runtime }) => (runtime === "python" ? Object.values(files) : []));
    const scanned = texts.filter((text) => scanPython(text) !== undefined);
    expect(scanned.length).toBeGreaterThan(5);
    for (const text of scanned) {
      const [words, syntax] = [scanPython(text), parsedPython(text, false)];
      expect([text, loaded(words?.imports ?? [])]).toEqual([text, loaded(syntax.imports)]);
      for (const name of syntax.given) expect([text, name, words?.given.has(name)]).toEqual([text, name, true]);
      for (const name of syntax.calls.keys())
        if (/^\w+$/.test(name)) expect([text, name, words?.calls.has(name)]).toEqual([text, name, true]);
    }
  });

  test.each([
    ["import a, b.c as d\n", ["a", "b.c"]],
    ["from . import a\nfrom ..b.c import (\n    d,  # one\n    e as f,\n)\n", [".:a", "..b.c:d", "..b.c:e"]],
    ["try: import a\nexcept ImportError: from b import c\n", ["a", "b:c"]],
    ["from a import b, \\\n    c\n", ["a:b", "a:c"]],
    ["from a import *\n", ["a"]],
    ["'''\nimport a\n'''\n\"import b\"\n# import c\nx = 'import d'\n", []],
    ["def f():\n    import a; import b\n", ["a", "b"]],
    ["x = f\"{y['import a']}\"\nimport b\n", ["b"]],
  ])("%j", (text, expected) => {
    expect(loaded(scanPython(text)?.imports ?? [])).toEqual(expected.sort());
    expect(loaded(parsedPython(text, false).imports)).toEqual(expected.sort());
  });

  test.each([
    ["while True:\n    pass\n"],
    ["import signal\n"],
    ["app.run()\n"],
    ["names = ('SIGTERM',)\n"],
    ["if TYPE_CHECKING:\n    import a\n"],
    ["'''never ends\n"],
    ["importlib.import_module(name)\n"],
  ])("is not enough: %j", (text) => expect(scanPython(text)).toBeUndefined());
});
