package errortext

import (
	"regexp"
	"strings"
	"sync"
)

// What stands around a name tells whether it is that of a server, and of which kind: the
// expressions by which mentions.go reads it. Each is looked for right before a name (it ends in $),
// right behind it (it begins with ^), or in the whole text.

// mailPorts are those of services that are checked, as texts name them by themselves.
const mailPorts = `(25|110|143|389|443|465|587|636|993|995|4190|5222|8443)`

// anyOf is an expression of which one form holds, in letters of either case; begin and end stand
// around all forms.
func anyOf(begin string, forms []string, end string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)` + begin + `(?:` + strings.Join(forms, `|`) + `)` + end)
	})
}

// hostPattern is a host name or an IPv4 address, with its scheme, an at sign and its port.
var hostPattern = anyOf(`(?:([a-z][a-z0-9+.-]{1,11})://)?(@)?(`, []string{
	`(?:[\p{L}\p{N}](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}][\p{L}\p{N}-]{1,23}`,
	`\d{1,3}(?:\.\d{1,3}){3}`,
}, `)\.?(?:\[[0-9a-fx*.:]{2,45}\])?(?::(\d{1,5}|imaps?\b|pop3s?\b|smtps?\b|submissions?\b|https\b|ldaps\b))?`)

// mailPattern is a mail address.
var mailPattern = anyOf(``, []string{`[\p{L}\p{N}._%+-]+@((?:[\p{L}\p{N}-]+\.)+[\p{L}]{2,24})`}, ``)

// Ports.
var (
	// portPattern is a port that is named right behind a server.
	portPattern = anyOf(``, []string{
		// "imap.corp.example as SMTP server, with port 465", "Protokoll: IMAP, Port: 993"
		`^[^\p{L}\p{N}]{0,6}(?:as \w{3,5} server, )?(?:(?:with|on|at|mit|auf|avec|sur|con|en|por) (?:the |dem |le |el )?)?` +
			`(?:proto[ck]oll?[eo]?\s?:\s*\w+[^\p{L}\p{N}]{1,4})?` +
			`(?:(?:server response|serverantwort|réponse du serveur|respuesta del servidor)\s?:\s*'[^\n]{0,300}?',\s+)?` +
			`(?:\(?[^\p{L}\p{N}]{0,3}(?:\w{1,12}_)?port|puerto)["']?\s*[:=#]?\s*["'\[]?(\d{1,5})`,
		`^ ?\((?:\d{1,3}\.){3}\d{1,3}:(\d{1,5})\)`,                                                        // (192.0.2.1:993)
		`^ \([0-9a-f.:]{3,45}\),? port (\d{1,5})`,                                                         // (2001:db8::1), port 5432
		`^ (?:and|und|et|y) (?:port|puerto) (\d{1,5})`,                                                    // and port 993
		`^(?:,| on| at| auf| sur| en)?[ \n](?:le |el |dem )?` + mailPorts + `(?:[^\p{L}\p{N}.]|\.?$|\. )`, // on 993
		`^ -p (\d{1,5})`,                         // an option
		`^ \([^)\s]+\)\|[\d.]+\|:(\d{1,5})`,      // of Windows Mail
		`^\]:(\d{1,5})`,                          // [imap.corp.example]:993
		`^/[\d.]{7,15} \(port (\d{1,5})\)`,       // /192.0.2.1 (port 993)
		`^["'], ?(25|110|143|465|587|993|995)\b`, // an argument behind the name
	}, ``)
	// pathPort is a port behind a server in the form tcp/host/port.
	pathPort = anyOf(`^/`, []string{`(\d{1,5})`}, ``)
	// portBefore is a port that is named right before a server ("port 25 to mx.corp.example").
	portBefore = anyOf(``, []string{
		`(?:\bport|puerto) ` + mailPorts + `(?:,| on| to| at| of| for| auf| an| von| bei| für| sur| de| pour| en| para)? $`,
		`\s(?:-p|--port)[ =](\d{2,5}) (?:-\S+ ){0,3}$`,
	}, ``)
	// portField is a port that a list of settings has, or options of a program.
	portField = anyOf(`(?m)`, []string{
		`^[^\p{L}\p{N}\n]{0,6}(?:\w{1,12}[ _-])?(?:port|puerto)`,
		`[{,(]\s?["':]{0,2}port`,
	}, `["']?\s{0,3}(?:[:=]|=>)\s{0,3}["']?(\d{2,5})\b`)
	// saidPort is a port that a sentence speaks of ("offers no STARTTLS on port 25").
	saidPort = anyOf(``, []string{
		` (?:on|at|auf|an|über|sur|en|por) (?:the |dem |le |el )?(?:port|puerto) (\d{2,5})(?:[^\p{L}\p{N}.:]|[.:]?$|[.:]\s)`,
		`(?:^|[^\p{L}\p{N}.])(?:port|puerto) (443|465|587|636|993|995|143|4190|8443)\b`,
		`\b(?:on|at|auf|an|über|mit|with|via|sur|avec|en|por|con|el|le|dem|den) (443|465|587|636|993|995|143|4190|8443)(?:[^\p{L}\p{N}.:]|[.:]?$|[.:]\s)`,
	}, ``)
)

