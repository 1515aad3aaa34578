package errortext

import (
	"slices"
	"strings"
)

// A phrase of everyday words is no error message by itself: "this certificate
// has expired" is said of first aid, too. It counts where it stands alone (on
// its line, between quotes), beside the name of a program or a protocol, a code
// or a server; and never beside what shows that something else is meant.

// enoughWords is the length from which a phrase about certificates or
// encryption says by itself what it is.
const enoughWords = 5

// sureLength is the length from which a phrase about certificates counts by
// itself also where a word is missing or misread.
const sureLength = 9

// areEveryday tells whether a phrase of these words needs a second sign.
func areEveryday(words []string) bool {
	if slices.ContainsFunc(words, isUnmistakable) {
		return false
	}
	if len(words) >= sureLength {
		return false // so many words in this order are nobody's own
	}
	return len(words) < enoughWords || !slices.ContainsFunc(words, ofSubject)
}

// unmistakable are words that nothing but an error message contains.
var unmistakable = set("nonexistentdomain standardkonform zclient invalidcertificate failedtovalidatehostname secs mxs sendasdenied sspi connectionreset socketerror keycertsign x509v3 bearssl wolfssl mbedtls gnutls sts underlying sslhostname temporalvalidity anchortrusted missingintermediate subjectmismatch certexpired unknownissuer notvalidforname routines getlasterror httpstatus 0x8004010f 8004010f x509 pkix schannel cssmerr winhttp wininet mozilla nsurlerrordomain kcfstreamerrordomainssl tlsa asn1 eku dnssec internetsicherheitswarnung depth num verbindungsverschlüsselungstyp")

func isUnmistakable(word string) bool { return unmistakable()[word] }

// subject are the words of what the messages are about.
var subject = set("certificate certificates zertifikat zertifikats zertifikate zertifikatkette zertifikatskette stammzertifikat sicherheitszertifikat sicherheitszertifikats serverzertifikat remotezertifikat certificat certificats certificado certificados ssl tls starttls encrypted encryption verschlüsselt verschlüsselte verschlüsselung verschlüsselungsalgorithmen verbindungsverschlüsselungstyp chiffrement chiffrée cifrado cifrada imap pop3 smtp proxyservers sperrserver")

func ofSubject(word string) bool { return subject()[word] }

// identities are words for what a certificate shows of a server. A person has an
// identity, too, so that they count only where a server is named.
var identities = set("identity identität serveridentität identité identidad")

// programs are names of programs, protocols and libraries beside which a phrase
// is an error message.
var programs = set("imapfilter alertmanager wolfssl mbedtls bearssl prtg zabbix nagios icinga outlook thunderbird imap imaps smtp smtps pop3 pop3s starttls ssl tls https exchange autodiscover webmail mailserver mailservers mailbox owa firefox chrome edge safari iphone ipad ios ipados macos android k9 fairemail emclient mailbird mailspring evolution kmail openssl gnutls x509 tlsv1 sslv3 dovecot postfix schannel winhttp wininet java javax certificateexception sslexception sslhandshakeexception sslerror osstatus nsurlerrordomain cfnetwork phpmailer smtplib imaplib tlssocket esocket mailkit libetpan authenticationexception sslstream mailkit smtpclient smtpexception smtpnotsupportederror sslpeerunverifiedexception rustls peer messagingexception urllib requests stream_socket_enable_crypto exim sendmail msmtpd offlineimap mbsync isync getmail opensmtpd smtpd fetchmail msmtp mpop mutt 993 995 465 587")

// plainSpoken are programs whose everyday words others say, too: they are named
// only where the text names them.
var plainSpoken = map[string]bool{
	"GnuTLS": true, "Wget": true, "Evolution": true, "Geary": true, "Claws Mail": true, "Mutt": true, "msmtp": true, "KMail": true, "Python": true, "PHP": true, "a mail program": true,
}

// rivals are words of databases, domains and remote desktops, which fail in the
// very words of mail programs.
var rivals = set("jar sql sqlserver mssql ssms kerberos krb5kdc krbtgt spn replication replikation repadmin dcdiag netlogon winrm psremoting wsman rdp remotedesktop hyperv esx esxi vmware")

