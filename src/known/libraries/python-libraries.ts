import type { Evidence } from "../evidence.ts";
import { sourced, unsourced } from "../sources.ts";
import { goesOn, may, quietly, serves, sets } from "./library-rows.ts";
import type { LibraryRow } from "./library-rows.ts";

const inFlight = (version: string, what: string): Evidence => ({
  kind: "measured",
  source: `version ${version} as PID 1 with a request in flight, Debian 12, 2026-11: ${what}`,
});
const answered = "SIGTERM: it is answered, then the program ends";
const cut = "SIGTERM: it is cut, and the program ends";
const dropped = (version: string): Evidence => ({
  kind: "measured",
  source: `version ${version} as PID 1 in a program without a handler, Debian 12, 2026-11: SIGTERM is dropped`,
});

/** Calls of werkzeug's server with which it starts a reloader in front of the program, which sets a handler. */
function reloading(...calls: readonly string[]): string {
  return calls.flatMap((each) => [`${each}(debug=True)`, `${each}(use_reloader=True)`]).join(" ");
}

function notReloading(...calls: readonly string[]): string {
  return calls.map((each) => `${each}(use_reloader=False)`).join(" ");
}

/** What may do so: an argument, attribute or variable whose value only the running program knows. */
function mayReload(...calls: readonly string[]): string {
  const given = calls.flatMap((each) => [`${each}(debug=?)`, `${each}(use_reloader=?)`]);
  return [...given, "debug=True", "debug=?", "$FLASK_DEBUG", "$FLASK_ENV"].join(" ");
}

const flask = ["flask.Flask.run", "?.run"] as const;
const apiflask = ["apiflask.APIFlask.run", "?.run"] as const;
const dash = ["dash.Dash.run", "dash.Dash.run_server", "?.run_server", "?.run"] as const;
const socketio = ["flask_socketio.SocketIO.run", "?.run"] as const;
const discord =
  "discord.Client.run discord.Bot.run discord.AutoShardedClient.run discord.ext.commands.Bot.run " +
  "discord.ext.commands.AutoShardedBot.run ?.run discord.Client.start discord.ext.commands.Bot.start ?.start";

