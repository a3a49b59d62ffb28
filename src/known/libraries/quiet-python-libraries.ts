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
    "aenum@3.1.17 aio_pika@10.2.1 aiofile@3.12.3 aiofiles@25.1.0 aiohappyeyeballs@2.7.1 aioitertools@0.13.0 " +
      "aiomqtt@2.5.1 aiomysql@0.3.2 aiopg@1.4.0 aiormq@7.2.4 aiosignal@1.4.0 aiosqlite@0.22.1 alembic@1.20.1 " +
      "altair@6.3.0 amqp@5.4.2 aniso8601@10.0.1 annotated_doc@0.0.7 annotated_types@0.8.0 apiclient@2.202.0 " +
      "apispec@6.10.1 argon2@25.1.0 arrow@1.4.0 asgiref@3.13.0 asn1crypto@1.5.1 async_timeout@4.0.3 " +
      "asyncio_dgram@3.0.0 asyncpg@0.32.0 atlassian@5.0.5 attr@26.1.0 attrs@26.1.0 authlib@1.9.10 " +
      "automat@25.4.16 azure.core@1.41.0 azure.identity@1.27.0 azure.servicebus@7.15.0 " +
      "azure.storage.blob@12.31.1 babel@2.19.0 backoff@2.2.1 bcrypt@5.0.0 beartype@0.23.1 bidict@0.24.1 " +
      "bitarray@3.12.3 bleach@6.4.0 blinker@1.9.0 botocore@1.40.61 branca@0.8.2 brotli@1.2.1 bs4@4.15.0 " +
      "bson@4.20.1 cachecontrol@0.14.4 cachelib@0.17.0 cachetools@8.0.2 caio@0.12.10 cbor2@6.3.0 " +
      "cerberus@1.3.8 certifi@2026.10.19.post1 cffi@2.0.0 charset_normalizer@3.4.7 ckzg@2.1.8 click@8.1.8 " +
      "click_didyoumean@0.3.1 click_plugins@1.1.1.2 cloudpickle@3.1.3 coincurve@21.0.0 colorama@0.4.6 " +
      "colorlog@6.12.0 comm@0.2.3 configargparse@1.9.0 constantly@23.10.4 contourpy@1.3.3 croniter@7.0.0 " +
      "cross_web@0.9.0 Crypto@3.24.1 cryptography@50.0.2 cssselect@1.6.0 curl_cffi@0.16.3 cv2@5.0.0.93 " +
      "cycler@0.12.1 cyclopts@5.5.2 cytoolz@1.2.0 datadog@0.56.0 dataset@2.0.0 dateparser@1.5.0 " +
      "dateparser_cli@1.5.0 dateparser_data@1.5.0 dateparser_scripts@1.5.0 dateutil@2.9.0.post0 " +
      "decorator@5.3.1 decouple@3.8 defusedxml@0.7.1 deprecated@1.3.1 dill@0.4.1 distro@1.9.0 dns@2.9.2 " +
      "docstring_parser@0.18.0 docx@1.2.0 dotenv@1.2.4 durationpy@0.11 dynaconf@3.3.5 elastic_transport@9.4.2 " +
      "email_validator@2.4.0 emoji@2.16.0 environs@15.2.0 et_xmlfile@2.0.0 eth_abi@6.0.0 eth_account@0.14.0 " +
      "eth_hash@0.8.0 eth_keyfile@0.10.0 eth_keys@0.8.0 eth_rlp@3.0.0 eth_typing@6.0.0 eth_utils@6.0.0 " +
      "exceptiongroup@1.3.2 fake_useragent@2.2.0 faker@40.63.0 falcon@4.4.0 feedgen@0.4.0 feedparser@6.0.14 " +
      "feedparser_sgmllib@2.1.0 filelock@4.3.1 fitz@2.0 flask_talisman@1.1.0 flatbuffers@25.12.19 " +
      "folium@0.20.0 fontTools@4.68.0 frozenlist@1.8.0 fsspec@2026.9.0 future@1.0.0 geographiclib@2.1 " +
      "geopy@2.5.0 git@3.2.1 gitdb@4.0.12 github@2.10.0 gitlab@8.6.0 google.api_core@2.33.0 google.auth@2.63.0 " +
      "google.cloud.bigquery@3.47.0 google.cloud.firestore@2.34.1 google.cloud.storage@3.17.1 " +
      "google.generativeai@0.8.6 google.oauth2@2.63.0 google.protobuf@5.29.6 google_auth_httplib2@0.4.4 " +
      "google_auth_oauthlib@1.5.0 google_crc32c@1.9.0 googleapiclient@2.202.0 graphql@3.3.2 greenlet@3.5.6 " +
      "gridfs@4.20.1 griffe@2.4.1 groovy@0.1.2 grpc_status@1.71.2 gspread@6.2.1 gtts@2.5.4 h11@0.16.0 h2@4.4.1 " +
      "hexbytes@2.0.0 hf_xet@1.8.0 hiredis@3.5.0 hpack@4.2.0 html5lib@1.1 html5tagger@2.0.0 httpcore2@2.16.2 " +
      "httpcore@1.0.9 httplib2@0.32.1 httptools@0.9.0 humanize@4.17.0 hyperframe@6.1.0 hyperlink@21.0.0 " +
      "icalendar@7.3.2 idna@3.18 ifaddr@0.2.0 imageio@2.38.1 importlib_metadata@10.2.0 " +
      "importlib_resources@7.1.0 incremental@24.11.0 inflection@0.5.1 influxdb@5.3.2 influxdb_client@1.50.0 " +
      "invoke@3.0.3 iso8601@2.1.0 isodate@0.7.2 itemadapter@0.13.1 itemloaders@1.5.0 itsdangerous@2.2.0 " +
      "janus@2.0.0 jconfig@11.10.1 jinja2@3.1.6 jira@3.10.5 jiter@0.19.0 jmespath@1.1.0 joserfc@1.8.0 " +
      "jsonpatch@1.48 jsonpatch_cli@1.48 jsonpath_ng@1.16.0 jsonpickle@4.1.4 jsonpointer@3.12 jsonref@1.1.0 " +
      "jsonschema@4.26.0 jsonschema_path@0.5.0 jsonschema_specifications@2025.9.1 jwt@2.15.1 key_value@0.5.0 " +
      "kiwisolver@1.5.1 kombu@5.7.0 langchain_protocol@0.0.20 lazy_importer@0.1.0 ldap3@2.9.1 " +
      "libfuturize@1.0.0 libpasteurize@1.0.0 limits@5.8.0 litestar_htmx@0.5.0 loguru@0.7.3 lxml@6.1.3 " +
      "magic@0.4.27 magic_filter@1.0.12 mako@1.4.3 mangum@0.22.0 markdown2@2.5.5 markdown@3.11.3 " +
      "markdown_it@4.3.0 markupsafe@3.0.4 marshmallow@4.4.0 mcp_types@2.3.0 mcstatus@14.2.0 mdurl@0.1.2 " +
      "minio@7.2.20 mistune@3.4.0 mongoengine@0.29.3 more_itertools@11.2.1 motor@3.7.1 msal@1.39.0 " +
      "msal_extensions@1.3.1 msgpack@1.2.4 msgspec@0.22.0 multidict@6.9.1 multipart@0.0.34 multitasking@0.0.13 " +
      "mysql@26.10.0 nacl@1.6.2 narwhals@2.29.0 nats@2.16.0 neo4j@6.4.1 nest_asyncio@1.6.0 netmiko@4.8.0 " +
      "networkx@3.6.1 newsfragments@2.0.0 nh3@0.3.8 ntc_templates@9.3.0 numpy@2.4.6 oauth2client@4.1.3 " +
      "oauthlib@3.3.1 omegaconf@2.4.0 onnxruntime@1.32.0 openapi_pydantic@0.6.0 openpyxl@3.1.5 OpenSSL@26.4.0 " +
      "ordered_set@4.1.0 orjson@3.13.0 outcome@1.3.0.post0 packaging@26.4 pamqp@4.0.1 pandas@3.1.1 " +
      "paramiko@5.1.0 parsel@1.12.1 parsimonious@0.10.0 passlib@1.7.4 past@1.0.0 paste@3.1.0 pathable@0.6.0 " +
      "pdfplumber@0.11.10 peewee@4.5.3 pendulum@3.3.0 pfzy@0.3.4 pg8000@1.31.6 phonenumbers@9.0.43 PIL@12.3.0 " +
      "ping3@5.1.6 plaster@1.1.2 plaster_pastedeploy@1.0.1 platformdirs@4.14.8 playhouse@4.5.3 plotly@7.1.0 " +
      "polyfactory@3.5.0 pony@0.7.20 portend@3.2.1 praw@8.0.3 prawcore@4.0.0 prettytable@3.18.0 priority@2.0.0 " +
      "prometheus_client@0.26.0 propcache@0.5.2 protego@0.7.0 proto@1.28.2 psutil@7.2.2 psycopg2@2.9.13 " +
      "psycopg@3.3.9 pwiz@4.5.3 py_ecc@8.0.0 pyairtable@3.5.1 pyaml@26.7.0 pyarrow@26.0.1 pyasn1@0.6.5 " +
      "pyasn1_modules@0.4.2 pycountry@26.2.16 pycparser@3.0 pydantic@2.14.4 pydantic_core@2.50.5 " +
      "pydantic_settings@2.16.3 pydeck@0.9.3 pydispatch@2.0.7 pydub@0.25.1 pygments@2.21.0 pymemcache@4.0.0 " +
      "pymongo@4.20.1 pymssql@2.4.6 pymupdf4llm@2.0 pymupdf@2.0 pymysql@1.2.4 pyotp@2.12.1 pyparsing@3.3.3 " +
      "PyPDF2@3.0.1 pypdf@7.1.1 pypdfium2@5.15.2 pypdfium2_cfg@5.15.2 pypdfium2_cli@5.15.2 " +
      "pypdfium2_raw@5.15.2 pyperclip@1.11.0 pypika_tortoise@0.6.5 pyproj@3.7.2 pysnmp@7.1.30 " +
      "pytesseract@0.3.13 python_http_client@3.3.7 python_multipart@0.0.34 python_socks@3.2.1 " +
      "pythonjsonlogger@4.2.0 pytz@2026.6 pyunormalize@18.0.0 qrcode@8.2 queuelib@1.10.0 rapidfuzz@3.14.6 " +
      "rapidjson@1.25 reactivex@6.1.0 referencing@0.37.0 regex@2026.11.19 requests@2.34.2 requests_file@3.0.1 " +
      "requests_oauthlib@2.0.0 requests_toolbelt@1.0.0 retrying@1.4.2 rich@15.0.0 rich_click@1.9.9 " +
      "rich_rst@2.2.0 rlp@5.0.0 rpds@2026.9.1 rsa@4.9.1 rustimport@1.3.4 sanic_routing@23.12.0 scp@0.16.2 " +
      "scramp@1.5.0 semantic_version@2.10.0 sentry_sdk@2.75.0 serial@3.5 service_identity@26.1.0 shapely@2.2.0 " +
      "shellingham@1.5.4 simple_websocket@1.1.0 simplejson@4.3.0 six@1.17.0 slowapi@0.1.10 slugify@9.2.0 " +
      "smmap@5.0.3 sniffio@1.3.1 socks@1.7.1 sockshandler@1.7.1 sortedcontainers@2.4.0 soupsieve@4.1.3 " +
      "spotipy@2.26.0 sqlalchemy@2.1.9 sqlmodel@0.0.50 sqlparse@0.6.1 statsd@4.0.1 strawberry@0.341.2 " +
      "stripe@16.1.0 structlog@26.1.0 tabulate@0.10.0 tempora@5.13.0 tenacity@9.1.4 termcolor@3.3.0 " +
      "text_unidecode@1.3 textfsm@2.1.0 tgcrypto@1.2.5 threadpoolctl@3.8.0 tiktoken@0.14.0 tiktoken_ext@0.14.0 " +
      "tinydb@4.9.0 tldextract@5.4.0 tlz@1.2.0 toml@0.10.2 tomlkit@0.14.0 toolz@1.2.0 tqdm@4.70.1 " +
      "tracerite@2.6.5 translationstring@1.4 truststore@0.10.5 tweepy@4.17.0 txaio@26.6.1 typer@0.29.2 " +
      "typing_extensions@4.16.0 typing_inspection@0.4.5 tzdata@2026.6 tzlocal@5.4.5 ua_parser@1.0.2 " +
      "ua_parser_builtins@202610 ujson@6.1.0 uncalled_for@0.6.2 unidecode@1.4.0 update_checker@1.0.1 " +
      "uritemplate@4.2.0 urllib3@2.8.0 user_agents@2.2.0 uuid_utils@0.19.0 uvloop@0.22.1 vendor_licenses@3.3.5 " +
      "venusian@3.1.1 vine@5.1.0 vk_api@11.10.1 voluptuous@0.16.0 w3lib@2.5.0 wcwidth@0.9.4 webargs@8.7.1 " +
      "webdriver_manager@4.1.2 webencodings@0.6.1 webob@1.8.11 websocket@1.9.2 whitenoise@6.12.0 wrapt@1.17.3 " +
      "wsproto@1.3.2 wtforms@3.3.2 xlsxwriter@3.3.1 xmltodict@1.0.4 xxhash@4.1.0 xyzservices@2026.9.1 " +
      "yaml@6.0.4 yarl@1.25.1 yfinance@1.7.0 yt_dlp@2026.10.26 zeroconf@0.154.0 zipp@4.1.2 zlib_ng@1.0.0 " +
      "zope.interface@8.7 zstandard@0.25.0",
    loaded,
  ),
  ...never(
    "aioboto3@15.5.0 aiobotocore@2.25.1 aiohttp_cors@0.8.1 aiohttp_fast_zlib@0.3.0 aiohttp_jinja2@1.6 " +
      "aiohttp_retry@2.9.1 aiohttp_socks@0.12.0 anthropic@2.14.0 anyio@4.16.0 binance@1.0.37 boto3@1.40.61 " +
      "ccxt@4.5.90 corsheaders@4.9.0 docker@7.2.0 elasticsearch@9.5.1 engineio@4.15.1 fastapi@0.165.0 " +
      "firebase_admin@7.7.0 flask_admin@2.2.1 flask_babel@4.0.0 flask_bcrypt@1.0.1 flask_caching@2.5.1 " +
      "flask_compress@1.25 flask_cors@6.0.5 flask_httpauth@4.8.1 flask_jwt_extended@4.7.4 flask_limiter@4.1.1 " +
      "flask_login@0.6.3 flask_mail@0.10.0 flask_marshmallow@1.5.0 flask_migrate@4.1.0 flask_restful@0.3.10 " +
      "flask_restx@1.3.2 flask_session@0.8.0 flask_smorest@0.47.0 flask_sqlalchemy@3.1.1 flask_wtf@1.3.0 " +
      "google.genai@3.6.1 gradio_client@2.7.2 hf_gradio@0.4.1 httpx2@2.16.2 httpx@0.28.1 huggingface_hub@2.4.0 " +
      "joblib@1.6.0 kubernetes@37.0.2 langchain_core@1.8.3 langsmith@0.15.1 linebot@3.27.0 litestar@2.25.0 " +
      "matplotlib@3.11.2 mpl_toolkits@3.11.2 nltk@3.10.4 notion_client@3.1.0 openai@3.57.0 pylab@3.11.2 " +
      "pyramid@2.1 rest_framework@3.18.3 s3transfer@0.14.0 safehttpx@0.1.7 scipy@1.17.1 selenium@4.51.0 " +
      "sendgrid@6.12.5 sklearn@1.9.1 socketio@5.18.1 sse_starlette@3.7.0 starlette@1.10.0 textblob@0.20.1 " +
      "tortoise@1.1.9 trio_websocket@0.12.2 twilio@9.13.0 watchdog@6.0.0 zmq@27.3.0",
    elsewhere,
  ),
];