// papers are words beside which a certificate is one of paper, or the words are
// about something else altogether.
var papers = set("teilnahme teilnehmerliste employment voucher vouchers template templates plantilla plantillas vorlage vorlagen parking badge poster energy energie zoll vaccination impfung impfzertifikat impfzertifikate impfzertifikaten vaccin vacunación vacuna aid ersthelfer erste secours auxilios schulung diploma diplôme birth geburt geburtsurkunde naissance nacimiento marriage gutschein geschenk cadeau arzt médical médico passport führerschein tüv elevator aufzug ascenseur ascensor forklift stapler welding schweiß iso9001 brandschutz insurance versicherung assurance plakat ausweis attendance completion notar notaire esx04 conformity conformité conformidad konformität ursprung ursprungszeugnis urbanisme mairie empadronamiento energético residencia brandschutzhelfer brandschutz ihk iso14001 iso27001 attestation arbeitszeugnis zwischenzeugnis death sterbeurkunde defunción décès fahrrad bici vélo")

// templates are those of papers, and of certificates where an authority is named that
// issues them.
var (
	templates = set("template templates plantilla plantillas vorlage vorlagen")
	issuers   = set("ca adcs pki eku clientauth serverauth ldap ldaps")
)

// paperish are words of everyday that mean so only close to a certificate ("gift
// certificate", "Kurs mit Zertifikat").
var paperish = set("academia academy académie akademie inglés anglais gas safety sportabzeichen invoice invoices facture factures rechnung rechnungen factura facturas pdf course courses webinar seminar workshop wedding exam prüfung examen lehrgang lehrgangs cours english englisch englischkurs sprachkurs onlinekurs training formation formación kurs curso gift regalo medical travel reise voyage viaje driving iso cartel inventory inventar inventaire inventario notary origin origine origen douane aduana supply")

// auditors look at certificates of both kinds, and checkers are what they look at those of servers by'.
var (
	auditors = set("auditor auditeur")
	checkers = set("ssllabs qualys testssl sslyze tls ssl https smtp imap starttls sha1 sha256 rsa sha1withrsa")
)

// complaints are words of whoever tells that something did not work.
var complaints = set("impossible imposible unmöglich complain complains complaining error errors erorr failed fails fail failing bounce bounces bounced bouncing deferred refused rejected refuses warning fehler fehlermeldung fehlgeschlagen scheitert warnung warnmeldung erreur erreurs échec échoue avertissement fallo falla falló errores rechazado advertencia aviso warnt warns warned avertit advierte alerta alerte alertes alert rebotan rebota rebondissent rebondit bouncen bounct alerts warnings warnungen alertas avisos avertissements")

// mails are words of whoever speaks of his mail.
var mails = set("mailen gemailt email emails mail mails mailbox mailaccount mailserver inbox gmail postfach posteingang postausgang courriel courriels messagerie correo correos buzón nodemailer phpmailer")

// others are words of services that fail to connect in the very words of mail
// programs.
var others = set("room rooms raum räume saal salle zimmer redis psql postgres postgresql mysql mysqld mariadb mongodb mongo kafka rabbitmq elasticsearch hikaripool jdbc oracle sqlalchemy ssh sshd sftp ftp kubelet kubectl vpn teams zoom webex citrix sap database datenbank bdd jenkins minecraft steam switch patchkabel coffee kaffee kaffeemaschine café cafetera")

// nets are ways to a server, and services of their own where none is named and no mail.
var nets = set("wlan wifi bluetooth")

// backends are those of them that only developers see.
var backends = set("redis psql postgres postgresql kafka mongodb mongo rabbitmq elasticsearch mysql mariadb")

// machines send what they scan by mail, and have troubles of their own.
var machines = set("printer printers drucker imprimante impresora scanner copier kopierer copieur fotocopiadora mfp")

// speakers are words of whoever speaks of himself, as no program does; French "je" looks like "le".
var speakers = set("my we our get gets got ich wir mein meine meinem unser unsere nous mon ma mes notre yo mi mis nuestro nuestra tengo me")

// certifies tells whether a certificate is named close to a place.
func (r *reading) certifies(place int) bool {
	const near = 7
	return slices.ContainsFunc(r.words[max(0, place-near):min(len(r.words), place+near+1)], func(word string) bool {
		return strings.Contains(word, "certlf") || strings.Contains(word, "zertlf")
	})
}

