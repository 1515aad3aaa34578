package pctools_test

import (
	"strings"
	"testing"
	"time"

	"certdesk/checks/pctools"
)

// outputs are what the tools print, in the languages of Windows.
var outputs = []struct {
	name, text string
	want       string // told
}{
	{"nslookup", "Server:  fritz.box\nAddress:  192.168.178.1\n\nNon-authoritative answer:\nName:    imap.corp.com\nAddresses:  2001:db8::7\n          192.0.2.7\n", "imap.corp.com 2001:db8::7 192.0.2.7"},
	{"nslookup, twice", "Server:  fritz.box\nAddress:  192.168.178.1\n\nName:    imap.corp.com\nAddress:  192.0.2.7\n\nServer:  fritz.box\nAddress:  192.168.178.1\n\nName:    imap.corp.com\nAddress:  192.0.2.7\n", "imap.corp.com 192.0.2.7"},
	{"nslookup, German", "Server:  dc01.corp.local\nAddress:  10.0.0.1\n\nNicht autorisierende Antwort:\nName:    imap.corp.com\nAddress:  10.1.2.3\n", "imap.corp.com 10.1.2.3"},
	{"nslookup, French", "Serveur :   dns.corp.fr\nAddress:  192.168.1.1\n\nRéponse ne faisant pas autorité :\nNom :    imap.corp.com\nAddress:  10.1.2.3\n", "imap.corp.com 10.1.2.3"},
	{"nslookup, Spanish", "Servidor:  dns.corp.es\nAddress:  192.168.1.1\n\nRespuesta no autoritativa:\nNombre:  imap.corp.com\nAddress:  10.1.2.3\n", "imap.corp.com 10.1.2.3"},
	{"nslookup, Unix", "Server:\t\t127.0.0.53\nAddress:\t127.0.0.53#53\n\nNon-authoritative answer:\nName:\timap.corp.com\nAddress: 192.0.2.7\n", "imap.corp.com 192.0.2.7"},
	{"nslookup, no name", "Server:  fritz.box\nAddress:  192.168.178.1\n\n*** fritz.box can't find imap.corp.com: Non-existent domain\n", "imap.corp.com no-name"},
	{"nslookup, no name, German", "*** fritz.box kann imap.corp.com nicht finden: Non-existent domain.", "imap.corp.com no-name"},
	{"nslookup, no name, French", "*** dns.corp.fr ne parvient pas à trouver imap.corp.com : Non-existent domain", "imap.corp.com no-name"},
	{"nslookup, no name, Unix", "** server can't find imap.corp.com: NXDOMAIN", "imap.corp.com no-name"},
	{"Resolve-DnsName", "\nName                                           Type   TTL   Section    IPAddress\n----                                           ----   ---   -------    ---------\nimap.corp.com                                  A      300   Answer     10.1.2.3\n", "imap.corp.com 10.1.2.3"},
	{"Resolve-DnsName, a list", "Name       : imap.corp.com\nQueryType  : A\nTTL        : 300\nSection    : Answer\nIP4Address : 10.1.2.3\n", "imap.corp.com 10.1.2.3"},
	{"Resolve-DnsName, no name", "Resolve-DnsName : imap.corp.com : DNS name does not exist\nAt line:1 char:1", "imap.corp.com no-name"},
	{"Resolve-DnsName, no name, German", "Resolve-DnsName : imap.corp.com : Der DNS-Name ist nicht vorhanden.", "imap.corp.com no-name"},
	{"dig", "; <<>> DiG 9.18 <<>> imap.corp.com\n;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n;; QUESTION SECTION:\n;imap.corp.com.\t\t\tIN\tA\n\n;; ANSWER SECTION:\nimap.corp.com.\t\t300\tIN\tA\t10.1.2.3\n\n;; SERVER: 192.168.1.1#53(192.168.1.1) (UDP)", "imap.corp.com 10.1.2.3"},
	{"dig, no name", ";; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 1\n;; QUESTION SECTION:\n;imap.corp.com.\t\t\tIN\tA\n", "imap.corp.com no-name"},
	{"host", "imap.corp.com has address 192.0.2.7\nimap.corp.com has IPv6 address 2001:db8::7\nimap.corp.com mail is handled by 10 mx.corp.com.", "imap.corp.com 192.0.2.7 2001:db8::7"},
	{"host, no name", "Host imap.corp.com not found: 3(NXDOMAIN)", "imap.corp.com no-name"},
	{"dscacheutil", "name: imap.corp.com\nip_address: 10.1.2.3\n", "imap.corp.com 10.1.2.3"},
	{"ping", "Pinging imap.corp.com [10.1.2.3] with 32 bytes of data:\nReply from 10.1.2.3: bytes=32 time=1ms TTL=64", "imap.corp.com 10.1.2.3"},
	{"ping, German", "Ping wird ausgeführt für imap.corp.com [10.1.2.3] mit 32 Bytes Daten:", "imap.corp.com 10.1.2.3"},
	{"ping, French", "Envoi d’une requête 'ping' sur imap.corp.com [10.1.2.3] avec 32 octets de données :", "imap.corp.com 10.1.2.3"},
	{"ping, Spanish", "Haciendo ping a imap.corp.com [10.1.2.3] con 32 bytes de datos:", "imap.corp.com 10.1.2.3"},
	{"ping, macOS", "PING imap.corp.com (10.1.2.3): 56 data bytes", "imap.corp.com 10.1.2.3"},
	{"ping, no name", "Ping request could not find host imap.corp.com. Please check the name and try again.", "imap.corp.com no-name"},
	{"Test-NetConnection, closed", "WARNING: TCP connect to (192.0.2.7 : 993) failed\n\nComputerName           : imap.corp.com\nRemoteAddress          : 192.0.2.7\nRemotePort             : 993\nInterfaceAlias         : Ethernet\nSourceAddress          : 192.168.1.5\nPingSucceeded          : True\nTcpTestSucceeded       : False\n", "imap.corp.com :993 192.0.2.7 not-reached"},
	{"Test-NetConnection, open", "ComputerName     : imap.corp.com\nRemoteAddress    : 192.0.2.7\nRemotePort       : 993\nTcpTestSucceeded : True", "imap.corp.com :993 192.0.2.7"},
	{"Test-NetConnection, a table", "ComputerName  RemoteAddress RemotePort TcpTestSucceeded\n------------  ------------- ---------- ----------------\nimap.corp.com 192.0.2.7            993            False\n", "imap.corp.com :993 192.0.2.7 not-reached"},
	{"Test-NetConnection, no name, German", "WARNUNG: Name resolution of imap.corp.com failed", "imap.corp.com no-name"},
	{"curl", "* Host imap.corp.com:993 was resolved.\n* IPv6: (none)\n* IPv4: 192.0.2.7\n*   Trying 192.0.2.7:993...\n* connect to 192.0.2.7 port 993 from 192.168.1.5 port 50510 failed: Connection refused\n* Failed to connect to imap.corp.com port 993 after 12 ms: Could not connect to server\ncurl: (7) Failed to connect to imap.corp.com port 993 after 12 ms: Could not connect to server", "imap.corp.com :993 192.0.2.7 not-reached"},
	{"curl, one address of two", "*   Trying [2001:db8::7]:993...\n* connect to 2001:db8::7 port 993 failed: Network is unreachable\n*   Trying 192.0.2.7:993...\n* Connected to imap.corp.com (192.0.2.7) port 993", "imap.corp.com :993 2001:db8::7 192.0.2.7"},
	{"curl, too slow", "curl: (28) Failed to connect to imap.corp.com port 993 after 21042 ms: Timed out", "imap.corp.com :993 not-reached"},
	{"curl, no name", "curl: (6) Could not resolve host: imap.corp.com", "imap.corp.com no-name"},
	{"curl, a proxy", "* Uses proxy env variable https_proxy == 'http://anna:secret@proxy.corp.com:8080/'\n*   Trying 10.0.0.8:8080...", "proxy.corp.com:8080"},
	{"telnet, Windows", "Connecting To imap.corp.com...Could not open connection to the host, on port 993: Connect failed", "imap.corp.com :993 not-reached"},
	{"telnet, German", "Verbindungsaufbau zu imap.corp.com...Es konnte keine Verbindung mit dem Host hergestellt werden, auf Port 993: Verbindungsfehler", "imap.corp.com :993 not-reached"},
	{"telnet, French", "Connexion à imap.corp.com...Impossible d’ouvrir une connexion à l’hôte, sur le port 993: Échec lors de la connexion", "imap.corp.com :993 not-reached"},
	{"telnet, Spanish", "Conectándose a imap.corp.com...No se puede abrir la conexión al host, en puerto 993: Error en la conexión", "imap.corp.com :993 not-reached"},
	{"telnet, Unix", "Trying 192.0.2.7...\ntelnet: Unable to connect to remote host: Connection refused", "not-reached"},
	{"nc", "nc: connect to imap.corp.com (192.0.2.7) port 993 (tcp) failed: Connection refused", "imap.corp.com :993 not-reached"},
	{"nc, open", "Connection to imap.corp.com (192.0.2.7) 993 port [tcp/imaps] succeeded!", "imap.corp.com :993"},
	{"openssl", "40D7:error:8000006F:system library:BIO_connect:Connection refused:../crypto/bio/bio_sock2.c:114:calling connect()\nconnect:errno=111", "not-reached"},
	{"w32tm", "Tracking time.windows.com [40.119.6.228:123].\nCollecting 3 samples.\nThe current time is 11/29/2026 4:03:01 PM.\n16:03:01 d:+00.0156250s o:+312.5000000s  [                  |                  *]\n16:03:03 d:+00.0156250s o:+312.6000000s  [                  |                  *]\n", "-5m12.6s"},
	{"w32tm, the data only, German", "Time.windows.com [40.119.6.228:123] wird verfolgt.\nEs ist 29.11.2026 16:03:01.\n16:03:01, -86400,1234567s", "24h0m0.123s"},
	{"w32tm, the status", "Leap Indicator: 3(not synchronized)\nStratum: 0 (unspecified)\nSource: Local CMOS Clock\nPoll Interval: 10 (1024s)", "free"},
	{"w32tm, the status, German", "Sprungindikator: 3(nicht synchronisiert)\nStratum: 0 (nicht angegeben)\nQuelle: Local CMOS Clock", "free"},
	{"w32tm, in order", "Leap Indicator: 0(no warning)\nStratum: 3 (secondary reference - syncd by (S)NTP)\nSource: dc01.corp.com", ""},
	{"timedatectl", "               Local time: Sun 2026-11-29 15:03:01 CET\n           Universal time: Sun 2026-11-29 14:03:01 UTC\n                 RTC time: Sun 2026-11-29 14:03:01\nSystem clock synchronized: no\n              NTP service: inactive", "free 2026-11-29T14:03:01Z"},
	{"sntp", "+312.512345 +/- 0.034921 time.apple.com 17.253.4.125", "-5m12.512s"},
	{"ntpdate", "server 40.119.6.228, stratum 3, offset -7200.000000, delay 0.05\n29 Nov 16:03:01 ntpdate[7]: step time server 40.119.6.228 offset -7200.000000 sec", "2h0m0s"},
	{"chronyc", "Reference ID    : 2AE8D2F5 (x)\nSystem time     : 312.500000000 seconds slow of NTP time\nLast offset     : +0.1 seconds", "-5m12.5s"},
	{"netsh", "\nCurrent WinHTTP proxy settings:\n\n    Proxy Server(s) :  proxy.corp.com:8080\n    Bypass List     :  *.corp.com\n", "proxy.corp.com:8080"},
	{"netsh, German", "Aktuelle WinHTTP-Proxyeinstellungen:\n\n    Proxyserver:  proxy.corp.com:8080\n    Umgehungsliste:  <local>", "proxy.corp.com:8080"},
	{"netsh, with a login", "    Proxy Server(s) :  http=a.corp.com:80;https=anna:secret@b.corp.com:81", "b.corp.com:81"},
	{"netsh, one kind alone", "    Proxy Server(s) :  socks=c.corp.com:1080", "c.corp.com:1080"},
	{"netsh, several", "    Proxy Server(s) :  http=a.corp.com:80;https=b.corp.com:81", "b.corp.com:81"},
	{"netsh, none", "Current WinHTTP proxy settings:\n\n    Direct access (no proxy server).", "no-proxy"},
	{"netsh, none, German", "Aktuelle WinHTTP-Proxyeinstellungen:\n\n    Direkter Zugriff (kein Proxyserver).", "no-proxy"},
	{"netsh, none, French", "Paramètres de proxy WinHTTP actuels :\n\n    Accès direct (sans serveur proxy).", "no-proxy"},
	{"netsh, none, Spanish", "Configuración actual del proxy WinHTTP:\n\n    Acceso directo (sin servidor proxy).", "no-proxy"},
	{"netsh, none, and the registry's", "    Direct access (no proxy server).\n    ProxyEnable    REG_DWORD    0x1\n    ProxyServer    REG_SZ    proxy.corp.com:8080", "proxy.corp.com:8080"},
	{"scutil", "<dictionary> {\n  HTTPSEnable : 1\n  HTTPSPort : 8080\n  HTTPSProxy : proxy.corp.com\n}", "proxy.corp.com:8080"},
	{"scutil, off", "<dictionary> {\n  HTTPSEnable : 0\n  HTTPSPort : 8080\n  HTTPSProxy : proxy.corp.com\n}", ""},
	{"scutil, a script", "<dictionary> {\n  HTTPSEnable : 0\n  ProxyAutoConfigEnable : 1\n  ProxyAutoConfigURLString : http://wpad.corp.com/wpad.dat\n}", "wpad.corp.com/wpad.dat"},
	{"the environment", "HOME=/home/anna\nhttps_proxy=http://proxy.corp.com:3128\nno_proxy=localhost", "proxy.corp.com:3128"},
	{"the registry", "HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\n    ProxyEnable    REG_DWORD    0x1\n    ProxyServer    REG_SZ    proxy.corp.com:8080", "proxy.corp.com:8080"},
	{"the registry, off", "    ProxyEnable    REG_DWORD    0x0\n    ProxyServer    REG_SZ    proxy.corp.com:8080", ""},
	{"scutil, the longest port", "<dictionary> {\n  HTTPSEnable : 1\n  HTTPSPort : 18080\n  HTTPSProxy : proxy.corp.com\n}", "proxy.corp.com:18080"},
	{"two names and two ports", "curl: (7) Failed to connect to imap.corp.com port 993 after 12 ms: Could not connect to server\ncurl: (7) Failed to connect to smtp.corp.com port 587 after 12 ms: Could not connect to server\ncurl: (7) Failed to connect to imap.corp.com port 993 after 12 ms: Could not connect to server", "not-reached"},
	{"no port", "curl: (7) Failed to connect to imap.corp.com port 0 after 12 ms: Could not connect to server", "imap.corp.com not-reached"},
	{"the registered programs", "AntiVirusProduct : Avast Antivirus\nAntiVirusProduct : Windows Defender\nAntiVirusProduct : Avast Antivirus", "[Avast Antivirus] [Windows Defender]"},
	{"more programs than are kept", "AntiVirusProduct : A1\nAntiVirusProduct : A2\nAntiVirusProduct : A3\nAntiVirusProduct : A4\nAntiVirusProduct : A5", "[A1] [A2] [A3] [A4]"},
	{"more addresses than are kept", "Name:    imap.corp.com\nAddresses:  10.0.0.1\n          10.0.0.2\n          10.0.0.3\n          10.0.0.4\n          10.0.0.5\n          10.0.0.6\n          10.0.0.7\n          10.0.0.8\n          10.0.0.9\n", "imap.corp.com 10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4 10.0.0.5 10.0.0.6 10.0.0.7 10.0.0.8"},
	{"security", "...certificate verification failed.\nCert Verify Result: CSSMERR_TP_NOT_TRUSTED", "not-trusted"},
	{"security, expired", "Cert Verify Result: CSSMERR_TP_CERT_EXPIRED", "date"},
}

