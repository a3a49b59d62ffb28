/**
 * Names of utilities that do their work and return. What they may also be (`tail -f`, `nc -l`) is a row of its own
 * among the programs.
 */
export const utilities: ReadonlySet<string> = new Set(
  [
    // Files and directories
    "basename chattr chcon chgrp chmod chown cp dd df dirname du file find install link ln ls mkdir " +
      "mkfifo mknod mktemp",
    "mount mv pathchk readlink",
    "realpath rm rmdir rsync setfacl getfacl shred stat sync touch truncate umount unlink",
    // Text
    "awk base32 base64 cat cmp column comm csplit cut diff dos2unix echo ed egrep envsubst expand expr fgrep fmt fold",
    "gawk gettext grep head hexdump",
    "iconv jq join mawk nawk nl od paste patch pr printf rev rg sed seq shuf sort split strings tac tail " +
      "tee tr tsort unexpand uniq",
    "unix2dos uuidgen wc xmlstarlet xxd yq zcat zgrep",
    // Archives and checksums
    "bunzip2 bzip2 cksum cpio gunzip gzip md5sum sha1sum sha224sum sha256sum sha384sum sha512sum sum tar " +
      "unxz unzip xz zip zstd",
    // Users and the system
    "addgroup adduser chfn chpasswd chsh crontab date deluser delgroup dircolors dmesg free getconf getent groupadd",
    "groupdel groupmod groups",
    "hostid hostname id ldconfig locale locale-gen localedef logger logname lsb_release lscpu nproc " +
      "passwd pidof pgrep pkill kill killall",
    "printenv ps pwd setcap getcap stty sysctl tty ulimit uname update-alternatives " +
      "update-ca-certificates update-ca-trust update-rc.d",
    "uptime useradd userdel usermod users vmstat who whoami clear reset tput modprobe insmod lsmod ldd " +
      "nm objdump strip",
    // Tests, waiting
    "[ [[ test true false : sleep usleep cal factor wait-for wait-for-it wait-for-it.sh wait-for.sh",
    // Network
    "arp dig host ifconfig ip ip6tables iptables iptables-restore nc ncat netcat netstat nft nslookup ping ping6 route",
    "ss traceroute ipcalc",
    // Keys and certificates
    "gpg gpgconf htpasswd openssl keytool ssh-add ssh-keygen ssh-keyscan",
    // Clients that ask one thing
    "mysqladmin mariadb-admin pg_isready redis-cli valkey-cli rabbitmqctl rabbitmq-plugins rabbitmq-diagnostics",
    "a2enmod a2dismod a2ensite a2dissite a2enconf a2disconf phpenmod phpdismod docker-php-ext-enable " +
      "docker-php-ext-install supervisorctl",
  ]
    .join(" ")
    .split(" "),
);