// speaksOfCertificates tells whether a text names certificates at all: a notary who gets no mail is
// none of their papers.
func (r *reading) speaksOfCertificates() bool {
	return slices.ContainsFunc(r.words, func(word string) bool {
		return strings.Contains(word, "cert") || strings.Contains(word, "zert")
	})
}

// releaseNotes begin what a new version of a program does.
var releaseNotes = phrases("release notes", "versionshinweise", "notes de version", "notes de la version", "notas de la versión", "notas de versión", "what s new", "neu in version", "nouveautés de la version", "novedades de la versión")

// developing are words of whoever writes programs, and of tests and changes.
var developing = set("testfall testfälle testfalls testprotokoll webinar unittest fixme bump flaky refactor refactoring grep assert asserts feat changelog testcase golangci slide slides folie folien diapositiva")

// alls stand behind Spanish "todo", which means "all", and no note of what is still to do.
var alls = set("lo el esto eso este ese aquello mi nuestro su correo sigue está iba va se parece")

// announces are words that programs put right before what went wrong.
var announces = set("error fehler erreur reason exception grund motivo raison")

// principals are Windows' word for whom a certificate is of.
var principals = set("principal principle")

// lures are words of whoever asks about a mail that wants him to follow what it links to.
var (
	lures = set("phishing phishingmail phish hameçonnage scam betrug betrugsmail spam")
	baits = set("link links lien enlace vínculo training simulation schulung test anhang attachment")
)

// plans are words of who tells what will be done.
var plans = set("réunion reunión besprechung planung planification planificación planning wartungsfenster wartung wartungsarbeiten maintenance mantenimiento planned geplant prévu programado scheduled")

// unplanned is how many words before a plan say that there is none.
const unplanned = 5

// proposals are words before a request to change a program.
var (
	proposals = set("pull merge")
	requests  = set("request")
)

// changes are words that the title of a change begins with, and maxTitle is how many
// words one has at most.
var changes = set("workshop seminar training schulung add added adding remove removed removing support supporting allow implement document docs bump mettre ajouter ajout obtenir añadir hinzufügen")

const maxTitle = 15

// settled are words of who tells that it is over; yet and still are those of who
// goes on that it is not.
var (
	settled = set("renewed replaced fixed solved resolved erneuert ersetzt behoben gelöst nachgereicht korrigiert repariert getauscht ausgetauscht renouvelé remplacé réglé résolu corrigé réparé renovado renovamos sustituido resuelto arreglado corregido reparado")
	// away is what is over where somebody thanks for it.
	away   = set("green grün verde vert happy zufrieden contentos weg gone away disappeared verschwunden disparu disparue parti desaparecido desapareció")
	thanks = set("danke dank thanks thank thx merci gracias")
	// although stands before what is over and has not helped.
	although = set("although though despite obwohl trotz aunque malgré bien")
	// sinces stand before what was done before the trouble began.
	beings = set("is are has been ist sind wurde wurden est sont está están")
	sinces = set("since after seit seitdem nachdem depuis après desde tras")
	// participles are those of French that differ from what is done now by an accent.
	participles = set("renouvelé remplacé réglé corrigé réparé")
	// settings follow a word that means "set to", and not "settled".
	settings = set("en sur à to auf")
	// theirs are words for what a program puts in the place of what was there.
	theirs = set("its sien suyo sein eigenes")
	// agents stand between what was replaced and who did it, of which gatekeepers do so to certificates.
	agents      = set("by par durch por vom von")
	gatekeepers = set("firewall pare fortinet fortigate zscaler proxy antivirus virenscanner virenschutz kaspersky avast eset sophos cortafuegos webfilter filter")
	// undone and nobody stand before what has not happened.
	undone  = set("be ne t cant cannot couldnt wasnt hasnt didnt isnt unable should must need needs sollte muss müsste hätte kann konnte lässt debe doit peut puede pudo haya hayan")
	nobody  = set("nobody forgot forget forgotten vergessen niemand keiner nadie olvidaron olvidado olvidó olvidamos personne persone oublié jamais never nunca nothing nichts rien nada whoever")
	still   = set("still trotzdem immer toujours todavía sigue")
	unables = set("reloaded restarted able cannot cant unable can't impossible")
	yet     = set("now jetzt nun seitdem seither ahora maintenant depuis since but still however yet again aber trotzdem dennoch noch immer mais encore toujours pourtant pero aún todavía sigue")
)