/** Libraries of Python that set handlers, or may, or keep a program running. */
export const settingPythonLibraries: readonly LibraryRow[] = [
  sets(
    "flask",
    {
      calls: reloading(...flask),
      signals: ["SIGTERM"],
      waits: false,
      unless: notReloading(...flask),
      mayBy: mayReload(...flask),
      runs: serves(flask.join(" "), true),
    },
    inFlight("3.1.3", `dropped; in debug mode, by the reloader: ${cut}`),
  ),
  sets(
    "apiflask",
    {
      calls: reloading(...apiflask),
      signals: ["SIGTERM"],
      waits: false,
      unless: notReloading(...apiflask),
      mayBy: mayReload(...apiflask),
      runs: serves(apiflask.join(" "), true),
    },
    sourced("apiflask 3.1.2 app.py: its class is one of flask's"),
  ),
  sets(
    "werkzeug",
    {
      calls: "werkzeug.serving.run_simple(use_reloader=True) werkzeug.run_simple(use_reloader=True)",
      signals: ["SIGTERM"],
      waits: false,
      mayBy: "werkzeug.serving.run_simple(use_reloader=?) werkzeug.run_simple(use_reloader=?)",
      runs: serves("werkzeug.serving.run_simple werkzeug.run_simple", true),
    },
    inFlight("3.1.9", `dropped; with the reloader (werkzeug/_reloader.py:446): ${cut}`),
  ),
  sets(
    "dash",
    {
      calls: reloading(...dash),
      signals: ["SIGTERM"],
      waits: false,
      unless: notReloading(...dash),
      mayBy: mayReload(...dash),
      runs: serves(dash.join(" "), true),
    },
    inFlight("4.4.1", `dropped; in debug mode, by the reloader of werkzeug: ${cut}`),
  ),
  sets(
    "flask_socketio",
    {
      calls: reloading(...socketio),
      signals: ["SIGTERM"],
      waits: false,
      unless: notReloading(...socketio),
      mayBy: mayReload(...socketio),
      runs: serves(socketio.join(" ")),
    },
    sourced("Flask-SocketIO 5.7.0 flask_socketio/__init__.py run(): the servers of werkzeug, gevent and eventlet"),
  ),
  sets(
    "uvicorn",
    {
      calls: "uvicorn.run uvicorn.Server.run uvicorn.Server.serve uvicorn.main.run",
      waits: true,
      mayBy: "?.serve ?.run",
      runs: serves("uvicorn.run uvicorn.Server.run uvicorn.Server.serve"),
    },
    inFlight("0.54.0", answered),
  ),
  sets(
    "hypercorn",
    {
      calls: "hypercorn.asyncio.serve hypercorn.run.run",
      waits: true,
      mayBy: "hypercorn.asyncio.serve(shutdown_trigger=?) hypercorn.trio.serve",
      unless: "hypercorn.asyncio.serve(shutdown_trigger=?)",
      runs: serves("hypercorn.asyncio.serve hypercorn.trio.serve"),
    },
    inFlight("0.18.0", answered),
  ),
  sets(
    "aiohttp",
    {
      calls: "aiohttp.web.run_app",
      waits: true,
      unless: "aiohttp.web.run_app(handle_signals=False)",
      mayBy: "aiohttp.web.run_app(handle_signals=?)",
      runs: serves("aiohttp.web.run_app"),
    },
    inFlight("3.14.5", answered),
  ),
  sets(
    "sanic",
    { calls: "sanic.Sanic.run ?.run", waits: true, runs: serves("sanic.Sanic.run ?.run") },
    inFlight("25.12.1", answered),
  ),
  sets(
    "quart",
    { calls: "quart.Quart.run ?.run", waits: true, runs: serves("quart.Quart.run ?.run") },
    inFlight("0.22.0", answered),
  ),
  sets(
    "cherrypy",
    {
      calls: "cherrypy.quickstart cherrypy.engine.signals.subscribe",
      waits: true,
      mayBy: "cherrypy.engine.start cherrypy.engine.block",
      runs: serves("cherrypy.quickstart cherrypy.engine.block"),
    },
    inFlight("18.10.0", answered),
  ),
  sets(
    "twisted",
    {
      calls: "twisted.internet.reactor.run ?.run",
      waits: false,
      unless: "twisted.internet.reactor.run(installSignalHandlers=False)",
      runs: serves("twisted.internet.reactor.run"),
    },
    inFlight("26.10.0", cut),
  ),
  sets(
    "klein",
    { calls: "klein.Klein.run klein.run ?.run", waits: "unknown", runs: serves("klein.Klein.run klein.run ?.run") },
    sourced("klein 24.8 src/klein/_app.py run(): it runs the reactor of twisted"),
  ),
  sets(
    "scrapy",
    { calls: "scrapy.crawler.CrawlerProcess.start", runs: goesOn("scrapy.crawler.CrawlerProcess.start") },
    sourced("scrapy 2.19.0 scrapy/utils/ossignal.py:24, called by CrawlerProcess.start()"),
  ),
  sets(
    "gunicorn",
    { calls: "gunicorn.app.wsgiapp.run gunicorn.app.base.BaseApplication.run ?.run", runs: serves("?.run") },
    sourced("gunicorn 27.0.1 gunicorn/arbiter.py:234: an application of its own that it runs"),
  ),
  sets(
    "celery",
    {
      calls: "worker_main",
      waits: true,
      mayBy: "celery.Celery.start celery.Celery.Worker celery.Celery.Beat celery.bin.celery.main",
      runs: goesOn("worker_main celery.Celery.start"),
    },
    inFlight("5.7.0 of its worker", "SIGTERM: the task is finished, then the program ends"),
  ),
  sets(
    "rq",
    { calls: "work", waits: true, runs: goesOn("work") },
    inFlight("3.0.0 of its worker", "SIGTERM: the job is finished, then the program ends"),
  ),
  sets(
    "huey",
    { calls: "create_consumer huey.consumer.Consumer.run", waits: false, runs: goesOn("create_consumer") },
    inFlight("3.5.4 of its consumer", "SIGTERM: the task is cut, and the program ends"),
  ),
  sets(
    "arq",
    {
      calls: "arq.run_worker arq.worker.run_worker",
      waits: false,
      runs: goesOn("arq.run_worker arq.worker.run_worker"),
    },
    sourced("arq 0.28.0 arq/worker.py:287 handle_sig: it cancels the tasks that run"),
  ),
  sets(
    "telegram",
    {
      calls: "run_polling run_webhook telegram.ext.Updater.idle ?.idle",
      unless:
        "?.run_polling(stop_signals=None) telegram.ext.Application.builder.token.build.run_polling(stop_signals=None)",
      mayBy: "?.run_polling(stop_signals=?)",
      runs: goesOn("run_polling run_webhook start_polling idle"),
    },
    inFlight("22.8, run_polling()", "SIGTERM ends it"),
  ),
  sets(
    "aiogram",
    {
      calls: "aiogram.Dispatcher.start_polling aiogram.Dispatcher.run_polling ?.start_polling ?.run_polling",
      unless: "aiogram.Dispatcher.start_polling(handle_signals=False) ?.start_polling(handle_signals=False)",
      mayBy: "aiogram.utils.executor.start_polling aiogram.executor.start_polling aiogram.utils.executor.start_webhook",
      runs: goesOn("start_polling run_polling start_webhook"),
    },
    inFlight("3.31.0, start_polling()", "SIGTERM ends it"),
  ),
  sets(
    "pyrogram",
    {
      calls: "pyrogram.Client.run pyrogram.idle pyrogram.Client.idle ?.run idle",
      runs: goesOn("pyrogram.Client.run pyrogram.idle ?.run idle"),
    },
    sourced("pyrogram 0.6.5 pyrogram/client/client.py:36 and 718: for SIGINT, SIGTERM and SIGABRT"),
  ),
  sets(
    "watchfiles",
    { calls: "watchfiles.run_process watchfiles.arun_process", signals: ["SIGTERM"], waits: false },
    sourced("watchfiles 1.3.0 watchfiles/run.py:439: it ends itself and its child"),
  ),
  sets(
    "socketify",
    { calls: "socketify.App.run ?.run", waits: "unknown" },
    sourced("socketify 0.0.31 socketify.py:3402"),
  ),
  quietly("discord", goesOn(discord), dropped("2.7.1 of discord.py"), "-discord(?:.py)?@2 +py-cord"),
  quietly("waitress", serves("waitress.serve"), inFlight("3.0.2", "SIGTERM is dropped")),
  quietly(
    "bottle",
    serves("bottle.run bottle.Bottle.run ?.run", true),
    inFlight("0.13.4", "SIGTERM is dropped"),
    "bottle.run(server=?) bottle.Bottle.run(server=?) ?.run(server=?)",
  ),
  quietly(
    "tornado",
    serves("tornado.ioloop.IOLoop.current.start tornado.ioloop.IOLoop.instance.start ?.start"),
    inFlight("6.6.1", "SIGTERM is dropped"),
    "fork_processes",
  ),
  quietly("gevent", serves("gevent.pywsgi.WSGIServer.serve_forever"), inFlight("26.9.0", "SIGTERM is dropped")),
  quietly("eventlet", serves("eventlet.wsgi.server"), inFlight("0.41.3", "SIGTERM is dropped")),
  quietly("grpc", serves("wait_for_termination"), inFlight("1.85.3 of grpcio", "SIGTERM is dropped")),
  quietly("websockets", serves("wait_closed"), dropped("17.4")),
  quietly(
    "cheroot",
    serves("cheroot.wsgi.Server.start cheroot.server.HTTPServer.start"),
    sourced("cheroot 11.1.2: no file of it sets a handler"),
  ),
  quietly("gradio", serves("launch"), inFlight("6.31.0", "SIGTERM is dropped")),
  quietly("apscheduler", goesOn("apscheduler.schedulers.blocking.BlockingScheduler.start"), dropped("3.11.3")),
  quietly("schedule", goesOn("while True"), dropped("1.2.2")),
  quietly("pika", goesOn("start_consuming"), dropped("1.4.4")),
  quietly(
    "django",
    serves("django.core.servers.basehttp.run"),
    dropped("5.2.19, runserver --noreload"),
    "execute_from_command_line call_command django.core.management.execute_from_command_line",
  ),
  quietly(
    "slack_bolt",
    serves("slack_bolt.App.start slack_bolt.adapter.socket_mode.SocketModeHandler.start"),
    sourced("slack_bolt slack_bolt/adapter/socket_mode/base_handler.py:56: for SIGINT, and on Windows only"),
  ),
  quietly("telebot", goesOn("infinity_polling polling"), dropped("4.37.1 of pyTelegramBotAPI")),
  quietly("paho", goesOn("loop_forever"), dropped("2.2.1 of paho-mqtt")),
  quietly("kafka", goesOn("for kafka.KafkaConsumer"), sourced("kafka-python 3.0.12: no file of it sets a handler")),
  quietly(
    "confluent_kafka",
    goesOn("while True"),
    sourced("confluent-kafka 2.16.1: only a test of its sets a handler"),
  ),
  quietly("redis", goesOn("listen run_in_thread"), sourced("redis 8.1.0: no file of it sets a handler")),
  quietly(
    "pymodbus",
    goesOn("StartTcpServer StartAsyncTcpServer StartSerialServer"),
    sourced("pymodbus 3.16.1: no file of it sets a handler"),
  ),
  quietly(
    "slack_sdk",
    goesOn("slack_sdk.rtm.RTMClient.start"),
    sourced("slack_sdk 3.48.0 slack_sdk/rtm/__init__.py:202"),
    "slack_sdk.rtm.RTMClient.start",
  ),
  sets(
    "hikari",
    { calls: "hikari.GatewayBot.run ?.run", runs: goesOn("hikari.GatewayBot.run ?.run") },
    sourced("hikari 2.7.0 hikari/internal/signals.py:114: run() handles SIGINT and SIGTERM"),
  ),
  ...may(
    "robyn streamlit bokeh jupyter_server notebook jupyterlab locust luigi mlflow supervisor honcho taskiq dramatiq",
    sourced("measured or read in 2026-11: commands and functions of theirs set handlers"),
  ),
  ...may(
    "autobahn blacksheep faust mode nameko hupper granian daphne nbclient prompt_toolkit terminado multiprocess",
    sourced("versions of 2026-11: a file of theirs sets a handler, under conditions that nobody has read"),
  ),
  ...may("prefect airflow dagster ray dask distributed pyspark superset daemon", unsourced),
  ...may("ddtrace newrelic elasticapm opentelemetry py_cord nextcord disnake mcp fastmcp connexion", unsourced),
];
