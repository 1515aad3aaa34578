package software

// mail are mail servers on Unix.
var mail = []row{
	{
		key: "dovecot", name: "Dovecot",
		signs: []sign{says(`\bdovecot\b`)},
		certificate: []lines{
			{"Dovecot 2.3", "/etc/dovecot/conf.d/10-ssl.conf", []string{"ssl_cert = <{chain}", "ssl_key = <{key}"}},
			{"Dovecot 2.4", "/etc/dovecot/conf.d/10-ssl.conf", []string{"ssl_server_cert_file = {chain}", "ssl_server_key_file = {key}"}},
		},
		byName: []lines{
			{"Dovecot 2.3", "/etc/dovecot/conf.d/10-ssl.conf", []string{"local_name {name} {", "  ssl_cert = <{chain}", "  ssl_key = <{key}", "}"}},
			{"Dovecot 2.4", "/etc/dovecot/conf.d/10-ssl.conf", []string{"local_name {name} {", "  ssl_server_cert_file = {chain}", "  ssl_server_key_file = {key}", "}"}},
		},
		versions: in("/etc/dovecot/conf.d/10-ssl.conf", "ssl_min_protocol = TLSv1.2"),
		reload:   []string{"doveadm reload"},
		source:   "https://doc.dovecot.org/2.4.0/core/config/ssl.html", written: "2026-11-29",
	},
	{
		key: "postfix", name: "Postfix",
		signs: []sign{says(`\bESMTP Postfix\b`)},
		certificate: []lines{
			{"Postfix 3.4", "/etc/postfix/main.cf", []string{"smtpd_tls_chain_files = {key}, {chain}"}},
			{"Postfix 2.11", "/etc/postfix/main.cf", []string{"smtpd_tls_cert_file = {chain}", "smtpd_tls_key_file = {key}"}},
		},
		byName: []lines{{"Postfix 3.4", "/etc/postfix/main.cf", []string{
			"# /etc/postfix/sni: {name} {key} {chain}", "# postmap -F hash:/etc/postfix/sni", "tls_server_sni_maps = hash:/etc/postfix/sni"}}},
		versions: in("/etc/postfix/main.cf",
			"smtpd_tls_protocols = !SSLv2, !SSLv3, !TLSv1, !TLSv1.1", "smtpd_tls_mandatory_protocols = !SSLv2, !SSLv3, !TLSv1, !TLSv1.1"),
		reload: []string{"postfix reload"},
		source: "https://www.postfix.org/TLS_README.html", written: "2026-11-29",
	},
	{
		key: "exim", name: "Exim",
		signs:       []sign{says(`\bESMTP Exim\b`)},
		certificate: in("/etc/exim4/exim4.conf", "tls_certificate = {chain}", "tls_privatekey = {key}"),
		byName: in("/etc/exim4/exim4.conf",
			`tls_certificate = ${if eq {$tls_in_sni}{{name}} {{chain}} {/etc/exim4/default.crt}}`,
			`tls_privatekey = ${if eq {$tls_in_sni}{{name}} {{key}} {/etc/exim4/default.key}}`),
		versions: in("/etc/exim4/exim4.conf", "openssl_options = +no_sslv2 +no_sslv3 +no_tlsv1 +no_tlsv1_1"),
		reload:   []string{"systemctl restart exim4"},
		source:   "https://www.exim.org/exim-html-current/doc/html/spec_html/ch-encrypted_smtp_connections_using_tlsssl.html", written: "2026-11-29",
	},
	{
		key: "cyrus", name: "Cyrus IMAP",
		signs:       []sign{says(`\bCyrus (IMAP|POP3|LMTP|timsieved|NNTP)|"Cyrus timsieved`)},
		certificate: in("/etc/imapd.conf", "tls_server_cert: {chain}", "tls_server_key: {key}"),
		versions:    in("/etc/imapd.conf", "tls_versions: tls1_2 tls1_3"),
		reload:      []string{"systemctl restart cyrus-imapd"},
		source:      "https://www.cyrusimap.org/imap/reference/manpages/configs/imapd.conf.html", written: "2026-11-29",
	},
	{
		key: "courier", name: "Courier",
		signs: []sign{says(`\bCourier-IMAP\b|\bCourier (Mail|IMAP)`)},
		certificate: in("/etc/courier/imapd-ssl, /etc/courier/pop3d-ssl",
			"# cat {key} {chain} > /etc/courier/server.pem", "TLS_CERTFILE=/etc/courier/server.pem"),
		versions: in("/etc/courier/imapd-ssl, /etc/courier/pop3d-ssl", "TLS_PROTOCOL=TLSv1.2+"),
		reload:   []string{"systemctl restart courier-imap-ssl courier-pop-ssl"},
		source:   "https://www.courier-mta.org/imap/INSTALL.html", written: "2026-11-29",
	},
	{
		key: "stalwart", name: "Stalwart",
		signs: []sign{says(`\bStalwart\b`)},
		certificate: in("/opt/stalwart/etc/config.toml",
			"[certificate.default]", `cert = "%{file:{chain}}%"`, `private-key = "%{file:{key}}%"`, "default = true"),
		reload: []string{"systemctl restart stalwart"},
		source: "https://stalw.art/docs/server/tls/certificates/", written: "2026-11-29",
	},
}
