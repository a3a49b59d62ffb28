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
    "blkid fallocate findmnt fsck getfattr hardlink losetup lsattr lsblk mke2fs mkfs mkfs.ext4 mkfs.xfs mkswap " +
      "mountpoint namei setfattr swapoff swapon tune2fs vdir dir",
    // Text
    "awk base32 base64 cat cmp column comm csplit cut diff dos2unix echo ed egrep envsubst expand expr fgrep fmt fold",
    "gawk gettext grep head hexdump",
    "iconv jq join mawk nawk nl od paste patch pr printf rev rg sed seq shuf sort split strings tac tail " +
      "tee tr tsort unexpand uniq",
    "unix2dos uuidgen wc xmlstarlet xxd yq zcat zgrep",
    "colrm getopt hd json_pp look msgfmt numfmt pinky ptx rgrep sdiff tomlq ul xmllint xq xsltproc",
    // Archives and checksums
    "bunzip2 bzip2 cksum cpio gunzip gzip md5sum sha1sum sha224sum sha256sum sha384sum sha512sum sum tar " +
      "unxz unzip xz zip zstd",
    "b2sum bzcat bzgrep gzexe lz4 lz4cat lzcat lzma md5sum.textutils pigz pzstd shasum uncompress unlz4 " +
      "unlzma unzstd xzcat xzgrep zstdcat",
    // Users and the system
    "addgroup adduser chfn chpasswd chsh crontab date deluser delgroup dircolors dmesg free getconf getent groupadd",
    "groupdel groupmod groups",
    "hostid hostname id ldconfig locale locale-gen localedef logger logname lsb_release lscpu nproc " +
      "passwd pidof pgrep pkill kill killall",
    "printenv ps pwd setcap getcap stty sysctl tty ulimit uname update-alternatives " +
      "update-ca-certificates update-ca-trust update-rc.d",
    "uptime useradd userdel usermod users vmstat who whoami clear reset tput modprobe insmod lsmod ldd " +
      "nm objdump strip",
    "add-shell chage chgpasswd chmem debconf-set-selections deb-systemd-helper dpkg-architecture dpkg-divert " +
      "dpkg-parsechangelog dpkg-query dpkg-realpath dpkg-statoverride fc-cache fc-list gpasswd groupmems " +
      "grpck grpconv hostnamectl infocmp last lsfd lsipc lslocks lslogins lsns mkhomedir_helper newusers " +
      "pam-auth-update pkg-config pmap pstree pwck pwconv pwdx readelf remove-shell renice skill tic " +
      "timedatectl ucf update-locale update-shells validlocale",
    // Tests, waiting
    "[ [[ test true false : sleep usleep cal factor wait-for wait-for-it wait-for-it.sh wait-for.sh",
    // Network
    "arp dig host ifconfig ip ip6tables iptables iptables-restore nc ncat netcat netstat nft nslookup ping ping6 route",
    "ss traceroute ipcalc",
    "arptables bridge dnsdomainname domainname ebtables ethtool getsubids ip6tables-legacy ip6tables-nft " +
      "ip6tables-restore ip6tables-save ipset iptables-legacy iptables-legacy-restore iptables-legacy-save " +
      "iptables-nft iptables-nft-restore iptables-nft-save iptables-save iptables-apply nstat rdma tc",
    // Keys and certificates
    "gpg gpgconf htpasswd openssl keytool ssh-add ssh-keygen ssh-keyscan",
    "c_rehash certutil dbus-uuidgen easyrsa gpgv make-ssl-cert mcookie mkpasswd update-crypto-policies",
    // Clients that ask one thing
    "mysqladmin mariadb-admin pg_isready redis-cli valkey-cli rabbitmqctl rabbitmq-plugins rabbitmq-diagnostics",
    "pg_config pg_createcluster pg_dropcluster pg_lsclusters createlang droplang dropuser clusterdb reindexdb " +
      "vacuumdb newaliases postalias postconf postmap sv unbound-checkconf unbound-control unbound-control-setup " +
      "update-exim4.conf update-initramfs crudini envtpl j2 unbound-anchor",
    "a2enmod a2dismod a2ensite a2dissite a2enconf a2disconf phpenmod phpdismod docker-php-ext-enable " +
      "docker-php-ext-install supervisorctl",
  ]
    .join(" ")
    .split(" "),
);
