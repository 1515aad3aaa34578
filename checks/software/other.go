package software

// other are directories, databases, chat and file servers.
var other = []row{
	{
		key: "openldap", name: "OpenLDAP",
		certificate: []lines{
			{"slapd.conf", "/etc/ldap/slapd.conf", []string{"TLSCertificateFile {chain}", "TLSCertificateKeyFile {key}"}},
			{"cn=config", "", []string{"dn: cn=config", "changetype: modify", "replace: olcTLSCertificateFile", "olcTLSCertificateFile: {chain}", "-", "replace: olcTLSCertificateKeyFile", "olcTLSCertificateKeyFile: {key}"}},
		},
		versions: in("/etc/ldap/slapd.conf", "TLSProtocolMin 3.3"),
		reload:   []string{"systemctl restart slapd"},
		source:   "https://www.openldap.org/doc/admin26/tls.html", written: "2026-11-29",
	},
	{
		key: "postgresql", name: "PostgreSQL",
		certificate: in("postgresql.conf", "ssl_cert_file = '{chain}'", "ssl_key_file = '{key}'"),
		versions:    in("postgresql.conf", "ssl_min_protocol_version = 'TLSv1.2'"),
		reload:      []string{`psql -U postgres -c "SELECT pg_reload_conf()"`},
		source:      "https://www.postgresql.org/docs/current/ssl-tcp.html", written: "2026-11-29",
	},
	{
		key: "mariadb", name: "MariaDB",
		certificate: in("/etc/mysql/mariadb.conf.d/50-server.cnf", "[mariadbd]", "ssl_cert = {chain}", "ssl_key = {key}"),
		versions:    in("/etc/mysql/mariadb.conf.d/50-server.cnf", "[mariadbd]", "tls_version = TLSv1.2,TLSv1.3"),
		reload:      []string{`mariadb -e "FLUSH SSL"`},
		source:      "https://mariadb.com/kb/en/securing-connections-for-client-and-server/", written: "2026-11-29",
	},
	{
		key: "mysql", name: "MySQL",
		certificate: in("/etc/mysql/my.cnf", "[mysqld]", "ssl_cert={chain}", "ssl_key={key}"),
		versions:    in("/etc/mysql/my.cnf", "[mysqld]", "tls_version=TLSv1.2,TLSv1.3"),
		reload:      []string{`mysql -e "ALTER INSTANCE RELOAD TLS"`},
		source:      "https://dev.mysql.com/doc/refman/8.4/en/using-encrypted-connections.html", written: "2026-11-29",
	},
	{
		key: "prosody", name: "Prosody",
		certificate: in("/etc/prosody/prosody.cfg.lua", `ssl = { certificate = "{chain}", key = "{key}" }`),
		byName:      in("/etc/prosody/prosody.cfg.lua", `VirtualHost "{name}"`, `  ssl = { certificate = "{chain}", key = "{key}" }`),
		versions:    in("/etc/prosody/prosody.cfg.lua", `ssl = { protocol = "tlsv1_2+" }`),
		reload:      []string{"prosodyctl reload"},
		source:      "https://prosody.im/doc/certificates", written: "2026-11-29",
	},
	{
		key: "ejabberd", name: "ejabberd",
		certificate: in("/etc/ejabberd/ejabberd.yml", "certfiles:", "  - {chain}", "  - {key}"),
		versions:    in("/etc/ejabberd/ejabberd.yml", "c2s_protocol_options:", "  - no_sslv3", "  - no_tlsv1", "  - no_tlsv1_1"),
		reload:      []string{"ejabberdctl reload_config"},
		source:      "https://docs.ejabberd.im/admin/configuration/basic/#certfiles", written: "2026-11-29",
	},
	{
		key: "proftpd", name: "ProFTPD",
		signs: []sign{says(`\bProFTPD\b`)},
		// TLSRSACertificateFile takes an RSA certificate alone: an ECDSA one has
		// settings of its own.
		certificate: []lines{
			{"RSA", "/etc/proftpd/tls.conf", []string{"TLSRSACertificateFile {leaf}", "TLSRSACertificateKeyFile {key}", "TLSCertificateChainFile {rest}"}},
			{"ECDSA", "/etc/proftpd/tls.conf", []string{"TLSECCertificateFile {leaf}", "TLSECCertificateKeyFile {key}", "TLSCertificateChainFile {rest}"}},
		},
		versions: in("/etc/proftpd/tls.conf", "TLSProtocol TLSv1.2 TLSv1.3"),
		reload:   []string{"systemctl restart proftpd"},
		source:   "http://www.proftpd.org/docs/contrib/mod_tls.html", written: "2026-11-29",
	},
}
