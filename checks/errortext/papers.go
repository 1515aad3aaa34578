package errortext

import "strings"

// What may stand between a certificate and what it is of, and who may have one besides
// servers and programs; anything else has one of paper.
var (
	links  = set("of de d du del der des")
	fills  = set("those these ces esos esas estos diesen jenen ma ta sa mes nos vos leur mi tu su nuestra vuestra meiner unserer seinem ihrem ihrer the a an our my your this that their la le les l un une notre votre mon ce cette el los un una nuestro mi su este esta unserem unserer unseres meinem meines old new alten alte neuen neue ancien nouveau viejo nuevo antiguo")
	owners = set("quelqu somebody someone alguien otra jemand jemandem irgendwem agence agencia agentur agency customer kunden tercero voisin vecino nachbarn stranger security seguridad sécurité sicherheit encryption let lets letsencrypt encrypt ca root raíz racine company firma exchange nas router gateway appliance firewall proxy cloud intranet cluster portal portals provider providers anbieters providers hoster hosters hosting hébergeur proveedor internet client cliente peer destination destino outlook thunderbird iis nginx apache wildcard same said one yours ours mine which whom que quien autre otro einer eines dem")
)

var flags = set("novalidate validate")

// forgetsPapers takes it back that a text speaks of a server's certificate where it
// says of what it is one, and that is no server's ("certificate of origin").
func (t *thought) forgetsPapers() {
	of := setOf(aServer, aSite, aName, aConnection, aTLS, ofWeb, ofMail, ofMailer, isSelfSigned, anIssuer, aChain, aCertificate, isOther, isInvalid, aLogin, severalCertificates, trusts, anInterceptor)
	for at := range t.at {
		if at > 0 && t.read.tokens[at].joined && flags()[t.read.words[at-1]] {
			t.at[at] = concepts{} // a flag of an address for c-client, which PHP prints
		}
		if !t.at[at].meets(setOf(aCertificate, aChain)) || at+2 >= len(t.at) || !links()[t.read.words[at+1]] || t.read.tokens[at+1].sentence != t.read.tokens[at].sentence {
			continue
		}
		owner := at + 2
		for owner < len(t.at)-1 && owner < at+5 && fills()[t.read.words[owner]] {
			owner++
		}
		if t.at[owner].meets(of) || owners()[t.read.words[owner]] || named(t.read.tokens, owner) || strings.ContainsAny(t.read.words[owner], "23456789") {
			continue
		}
		t.at[at] = concepts{}
	}
}

// compounds are what may stand before a certificate of a server in one German word;
// before another stands what it certifies ("Schulungszertifikat").
var compounds = set("server sicherheits sicherheit ssl tls https mail mails email web webserver mailserver stamm stammzertifizierungs root zwischen wurzel wildcard domain domains exchange host remote gegenstellen ca smtp imap pop aussteller letsencrypt fremd ersatz standard test client klient benutzer user")

func ofServers(before string) bool { return before == "" || compounds()[before] }