// Names that are no server's, or that of a server that is not meant.
var (
	// sourceFile is a name of a file that a program's line stands in ("handshake.cc:359").
	sourceFile = anyOf(`^[a-z0-9_-]+\.`, []string{`cc`, `rs`, `py`, `sh`, `so`, `cs`, `ts`, `js`, `pm`, `md`, `java`}, `$`)
	// nameless stands before what is a name within a program ("logger=alerting.notifier.email").
	nameless = anyOf(``, []string{
		`(?:logger|caller|component|module|class|package|thread|plugin)["']?\s?[=:]\s?["'\[]?`,
		`\[client `,
		`(?:^|\n)\s+at `,
	}, `$`)
	// seeing stands before the address of a page that explains an error.
	seeing = anyOf(`\b`, []string{`see`, `siehe`, `voir`, `véase`, `visit`, `more info(?:rmation)?(?: at| here)?`}, `[ :]{1,2}$`)
	// recipients stand before the addresses that a program sends from or to, or that a server
	// refuses: the server is another.
	recipients = anyOf(``, []string{
		`addresses=\[`, `send emails: `, `remitente falló: `, `use from '`, `relay for `,
		`(?:SenderRefused|RecipientsRefused)\([^)\n]{0,70}'`,
		`[45]\.\d\.\d{1,2} <`,
		`(?:rcpt to|mail from) ?:? ?<`,
		`(?:recipient address|recipients|empfänger|destinos|destinatarios|destinataires)[^@\n]{0,30}?[ :<]\n?`,
		`(?:émetteur|absender|remitente|sender|from|to) ?= ?["'“„«<]?`,
		`(?:destinataire|empfänger|destinatario|recipient) ?[=:]? ?["'“„«<]?\x{a0}? ?`,
	}, `$`)
	// callers stand before the name or the address of somebody who connects to a server, in
	// that server's log. He may have told another name himself, in brackets behind the first. People
	// lose "the connection from" their own server: that alone stands before none.
	callers = anyOf(``, []string{
		`(?:dis)?connect from `, // Postfix
		`SSL_accept error from `,
		`lost connection after [\w-]{1,20}(?: \([^)\n]{1,40}\))? from `,
		`timeout after [\w-]{1,20}(?: \([^)\n]{1,40}\))? from `,
		`reject: [a-z]{4,8} from `,
		`smtpd\[\d{1,9}\]: warning: `,
		`this is the mail system at host `,
		`(?:error on|rejected|refused) connection from `, // Exim
		`connection established from `,
		`STARTTLS=server,[^\n]{0,100}\brelay=`, // Sendmail
		`\bTLS negotiation failed: `,           // Cyrus
		`\brip=`,                               // Dovecot
		`http: TLS handshake error from `,      // Go's net/http
		`, client: `,                           // nginx
		`haproxy\[\d{1,9}\]: `,
	}, `(?:[^\s(]{1,100} \()?\[?$`)
	// ofAuthority is the name of a server that tells of revocation or has authorities'
	// certificates, as these name it.
	ofAuthority = anyOf(`^(?:[a-z0-9-]{1,20}\.)?`, []string{`ocsp`, `crl`, `cacerts`, `aia`}, `\d{0,2}\.`)
	// leaving and heading stand around a server that somebody leaves for the one behind it.
	leaving = anyOf(`\b`, []string{`from`, `von`, `vom`, `de`, `du`, `desde`, `del`}, ` $`)
	heading = anyOf(`^ `, []string{`to`, `auf`, `zu`, `nach`, `vers`, `à`, `a`, `al`}, ` (?:[\p{L}\p{N}_-]+\.)+\p{L}`)
)