// closed and tickets are the words of a ticket that is closed.
var (
	closed  = set("closing closed close clos clôturé fermé cerrado cierro cerramos geschlossen schließe schliesse")
	tickets = set("ticket tickets case incidencia this ceci esto")
)

// nones and mores are the words of "no more warnings".
var (
	nones = set("no kein keine aucun aucune ningún ninguna")
	mores = set("more mehr plus más")
	// withouts and severalComplaints are those of "tested without errors".
	withouts          = set("without ohne sans sin")
	severalComplaints = set("errors warnings fehler warnungen meldungen erreurs avertissements alertes errores avisos alertas problems probleme problèmes problemas")
)

// doubted are words before what somebody wants to know, checking those that tell of it
// before them: whatever else is told, "cannot check if the certificate is revoked" does
// not say that it is.
var (
	doubted  = set("whether ob")
	checking = set("check checked determine verify geprüft prüfen überprüft überprüfen vérifier comprobar verificar")
)

// suppositions are words behind which nothing happened yet.
var suppositions = set("if when whenever wenn sobald si quand lorsque cuando how wie comment cómo")

// signs is what a text tells beside its phrases.
type signs struct {
	read     *reading
	programs []int // where a program is named
	rival    bool  // a database or a domain is meant
	paper    bool  // paper is meant
	server   bool  // a server is named
	domain   bool  // a name that may be a server's is
	known    bool  // a code or a phrase that says enough stands in it
	trouble  bool  // somebody tells that something did not work
	mail     bool  // and speaks of mail
	// elsewhere: another service is named that fails in the same words; developing:
	// somebody writes a program.
	elsewhere, developing bool
	backend               bool // a service is named that only developers see
	reply                 bool // a mail server refuses something
	planned               bool // somebody tells what will be done
}

// isOfBackend tells whether a text speaks of a service that only developers see, and of no
// server by its name.
func (s *signs) isOfBackend() bool { return s.backend && !s.server && !s.mail }

// isTitle tells whether a text is the title of a change to a program.
func (s *signs) isTitle() bool {
	return len(s.read.words) > 0 && len(s.read.words) < maxTitle && changes()[s.read.words[0]]
}

// isSettled tells whether a text says that its trouble is over.
func (s *signs) isSettled() bool {
	if s.isGone() || s.isClosed() || s.read.says(vanished()) || s.read.isRecovered() {
		return true
	}
	const contrast, far = 4, 14 // "although certbot has renewed", "nobody has ... renewed"
	over, thanked := -1, slices.ContainsFunc(s.read.words, func(word string) bool { return thanks()[word] })
	for at, word := range s.read.words {
		before := s.read.words[max(0, at-contrast):at]
		if slices.ContainsFunc(s.read.words[max(0, at-far):at], func(word string) bool { return nobody()[word] }) {
			continue
		}
		if at+1 < len(s.read.words) && settings()[s.read.words[at+1]] {
			continue // "réglé en STARTTLS"
		}
		if settled()[word] && slices.ContainsFunc(s.read.words[max(0, at-contrast):min(len(s.read.words), at+far)], func(word string) bool { return theirs()[word] }) {
			continue // "has replaced the certificate of mail.corp.example by its own"
		}
		if settled()[word] && at+1 < len(s.read.words) && agents()[s.read.words[at+1]] && slices.ContainsFunc(s.read.words[at:min(len(s.read.words), at+far/2)], func(word string) bool { return gatekeepers()[word] }) {
			continue // "is replaced by that of the firewall"
		}
		if settled()[word] && s.read.isAsked(at) {
			continue // "did you replace it?"
		}
		if settled()[word] && s.isBeginning(max(0, at-far/2), at) {
			continue // "since we replaced the certificate"
		}
		if participles()[word] && !s.read.tokens[at].accented {
			continue // "Avast remplace le certificat"
		}
		if (settled()[word] || away()[word] && thanked) && !slices.ContainsFunc(before, func(word string) bool { return isNegation(word) || although()[word] || undone()[word] }) {
			over = at
			break
		}
	}
	if over < 0 {
		return false
	}
	behind := s.read.words[over+1:]
	if slices.ContainsFunc(s.read.words, func(word string) bool { return still()[word] }) && s.trouble {
		return false
	}
	return !slices.ContainsFunc(behind, func(word string) bool { return yet()[word] }) || !slices.ContainsFunc(behind, func(word string) bool {
		return complaints()[word] || unables()[word] || programs()[word] || still()[word]
	})
}

