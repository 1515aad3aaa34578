package errortext

import "maps"

// numberings are those that are known. Sources: secerr.h, sslerr.h, prerr.h and pkixnss.h of NSS and
// NSPR; net_error_list.h of Chromium; SecureTransport.h, SecBase.h and NSURLError.h of Apple;
// gnutls.h; ssl.h, x509.h and net_sockets.h of Mbed TLS 2.28; error-crypt.h and error-ssl.h of
// wolfSSL 5.5; bearssl_x509.h; "Mail flow intelligence" and "Email non-delivery reports" of
// Microsoft Learn; x509_vfy.h of OpenSSL; winerror.h, wininet.h and winhttp.h of Windows.
// OpenSSL's reasons (sslerr.h) are a numbering of their own.
var numberings = []numbering{
	{id: "nss", client: "Thunderbird", beside: []string{"NSS", "MOZILLA", "FIREFOX", "THUNDERBIRD", "SEC_ERROR", "SSL_ERROR", "NSPR", "PR_", "CURL", "SSL", "TLS", "ZERTIFIKAT", "CERTIF"}, kinds: []numbered{
		{untrusted, "-8179 -8172 -8171"},
		{expired, "-8181 -8162 -8184"},
		{notYet, "-16379 -16378"},
		{selfSigned, "-16370"},
		{revoked, "-8180 -8131 -8047 -8046"},
		{wrongName, "-12276"},
		{noCommon, "-12286 -12227 -12189"},
		{oldTLS, "-12190 -12279"},
		{notTLS, "-12263 -12233"},
		{handshake, "-12229 -12188 -12226"},
		{broken, "-5938 -5961 -5928"},
		{timeout, "-5990 -5979"},
		{noServer, "-5981"},
		{noRevocation, "-8161 -8160 -8159 -8078 -8074 -8073 -8072 -8071 -8070 -8069 -8068 -8067 -8066 -8063 -8062 -8055 -8048 -8036 -8035 -16376"},
		{staleProof, "-8061 -8060"},
		{weakHash, "-8016 -8011"},
		{weakKey, "-12156 -12173 -8152 -16382"},
		{wrongUsage, "-8101 -8102"},
		{malformed, "-8183 -8182 -16377 -16373"},
		{invalid, "-8156 -8155 -8151 -8080 -16383 -16381 -16372"},
		{longLife, "-16375"},
		{staple, "-16374"},
		{clientCert, "-12271 -12270 -12269 -12195 -12107"},
		{unknownName, "-12182"},
		{intercepted, "-16369"},
		{distrusted, "-16371"},
	}},
	{id: "net", client: "Chrome and Edge", beside: []string{"NET_ERROR", "NET_ERR", "CHROME", "CHROMIUM", "EDGE", "ELECTRON"}, kinds: []numbered{
		{wrongName, "-200"},
		{expired, "-201"},
		{untrusted, "-202"},
		{malformed, "-203 -207"},
		{noRevocation, "-204 -205"},
		{revoked, "-206"},
		{weakHash, "-208"},
		{weakKey, "-211 -129"},
		{invalid, "-212"},
		{longLife, "-213"},
		{distrusted, "-214 -215"},
		{intercepted, "-217"},
		{selfSigned, "-219"},
		{broken, "-100 -101"},
		{noServer, "-102 -109"},
		{noConnection, "-104"},
		{noName, "-105 -137"},
		{timeout, "-7 -118"},
		{handshake, "-107"},
		{clientCert, "-110 -117 -134"},
		{noCommon, "-113"},
		{unknownName, "-159"},
	}},
	{id: "apple-ssl", client: "Apple Mail", beside: []string{"SSL", "TLS", "OSSTATUS", "SECURETRANSPORT", "CFNETWORK", "CFSTREAM", "HANDSHAKE"}, kinds: []numbered{
		{handshake, "-9809 -9810 -9820 -9821 -9822 -9823 -9830 -9832 -9833 -9834 -9838 -9845 -9846 -9847"},
		{noCommon, "-9801 -9837"},
		{oldTLS, "-9836"},
		{cannotVerify, "-9825 -9826 -9829"},
		{revoked, "-9827"},
		{expired, "-9828"},
		{untrusted, "-9831"},
		{clientCert, "-9842"},
		{broken, "-9844"},
	}},
	{id: "apple-security", client: "Apple Mail", beside: []string{"SEC", "OSSTATUS", "TRUST", "CERTIF", "ZERTIFIKAT", "CFNETWORK", "NSURL"}, kinds: []numbered{
		{revoked, "-67820"},
		{wrongUsage, "-67609"},
		{ofApple, "-67880 -67901"},
		{weakHash, "-67815"},
		{weakKey, "-67735"},
		{noRevocation, "-67635 -67641 -67614 -67613 -67615"},
		{invalid, "-67603 -67605 -67611"},
		{untrusted, "-67612"},
	}},
	{id: "apple-connection", client: "Apple Mail", beside: []string{"NSURLERROR", "CFNETWORK", "NSURLSESSION", "URLSESSION"}, kinds: []numbered{
		{timeout, "-1001"},
		{noName, "-1003 -1006"},
		{noServer, "-1004"},
		{broken, "-1005"},
		{noConnection, "-1009"},
		{handshake, "-1022"},
	}},
	{id: "gnutls", client: "GnuTLS", beside: []string{"GNUTLS"}, kinds: []numbered{
		{notTLS, "-8 -9 -15"},
		{handshake, "-12 -16 -18 -19"},
		{cannotVerify, "-43 -348"},
		{broken, "-53 -54 -110 -328"},
		{noCommon, "-87 -106 -217 -423"},
		{weakKey, "-63"},
		{clientCert, "-49 -112"},
		{unknownName, "-294"},
		{timeout, "-319"},
		{chainOrder, "-324"},
		{staple, "-340"},
		{noRevocation, "-341"},
		{expired, "-416"},
	}},
	{id: "mbedtls", client: "Mbed TLS", beside: []string{"MBEDTLS", "MBED", "ESP", "POLARSSL"}, kinds: []numbered{
		{cannotVerify, "-0x2700"},
		{malformed, "-0x2180 -0x2200 -0x2280 -0x2300 -0x2400 -0x2480 -0x2500 -0x2580 -0x2600 -0x2780"},
		{handshake, "-0x6E00 -0x7780 -0x7A00 -0x7980 -0x7900"},
		{noCommon, "-0x7380 -0x6D00"},
		{oldTLS, "-0x6E80"},
		{notTLS, "-0x7200 -0x7700"},
		{clientCert, "-0x7480"},
		{untrusted, "-0x7680"},
		{timeout, "-0x6800"},
		{broken, "-0x7280 -0x7880 -0x50 -0x4C -0x4E"},
		{noServer, "-0x44"},
		{noName, "-0x52"},
	}},
	{id: "wolfssl", client: "wolfSSL", beside: []string{"WOLFSSL", "CYASSL"}, kinds: []numbered{
		{notYet, "-150"},
		{expired, "-151"},
		{untrusted, "-188 -275"},
		{malformed, "-140 -152 -155"},
		{wrongName, "-322"},
		{handshake, "-313"},
		{oldTLS, "-326"},
		{cannotVerify, "-329"},
		{notTLS, "-328"},
		{revoked, "-360 -361"},
		{noRevocation, "-362 -365 -366 -367"},
		{noCommon, "-501"},
		{broken, "-308 -309"},
	}},
	{id: "bearssl", client: "BearSSL", beside: []string{"BEARSSL", "BR_ERR", "BR_SSL"}, kinds: []numbered{
		{expired, "54"},
		{wrongName, "56"},
		{invalid, "57 58"},
		{weakKey, "60"},
		{untrusted, "62"},
		{malformed, "52"},
	}},
	{id: "openssl-verify", client: "OpenSSL", beside: []string{"VERIFY_RESULT"}, behind: [][]string{{"VERIFY", "ERROR", "NUM"}}, kinds: []numbered{
		{noIssuer, "2 20 21"},
		{noRevocation, "3 5 8 11 12 15 16 33 35 36 44 54 73 74 75"},
		{malformed, "4 6 7 13 14 41 76 77 78 80 81 82 83 84 85 86 87 88 89 90 91 93"},
		{notYet, "9"},
		{expired, "10"},
		{selfSigned, "18"},
		{untrusted, "19 27 28"},
		{revoked, "23"},
		{invalid, "22 24 25 29 30 31 32 34 37 38 40 42 43 45 46 47 48 49 51 52 53 55 72 79 92"},
		{wrongUsage, "26 39"},
		{wrongName, "62 64"},
		{dane, "65"},
		{weakKey, "66 67 94"},
		{weakHash, "57 59 61 68"},
	}},
	{id: "exchange", client: "Exchange", behind: [][]string{{"550", "5", "7"}, {"450", "4", "7"}, {"451", "4", "7"}, {"421", "4", "7"}, {"450", "4", "4"}, {"451", "4", "4"}, {"550", "5", "4"}, {"554", "5", "4"}}, kinds: []numbered{
		{noSTARTTLS, "321"},
		{expired, "322"},
		{dane, "323 324"},
		{wrongName, "325"},
		{noName, "310 312"},
		{noServer, "316"},
		{noConnection, "317"},
		{broken, "318"},
	}},
	{id: "windows-socket", client: "Windows", beside: []string{"WINERROR", "SOCKET", "WSA", "WINSOCK", "SMTPLIB", "ERRNO", "GETLASTERROR"}, kinds: []numbered{
		{broken, "10053 10054"},
		{timeout, "10060"},
		{noServer, "10061 10051 10065"},
		{noName, "11001 11004"},
	}},
	{id: "windows-internet", client: "Windows", beside: []string{"WININET", "WINHTTP", "GETLASTERROR", "INTERNET_ERROR", "WINERROR", "HTTPSENDREQUEST"}, kinds: []numbered{
		{timeout, "12002"},
		{noName, "12007"},
		{noServer, "12029"},
		{broken, "12030 12031 12152"},
		{expired, "12037"},
		{wrongName, "12038"},
		{clientCert, "12044 12185 12186"},
		{untrusted, "12045"},
		{cannotVerify, "12055 12175"},
		{noRevocation, "12057"},
		{handshake, "12157"},
		{malformed, "12169"},
		{revoked, "12170"},
		{wrongUsage, "12179"},
	}},
}

