import type { Unhandled } from "../../src/application/handling.ts";

/** What to write for the library at hand: the first that is in the list. Each was tried, with work in hand. */
const snippets: readonly (readonly [library: string, advice: (signal: string) => string])[] = [
  ["waitress", (signal) => `${on(signal, "sys.exit(0)")} \`serve()\`, which then waits up to 5 s for requests`],
  ["dash", () => `serve \`app.server\` ${byGunicorn("app.run()")}`],
  ["flask_socketio", () => `serve it ${byGunicorn("socketio.run()")}`],
  ["flask", () => `serve it ${byGunicorn("app.run()")}`],
  ["grpc", (signal) => `${on(signal, "server.stop(9)")} \`server.wait_for_termination()\``],
  [
    "apscheduler",
    (signal) => `${on(signal, "scheduler.shutdown()")} \`scheduler.start()\`, which then waits for the job in hand`,
  ],
  ["paho", (signal) => `${on(signal, "client.disconnect()")} \`client.loop_forever()\``],
  [
    "discord",
    (signal) =>
      "in `setup_hook()` of the client write " +
      `\`asyncio.get_running_loop().add_signal_handler(signal.${signal}, lambda: asyncio.create_task(self.close()))\``,
  ],
  [
    "gevent",
    (signal) => `write \`gevent.signal_handler(signal.${signal}, server.stop)\` in front of \`server.serve_forever()\``,
  ],
];

function on(signal: string, what: string): string {
  return `write \`signal.signal(signal.${signal}, lambda *_: ${what})\` in front of`;
}

function byGunicorn(own: string): string {
  return `with gunicorn, which finishes requests; the server behind \`${own}\` is for development`;
}

/** The advice for whoever mends a program of Python. */
export function pythonAdvice({ libraries, idle, runs = "" }: Unhandled, signal: string): string {
  if (idle) return "let the handler end the program: set an event that its loop waits for, or raise `SystemExit`";
  const snippet = snippets.find(([library]) => libraries.includes(library));
  if (snippet) return snippet[1](signal);
  if (runs === "serve_forever")
    return `${on(signal, "threading.Thread(target=server.shutdown).start()")} \`server.serve_forever()\``;
  if (/^asyncio|^run_forever$|^tornado|^wait_closed$/.test(runs) || libraries.includes("aiohttp"))
    return (
      `make a \`stop = asyncio.Event()\`, write \`loop.add_signal_handler(signal.${signal}, stop.set)\`, ` +
      "and close what serves behind `await stop.wait()`"
    );
  if (runs !== "while True" && runs !== "")
    return (
      `write a handler, \`signal.signal(signal.${signal}, stop)\`, that ends ` + `what \`${lastOf(runs)}()\` waits for`
    );
  return (
    `write \`signal.signal(signal.${signal}, lambda *_: stop.set())\` with a \`stop = threading.Event()\`, ` +
    "and let the loop go on `while not stop.wait(1)`: the work in hand is finished then"
  );
}

function lastOf(name: string): string {
  return name.replace(/\(\)$|^for /g, "").replace(/^.*\./, "");
}