// isBeginning tells whether a word between two places says since when something is so ("since we
// replaced it"). Behind a verb it says since when that is over: "ist seit gestern behoben".
func (s *signs) isBeginning(from, to int) bool {
	for at := from; at < to; at++ {
		behindVerb := at > 0 && beings()[s.read.words[at-1]] && s.read.tokens[at].clause == s.read.tokens[at-1].clause
		if sinces()[s.read.words[at]] && !behindVerb {
			return true
		}
	}
	return false
}

// isHeadedSettled tells whether a text is headed by a word that its trouble is over
// ("[SOLVED] ...", "Resuelto: ...").
func isHeadedSettled(text string) bool {
	const longest = 16
	text = strings.TrimLeft(text, " \t\r\n[(")
	head, _, ok := strings.Cut(text[:min(len(text), longest)], ":")
	if !ok {
		head, _, ok = strings.Cut(strings.ReplaceAll(head, ")", "]"), "]")
	}
	folded := words(head)
	return ok && len(folded) == 1 && settled()[folded[0]]
}

// seconds are words of whoever asks others what they have done.
var seconds = set("jemand somebody you ihr habt hast vous avez habéis vosotros usted ustedes")

// isAsked tells whether the sentence at a place asks others what they have done.
func (r *reading) isAsked(at int) bool {
	const far = 40 // of a sentence without end no more is read
	from, to := at, at
	for from > max(0, at-far) && r.tokens[from-1].clause == r.tokens[at].clause && r.tokens[from-1].sentence == r.tokens[at].sentence {
		from--
	}
	for to < min(len(r.tokens)-1, at+far) && r.tokens[to+1].sentence == r.tokens[at].sentence {
		to++
	}
	return r.tokens[to].asked && slices.ContainsFunc(r.words[from:at], func(word string) bool { return seconds()[word] })
}

// isClosed tells whether a text says that its ticket is closed.
func (s *signs) isClosed() bool {
	const near = 2
	for at, word := range s.read.words {
		if closed()[word] && slices.ContainsFunc(s.read.words[max(0, at-near):min(len(s.read.words), at+near+1)], func(word string) bool { return tickets()[word] }) {
			return true
		}
	}
	return false
}

// isGone tells whether a text says that there is no more trouble.
func (s *signs) isGone() bool {
	for at := 0; at+1 < len(s.read.words); at++ {
		none, trouble, more := s.read.words[at], s.read.words[at+1], ""
		if at+2 < len(s.read.words) {
			more = s.read.words[at+2]
		}
		if withouts()[none] && severalComplaints()[trouble] {
			return true
		}
		if nones()[none] && complaints()[trouble] && mores()[more] || mores()[none] && nones()[trouble] && complaints()[more] || nones()[none] && mores()[trouble] && complaints()[more] {
			return true
		}
	}
	return false
}

// isSupposed tells whether what stands at a place is only supposed.
func (s *signs) isSupposed(where span) bool {
	const before = 2 // "when the certificate"
	for at := max(0, where.from-before); at < where.from; at++ {
		if suppositions()[s.read.words[at]] && !s.likens(at) || doubted()[s.read.words[at]] {
			return !s.toldBefore(where.from) || at > 0 && checking()[s.read.words[at-1]]
		}
	}
	return false
}

// somethings stand before Spanish "como" where it means "like", and "cómo" means "how".
var somethings = set("algo así tal tipo")

// likens tells whether the word at a place says what a message was like.
func (s *signs) likens(at int) bool {
	return at > 0 && s.read.words[at] == "como" && somethings()[s.read.words[at-1]]
}