// Names that a certificate has, and the one that was asked for.
var (
	// presentedNames stand before a name that the certificate has, as opposed to the one
	// that was asked for.
	presentedNames = anyOf(``, []string{
		`valid (?:only )?for(?: the following names:?)?`, `peer certificate cn=`, `commonname mismatch:`, `\bdns:`,
		`subject alternative names:?`, `altnames:?`, `issued (?:to|for)`, `certificate's names?`, `is from`,
		`name (?:on|in) the cert(?:ificate)? (?:is|says)`, `cert(?:ificate)? (?:only )?(?:lists|names|covers)`,
		`(?:certificate|zertifikat|certificat|certificado) (?:is|ist|est|es) (?:only |nur )?(?:for|für|pour|para)`,
		`im zertifikat(?: steht)?`, `name (?:im|auf dem) zert(?:ifikat)? (?:ist|lautet)`, `anderen seite, nämlich`,
		`ausgestellt (?:auf|für)`, `lautet auf`, `stammt von`,
		`nom (?:sur|dans) le certificat (?:est|c[’']est)`, `provient de`, `(?:émis|délivré) (?:à|pour)`,
		`nombre (?:del|en el) certificado es`, `emitido (?:a|para)`, `procede de`,
	}, `[^\n!?]{0,80}$`)
	// askedName stands between the certificate's names and the one that was asked for.
	askedName = anyOf(``, []string{
		`, not `, `!= `, `did not match`, `that's not `, `and not `, `nothing about `, `doesn't match`, `does not match`, ` but `, `instead of`,
		`und nicht `, ` aber `, `statt`, ` mais `, `au lieu de`, ` pero `, `en lugar de`,
	}, ``)
	// certificateFor stands before the name that a certificate is for, notFor behind it where it is
	// not for the one that was asked for.
	certificateFor = anyOf(``, []string{`\bcert`, `certificate`, `zertifikat`, `certificat`, `certificado`}, ` (?:only )?(?:for|für|pour|para|von|de) ["'“„«]?$`)
	notFor         = anyOf(`^["'”“»]?,? (?:(?:and|und|et|y|but|mais) )?`, []string{`not`, `nicht`, `non`, `pas`, `no`, `instead of`, `statt`, `au lieu de`, `en vez de`}, ` `)
)

// Names that are a server's.
var (
	// dialling stands before a name that a program says it dials, also where it is one of
	// help pages.
	dialling = anyOf(``, []string{`unable to access`, `connecting to`, `failed to connect to`, `\bh=`, `(?:^|\s)-H`, `-connect`}, `\s?["'“„«]?$`)
	// beforeWords stand before a name that may have two parts, or no known top level.
	beforeWords = anyOf(``, []string{
		`server`, `host`, `host name`, `hostname`, `server's name`, `servidor`, `serveur`, `mailserver`, `exchange`, `\bmx`,
		`imap`, `smtp`, `pop3?`, `posteingang\p{L}*`, `postausgang\p{L}*`, `account`, `konto`,
		`connect`, `connect(?:s|ed|ing)? to`, `unable to access`, `tls to`, `-h`, `verbindung`, `verbindet sich mit`, `se connecte à`, `se conecta a`,
		`(?:connection|verbindung|connexion|conexión) (?:to|with|zu|mit|à|avec|a|con)`,
		`\bip`, `\bip[- ]?adress`, `adresse ip`, `dirección ip`,
		`(?:certificate|zertifikat|certificat|certificado) (?:for|für|pour|para)`, `validation for`,
		`could not prove that it is`, `pretending to be`, `se faisant passer pour`,
		`owners of`, `betreiber von`, `propriétaires de`, `propietarios de`,
		`https page of`, `(?:seite|page|página) (?:of|von|de)`, `su dominio es`, `il s'agit bien du\s+domaine`,
		`information(?:s|en)? from`, `informations personnelles sur le site`, `tu información\s+de`,
	}, `[\p{L}]*["'“”„«»:,=\s()]*$`)
)