// told is what was read, in one line.
func told(f pctools.Facts) string {
	var out []string
	add := func(s string, there bool) {
		if there {
			out = append(out, s)
		}
	}
	add(f.Host, f.Host != "")
	add(":993", f.Port == 993)
	for _, a := range f.Addresses {
		add(a.String(), true)
	}
	add("no-name", f.NoName)
	add("not-reached", f.NotReached)
	add(f.ClockOff.String(), f.ClockKnown)
	add("free", f.ClockFree)
	add("no-proxy", f.NoProxy)
	add(f.Clock.Format(time.RFC3339), !f.Clock.IsZero())
	add(f.Proxy, f.Proxy != "")
	add(string(f.Complaint), f.Complaint != "")
	for _, name := range f.Protection {
		add("["+name+"]", true)
	}
	return strings.Join(out, " ")
}

func TestRead(t *testing.T) {
	t.Parallel()
	for _, o := range outputs {
		for kind, text := range map[string]string{
			"": o.text, " with CRLF": strings.ReplaceAll(o.text, "\n", "\r\n"), " within words": "Hi, this is what I get:\n\n" + o.text + "\n\nThanks, Anna",
			" quoted": "> " + strings.ReplaceAll(o.text, "\n", "\n> "), " with hard spaces": strings.ReplaceAll(o.text, " ", "\u00a0"),
		} {
			if got := told(pctools.Read(text)); got != o.want {
				t.Errorf("%s%s: %q, want %q", o.name, kind, got, o.want)
			}
		}
	}
}

// TestReadNothing: talk, logs and mails tell nothing of a PC.
func TestReadNothing(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "imap.corp.com:993", "Name: Anna\nAddress: Main Street 7", "my name: anna.smith\naddress: 10 Downing Street",
		"Source: the internet", "The proxy server: ask IT", "Server: imap.corp.com, Port: 993, Protocol: IMAP",
		"ping me when it works", "16:03:01 Anna: hello", "The meeting is at 16:03:01, +2 people", "connected to the wifi",
		"proxy: see the wiki", "Date: Sun, 29 Nov 2026 14:03:01 GMT", "the time source: local radio",
		"Connection to the server failed on port 993", "Please connect to port 993",
	} {
		if f := pctools.Read(text); f.Any() {
			t.Errorf("%q tells %q", text, told(f))
		}
	}
}