// toldBefore tells whether somebody tells of trouble with his mail before a place:
// what follows an "if" is then why, and not a case that might be.
func (s *signs) toldBefore(place int) bool {
	return s.mail && slices.ContainsFunc(s.read.words[:place], func(word string) bool { return complaints()[word] })
}

// complains tells whether a text complains of mail, or of a program for it.
func (s *signs) complains() bool { return s.trouble && (s.mail || len(s.programs) > 0) }

// accepts tells whether a phrase of everyday words counts at its place.
func (s *signs) accepts(where span) bool {
	if s.developing || s.isSupposed(where) {
		return false
	}
	if s.known || s.reply {
		return true
	}
	if s.rival || s.isOfBackend() || s.isClosed() {
		return false
	}
	for _, at := range s.programs {
		if (at < where.from || at > where.to) && !(s.paper && (s.read.tokens[at].sentence != s.read.tokens[where.from].sentence || s.read.words[at] == "https")) {
			return true
		}
	}
	if s.paper {
		return false
	}
	if where.from > 0 && announces()[s.read.words[where.from-1]] || s.isPrincipal(where) {
		return true
	}
	if s.complains() {
		return true
	}
	return s.server && slices.ContainsFunc(s.read.words[where.from:where.to+1], func(word string) bool {
		return ofSubject(word) || identities()[word]
	}) || s.alone(where)
}

// isPrincipal tells whether a phrase speaks of a principal, which nobody does but Windows.
func (s *signs) isPrincipal(where span) bool {
	return where.to-where.from >= 4 && slices.ContainsFunc(s.read.words[where.from:where.to+1], func(word string) bool { return principals()[word] })
}

// alone tells whether nothing stands before and behind a phrase on its line or
// within its quotes, or but for what it is the reason of ("AUTH command failed: ...").
func (s *signs) alone(where span) bool {
	return s.first(where) && (where.to == len(s.read.tokens)-1 || s.read.tokens[where.to+1].segment != s.read.tokens[where.to].segment)
}

// first tells whether nothing stands before a phrase.
func (s *signs) first(where span) bool {
	first := s.read.tokens[where.from]
	return where.from == 0 || s.read.tokens[where.from-1].segment != first.segment || first.announced && !s.elsewhere && !slices.ContainsFunc(s.read.tokens[where.from:where.to+1], func(t token) bool { return t.joined })
}

func newSigns(read *reading, server, known bool) *signs {
	s := &signs{read: read, server: server, known: known, reply: read.isReply()}
	looked := slices.ContainsFunc(read.words, func(word string) bool { return checkers()[word] })
	machine, sends := false, false
	lure, bait, net := false, false, false
	issuing := slices.ContainsFunc(read.words, func(word string) bool { return issuers()[word] })
	for at, word := range read.words {
		if programs()[word] {
			s.programs = append(s.programs, at)
		}
		s.rival = s.rival || rivals()[word]
		s.paper = s.paper || (papers()[word] && !(templates()[word] && issuing) || (paperish()[word] && !(at > 0 && read.words[at-1] == "of") || auditors()[word] && !looked) && read.certifies(at)) && !read.inName(at)
		s.trouble = s.trouble || complaints()[word]
		lure, bait = lure || lures()[word], bait || baits()[word]
		s.mail = s.mail || mails()[word]
		s.elsewhere = s.elsewhere || others()[word] && !read.inName(at)
		net = net || nets()[word] && !read.inName(at)
		s.backend = s.backend || backends()[word] && !read.inName(at)
		machine, sends = machine || machines()[word], sends || mails()[word] || programs()[word]
		s.planned = s.planned || plans()[word] && !read.tokens[at].asked && !(at+1 < len(read.words) && read.words[at+1] == "pour") && !slices.ContainsFunc(read.words[max(0, at-unplanned):at], func(word string) bool { return isNegation(word) || word == "t" })
		s.developing = s.developing || developing()[word] || at == 0 && word == "todo" && !(len(read.words) > 1 && alls()[read.words[1]]) || requests()[word] && at > 0 && proposals()[read.words[at-1]]
	}
	s.developing = s.developing || read.begins(releaseNotes())
	s.elsewhere = s.elsewhere || machine && !sends || net && !s.server && !s.mail
	s.paper = s.paper || lure && bait
	return s
}