// sslReasons are the reasons of OpenSSL's SSL library; from 1000 on they are alerts (RFC 8446
// §6). Source: sslerr.h.
var sslReasons = numbering{id: "openssl", client: "OpenSSL", format: "error:0A000%03X:", kinds: []numbered{
	{cannotVerify, "134 1042 1043 1046"},
	{handshake, "1010 1020 1040 1047 1049 1050 1051 1080"},
	{noCommon, "118 181 185 193 370 394 1071"},
	{oldTLS, "166 191 252 258 259 338 396 1070 1086"},
	{notTLS, "155 156 198 266 267 298"},
	{weakKey, "397 399"},
	{weakHash, "398"},
	{broken, "294"},
	{clientCert, "199 1041 1116"},
	{revoked, "1044"},
	{expired, "1045"},
	{untrusted, "1048"},
	{unknownName, "1112"},
	{staple, "1113"},
}}

// numberedEntries are those of all numberings.
func numberedEntries() []Entry {
	var out []Entry
	for i := range numberings {
		out = append(out, numberings[i].entries()...)
	}
	return append(out, sslReasons.entries()...)
}

// numberIn is where a numbering has its numbers in the table of entries.
type numberIn struct {
	of    *numbering
	entry map[int64]int
}

// numbersOf are the numberings, given the places of all entries.
func numbersOf(byID map[string]int) []numberIn {
	var out []numberIn
	for i := range numberings {
		out = append(out, numberIn{&numberings[i], numberings[i].places(byID)})
	}
	return out
}

// resultsOf are the numbers of Windows that its result codes wrap, given the places of all
// entries.
func resultsOf(byID map[string]int) map[int64]int {
	out := make(map[int64]int)
	for _, n := range numberings {
		if n.client == "Windows" {
			maps.Copy(out, n.places(byID))
		}
	}
	return out
}
