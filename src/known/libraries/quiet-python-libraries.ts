import type { Evidence } from "../evidence.ts";
import { never } from "./library-rows.ts";
import type { LibraryRow } from "./library-rows.ts";

const loaded = (version: string): Evidence => ({
  kind: "measured",
  source:
    `version ${version} imported, Python 3.11, 2026-11: it sets no handler, ` +
    "and no file of it or of what it brings does",
});

const elsewhere = (version: string): Evidence => ({
  kind: "measured",
  source:
    `version ${version} imported, Python 3.11, 2026-11: it sets no handler; ` +
    "what does in its files or in what it brings is a command or server of its own, or is there for SIGINT or a child",
});

/** Libraries of Python that are known to set no handler, by the name that programs import. */
export const quietPythonLibraries: readonly LibraryRow[] = [
  ...never(
    "aio_pika@10.2.1 aiofile@3.12.3 aiofiles@25.1.0 aiohappyeyeballs@2.7.1 aiomqtt@2.5.1 aiormq@7.2.4 " +
      "aiosignal@1.4.0 aiosqlite@0.22.1 alembic@1.20.1 altair@6.3.0 amqp@5.4.2 aniso8601@10.0.1 " +
      "annotated_doc@0.0.7 annotated_types@0.8.0 apiclient@2.202.0 apispec@6.10.1 argon2@25.1.0 arrow@1.4.0 " +
      "asgiref@3.13.0 asyncpg@0.32.0 attr@26.1.0 attrs@26.1.0 authlib@1.9.10 automat@25.4.16 bcrypt@5.0.0 " +
      "beartype@0.23.1 bidict@0.24.1 blinker@1.9.0 botocore@1.44.8 brotli@1.2.1 bs4@4.15.0 bson@4.20.1 " +
      "cachetools@8.0.2 caio@0.12.10 cbor2@6.3.0 certifi@2026.10.19.post1 cffi@2.1.1 charset_normalizer@3.5.3 " +
      "click@8.5.1 click_didyoumean@0.3.1 click_plugins@1.1.1.2 cloudpickle@3.1.3 colorama@0.4.6 " +
      "colorlog@6.12.0 comm@0.2.3 constantly@23.10.4 contourpy@1.3.3 croniter@7.0.0 cross_web@0.9.0 " +
      "Crypto@4.4.0 cryptography@50.0.2 cssselect@1.6.0 cycler@0.12.1 cyclopts@5.5.2 dateutil@4.0.0 " +
      "defusedxml@0.7.1 deprecated@1.3.1 dill@0.4.1 distro@1.9.0 dns@2.9.2 docstring_parser@0.18.0 " +
      "dotenv@1.2.4 durationpy@0.11 elastic_transport@9.4.2 email_validator@2.4.0 exceptiongroup@1.3.2 " +
      "faker@40.63.0 falcon@4.4.0 feedparser@6.0.14 feedparser_sgmllib@2.1.0 filelock@4.3.1 fontTools@4.68.0 " +
      "frozenlist@1.8.0 fsspec@2026.9.0 git@3.2.1 gitdb@4.0.12 github@2.10.0 google_auth_httplib2@0.4.4 " +
      "google_crc32c@1.9.0 googleapiclient@2.202.0 graphql@3.3.2 greenlet@3.5.6 gridfs@4.20.1 griffe@2.4.1 " +
      "groovy@0.1.2 grpc_status@1.85.3 h11@0.16.0 h2@4.4.1 hf_xet@1.8.0 hpack@4.2.0 html5lib@1.1 " +
      "html5tagger@2.0.0 httpcore@1.0.9 httpcore2@2.16.2 httplib2@0.32.1 httptools@0.9.0 humanize@4.17.0 " +
      "hyperframe@6.1.0 hyperlink@21.0.0 idna@3.20 ifaddr@0.2.0 importlib_metadata@10.2.0 " +
      "importlib_resources@7.1.0 incremental@24.11.0 inflection@0.5.1 influxdb_client@1.50.0 invoke@3.0.3 " +
      "iso8601@2.1.0 isodate@0.7.2 itemadapter@0.13.1 itemloaders@1.5.0 itsdangerous@2.2.0 janus@2.0.0 " +
      "jinja2@3.1.6 jiter@0.19.0 jmespath@1.1.0 joserfc@1.8.0 jsonpatch@1.48 jsonpatch_cli@1.48 " +
      "jsonpointer@3.12 jsonref@1.1.0 jsonschema@4.26.0 jsonschema_path@0.5.0 " +
      "jsonschema_specifications@2025.9.1 jwt@2.15.1 key_value@0.5.0 kiwisolver@1.5.1 kombu@5.7.0 " +
      "langchain_protocol@0.0.20 lazy_importer@0.1.0 ldap3@2.9.1 limits@5.8.0 litestar_htmx@0.5.0 loguru@0.7.3 " +
      "lxml@6.1.3 magic_filter@1.0.12 mako@1.4.3 mangum@0.22.0 markdown@3.11.3 markdown_it@4.3.0 " +
      "markupsafe@3.0.4 marshmallow@4.4.0 mcp_types@2.3.0 mdurl@0.1.2 minio@7.2.20 mongoengine@0.29.3 " +
      "more_itertools@11.2.1 motor@3.7.1 msgpack@1.2.4 msgspec@0.22.0 multidict@6.9.1 multipart@0.0.34 " +
      "mysql@26.10.0 nacl@1.6.2 narwhals@2.29.0 nats@2.16.0 neo4j@6.4.1 nest_asyncio@1.6.0 numpy@2.4.6 " +
      "oauthlib@3.3.1 openapi_pydantic@0.6.0 OpenSSL@26.4.0 ordered_set@4.1.0 orjson@3.13.0 " +
      "outcome@1.3.0.post0 packaging@26.4 pamqp@4.0.1 pandas@3.1.1 paramiko@5.1.0 parsel@1.12.1 passlib@1.7.4 " +
      "paste@3.1.0 pathable@0.6.0 peewee@4.5.3 pendulum@3.3.0 pfzy@0.3.4 PIL@12.3.0 pip@23.2.1 " +
      "pkg_resources@81.0.0 plaster@1.1.2 plaster_pastedeploy@1.0.1 platformdirs@4.14.8 playhouse@4.5.3 " +
      "plotly@7.1.0 polyfactory@3.5.0 pony@0.7.20 portend@3.2.1 praw@8.0.3 prawcore@4.0.0 priority@2.0.0 " +
      "prometheus_client@0.26.0 propcache@0.5.4 protego@0.7.0 proto@1.29.0 proxytypes@1.1.0 psutil@7.2.2 " +
      "psycopg@3.3.9 psycopg2@2.9.13 pwiz@4.5.3 pyarrow@26.0.1 pyasn1@0.6.5 pyasn1_modules@0.4.2 " +
      "pycparser@3.12 pydantic@2.14.4 pydantic_core@2.50.5 pydantic_settings@2.16.3 pydeck@0.9.3 " +
      "pydispatch@2.0.7 pydub@0.25.1 pygments@2.21.0 pymongo@4.20.1 pymysql@1.2.4 pyparsing@3.3.3 " +
      "pyperclip@1.11.0 pypika_tortoise@0.6.5 python_multipart@0.0.34 pythonjsonlogger@4.2.0 pytz@2026.6 " +
      "queuelib@1.10.0 reactivex@6.1.0 referencing@0.37.0 regex@2026.11.19 requests@2.34.2 requests_file@3.0.1 " +
      "requests_oauthlib@2.0.0 requests_toolbelt@1.0.0 retrying@1.4.2 rich@15.0.0 rich_click@1.9.9 " +
      "rich_rst@2.2.0 rpds@2026.9.1 rustimport@1.3.4 sanic_routing@23.12.0 semantic_version@2.10.0 serial@3.5 " +
      "service_identity@26.1.0 setuptools@81.0.0 shellingham@1.5.4 simple_websocket@1.1.0 simplejson@4.3.0 " +
      "six@1.17.0 slowapi@0.1.10 smmap@5.0.3 sniffio@1.3.1 socks@1.7.1 sockshandler@1.7.1 " +
      "sortedcontainers@2.4.0 soupsieve@4.1.3 spotipy@2.26.0 sqlalchemy@2.1.9 sqlmodel@0.0.50 sqlparse@0.6.1 " +
      "strawberry@0.341.2 stripe@16.1.0 structlog@26.1.0 tempora@5.13.0 tenacity@9.2.1 tgcrypto@1.2.5 " +
      "threadpoolctl@3.8.0 tiktoken@0.14.0 tiktoken_ext@0.14.0 tldextract@5.4.0 toml@0.10.2 tomlkit@0.14.0 " +
      "tqdm@4.70.1 tracerite@2.6.5 translationstring@1.4 truststore@0.10.5 tweepy@4.17.0 txaio@26.6.1 " +
      "typer@0.29.2 typing_extensions@4.16.0 typing_inspection@0.4.5 tzdata@2026.6 tzlocal@5.4.5 ujson@6.1.0 " +
      "uncalled_for@0.6.2 update_checker@1.0.1 uritemplate@4.2.0 urllib3@2.8.0 uuid_utils@0.19.0 uvloop@0.22.1 " +
      "venusian@3.1.1 vine@5.1.0 w3lib@2.5.0 wcwidth@0.9.4 webargs@8.7.1 webencodings@0.6.1 webob@1.8.11 " +
      "websocket@1.9.2 whitenoise@6.12.0 wrapt@2.5.2 wsproto@1.3.2 wtforms@3.3.2 xxhash@4.1.0 yaml@6.0.4 " +
      "yarl@1.25.1 yt_dlp@2026.10.26 zeroconf@0.154.0 zipp@4.1.2 zstandard@0.25.0",
    loaded,
  ),
  ...never(
    "aiohttp_cors@0.8.1 aiohttp_retry@2.9.1 anthropic@2.14.0 anyio@4.16.0 boto3@1.44.8 corsheaders@4.9.0 " +
      "docker@7.2.0 elasticsearch@9.5.1 engineio@4.15.1 fastapi@0.165.0 flask_cors@6.0.5 flask_httpauth@4.8.1 " +
      "flask_jwt_extended@4.7.4 flask_limiter@4.1.1 flask_login@0.6.3 flask_marshmallow@1.5.0 " +
      "flask_migrate@4.1.0 flask_restful@0.3.10 flask_restx@1.3.2 flask_sqlalchemy@3.1.1 flask_wtf@1.3.0 " +
      "gradio_client@2.7.2 hf_gradio@0.4.1 httpx@0.28.1 httpx2@2.16.2 huggingface_hub@2.4.0 joblib@1.6.0 " +
      "kubernetes@37.0.2 langchain_core@1.8.3 langsmith@0.15.1 litestar@2.25.0 matplotlib@3.11.2 " +
      "mpl_toolkits@3.11.2 openai@3.57.0 pylab@3.11.2 pyramid@2.1 rest_framework@3.18.3 s3transfer@0.19.3 " +
      "safehttpx@0.1.7 scipy@1.17.1 selenium@4.51.0 sklearn@1.9.1 socketio@5.18.1 sse_starlette@3.7.0 " +
      "starlette@1.10.0 tortoise@1.1.9 trio_websocket@0.12.2 twilio@9.13.0 watchdog@6.0.0 zmq@27.3.0",
    elsewhere,
  ),
];
