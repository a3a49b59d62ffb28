/** Modules of Python: sys.stdlib_module_names of 3.11 and 3.13, what newer ones bring, and names of Python 2. */
export const standardModules: ReadonlySet<string> = new Set(
  (
    "__builtin__ __future__ _thread abc aifc annotationlib antigravity argparse array ast asynchat asyncio " +
    "asyncore atexit audioop base64 BaseHTTPServer bdb binascii bisect builtins bz2 calendar cgi cgitb chunk cmath " +
    "cmd code codecs codeop collections colorsys commands compileall compression concurrent configparser " +
    "ConfigParser contextlib contextvars Cookie cookielib copy copyreg cPickle cProfile crypt cStringIO csv ctypes " +
    "curses dataclasses datetime dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno " +
    "exceptions faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt " +
    "getpass gettext glob graphlib grp gzip hashlib heapq hmac html HTMLParser http httplib idlelib imaplib imghdr " +
    "imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache locale logging lzma mailbox " +
    "mailcap marshal math mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt ntpath " +
    "nturl2path numbers opcode operator optparse os ossaudiodev pathlib pdb pickle pickletools pipes pkgutil " +
    "platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data " +
    "pyexpat queue Queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select " +
    "selectors shelve shlex shutil signal SimpleHTTPServer site smtpd smtplib sndhdr socket SocketServer " +
    "socketserver spwd sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string StringIO stringprep " +
    "struct subprocess sunau symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile termios textwrap " +
    "this thread threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle " +
    "turtledemo types typing unicodedata unittest urllib urllib2 urlparse uu uuid venv warnings wave weakref " +
    "webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo"
  ).split(" "),
);
