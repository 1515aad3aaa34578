package seen_test

import (
	"testing"
	"time"

	"certdesk/checks/checktest"
	"certdesk/checks/seen"
)

// dialogs are copied from certificate windows, with the labels that the programs
// ship: Firefox's about:certificate and its network monitor, Chrome's viewer,
// Thunderbird for Android, Safari, Keychain Access and certutil -verify. All show
// one certificate.
var dialogs = []struct{ name, locale, text string }{
	{"Firefox, German", "de", "Inhabername\nAllgemeiner Name\nimap.corp.com\nAusstellername\nLand\nCZ\nOrganisation\nAvast\nAllgemeiner Name\nAvast Web/Mail Shield Root\nGültigkeit\nBeginn\nTue, 03 Nov 2026 08:00:00 GMT\nEnde\nMon, 01 Feb 2027 08:00:00 GMT\nAlternative Inhaberbezeichnungen\nDNS-Name\nimap.corp.com\nÖffentlicher Schlüssel - Informationen\nAlgorithmus\nRSA\n"},
	{"Firefox, French", "fr", "Nom du sujet\nNom courant\nimap.corp.com\nNom de l’émetteur\nPays\nCZ\nOrganisation\nAvast\nNom courant\nAvast Web/Mail Shield Root\nValidité\nPas avant\nTue, 03 Nov 2026 08:00:00 GMT\nPas après\nMon, 01 Feb 2027 08:00:00 GMT\nNoms alternatifs du sujet\nNom DNS\nimap.corp.com\n"},
	{"Firefox, Spanish", "es", "Nombre del asunto\nNombre común\nimap.corp.com\nNombre del emisor\nPaís\nCZ\nOrganización\nAvast\nNombre común\nAvast Web/Mail Shield Root\nValidez\nNo antes\nTue, 03 Nov 2026 08:00:00 GMT\nNo después\nMon, 01 Feb 2027 08:00:00 GMT\nNombres alternativos del sujeto\nNombre DNS\nimap.corp.com\n"},
	{"Firefox, Argentina", "es", "Nombre del asunto\nNombre habitual\nimap.corp.com\nNombre del emisor\nOrganización\nAvast\nNombre habitual\nAvast Web/Mail Shield Root\nValidez\nNo antes de\nTue, 03 Nov 2026 08:00:00 GMT\nNo después de\nMon, 01 Feb 2027 08:00:00 GMT\n"},
	{"Firefox, Mexico", "es", "Nombre del interesado\nNombre común\nimap.corp.com\nNombre del emisor\nNombre común\nAvast Web/Mail Shield Root\nValidez\nNo antes\nTue, 03 Nov 2026 08:00:00 GMT\nNo después\nMon, 01 Feb 2027 08:00:00 GMT\n"},
	{"Firefox with local time, German", "de", "Inhabername\nAllgemeiner Name\timap.corp.com\nAusstellername\nAllgemeiner Name\tAvast Web/Mail Shield Root\nGültigkeit\nBeginn\t3.11.2026, 09:00:00 (Mitteleuropäische Normalzeit)\nEnde\t1.2.2027, 09:00:00 (Mitteleuropäische Normalzeit)\n"},
	{"Firefox's network monitor", "en-US", "Issued To\nCommon Name (CN): imap.corp.com\nOrganization (O): <Not Available>\nIssued By\nCommon Name (CN): Avast Web/Mail Shield Root\nOrganization (O): Avast\nPeriod of Validity\nBegins On: Tue, 03 Nov 2026 08:00:00 GMT\nExpires On: Mon, 01 Feb 2027 08:00:00 GMT\n"},
	{"Firefox's network monitor, French", "fr", "Émis à\nNom commun (CN)\u00a0: imap.corp.com\nÉmis par\nNom commun (CN)\u00a0: Avast Web/Mail Shield Root\nOrganisation (O)\u00a0: Avast\nPériode de validité\nDébute le\u00a0: Tue, 03 Nov 2026 08:00:00 GMT\nExpire le\u00a0: Mon, 01 Feb 2027 08:00:00 GMT\n"},
	{"Firefox's network monitor, Argentina", "es", "Expedido a\nNombre común (CN): imap.corp.com\nExpedido por\nNombre común (CN): Avast Web/Mail Shield Root\nPeríodo de validez\nComienza el: Tue, 03 Nov 2026 08:00:00 GMT\nExpira el: Mon, 01 Feb 2027 08:00:00 GMT\n"},
	{"Chrome, French", "fr", "Émis pour\nNom commun (CN)\timap.corp.com\nOrganisation (O)\t<Ne fait pas partie du certificat>\nÉmis par\nNom commun (CN)\tAvast Web/Mail Shield Root\nOrganisation (O)\tAvast\nDurée de validité\nÉmis le\tmardi 3 novembre 2026 à 09:00:00\nExpire le\tlundi 1 février 2027 à 09:00:00\nEmpreintes SHA-256\nCertificat\t00\n"},
	{"Chrome, Spanish", "es", "Enviado a\nNombre común (CN)\timap.corp.com\nOrganización (O)\t<No incluido en el certificado>\nEmitido por\nNombre común (CN)\tAvast Web/Mail Shield Root\nPeríodo de validez\nEmitido el\tmartes, 3 de noviembre de 2026, 9:00:00\nVencimiento el\tlunes, 1 de febrero de 2027, 9:00:00\nHuellas digitales SHA-256\nCertificado\t00\n"},
	{"Chrome, Latin America", "es", "Emitido a\nNombre común (CN)\timap.corp.com\nProporcionada por\nNombre común (CN)\tAvast Web/Mail Shield Root\nPeríodo de validez\nEmitido el\tmartes, 3 de noviembre de 2026, 9:00:00 a.m.\nVence el\tlunes, 1 de febrero de 2027, 9:00:00 a.m.\n"},
	{"Chrome, each on its line", "en-US", "Issued To\n\nCommon Name (CN)\nimap.corp.com\nOrganization (O)\n<Not Part Of Certificate>\nIssued By\n\nCommon Name (CN)\nAvast Web/Mail Shield Root\nOrganization (O)\nAvast\nValidity Period\n\nIssued On\nTuesday, November 3, 2026 at 9:00:00 AM\nExpires On\nMonday, February 1, 2027 at 9:00:00 AM\n"},
	{"Thunderbird for Android, German", "de", "Gegenstand: CN=imap.corp.com\nAussteller: CN=Avast Web/Mail Shield Root,O=Avast\nGültig ab: 03.11.2026\nGültig bis: 01.02.2027\n"},
	{"Thunderbird for Android, French", "fr", "Sujet : CN=imap.corp.com\nÉmetteur : CN=Avast Web/Mail Shield Root,O=Avast\nNon valide avant le : 03/11/2026\nNon valide après le : 01/02/2027\n"},
	{"Thunderbird for Android, Spanish", "es", "Asunto: CN=imap.corp.com\nEmisor: CN=Avast Web/Mail Shield Root,O=Avast\nNo válido antes de: 3/11/2026\nNo es válido después de: 1/2/2027\n"},
	{"Keychain", "en-US", "Subject Name\nCommon Name imap.corp.com\n\nIssuer Name\nCountry or Region CZ\nOrganization Avast\nCommon Name Avast Web/Mail Shield Root\n\nSerial Number 00 01\nVersion 3\n\nNot Valid Before Tuesday, November 3, 2026 at 9:00:00 AM Central European Standard Time\nNot Valid After Monday, February 1, 2027 at 9:00:00 AM Central European Standard Time\n"},
	{"Keychain, German", "de", "Name des Inhabers\nAllgemeiner Name\nimap.corp.com\n\nName des Ausstellers\nOrganisation\nAvast\nAllgemeiner Name\nAvast Web/Mail Shield Root\n\nNicht gültig vor\nDienstag, 3. November 2026 um 09:00:00 Mitteleuropäische Normalzeit\nNicht gültig nach\nMontag, 1. Februar 2027 um 09:00:00 Mitteleuropäische Normalzeit\n"},
	{"certutil -verify", "en-US", "Issuer:\n    CN=Avast Web/Mail Shield Root\n    O=Avast\n  Name Hash(sha1): 00112233445566778899aabbccddeeff00112233\n  Name Hash(md5): 00112233445566778899aabbccddeeff\nSubject:\n    CN=imap.corp.com\n  Name Hash(sha1): 10112233445566778899aabbccddeeff00112233\nCert Serial Number: 0123\n\ndwFlags = CA_VERIFY_FLAGS_ALLOW_UNTRUSTED_ROOT (0x1)\nChainContext.dwErrorStatus = CERT_TRUST_IS_UNTRUSTED_ROOT (0x20)\n\nCertContext[0][0]: dwInfoStatus=102 dwErrorStatus=0\n  Issuer: CN=Avast Web/Mail Shield Root, O=Avast\n  NotBefore: 11/3/2026 8:00 AM\n  NotAfter: 2/1/2027 8:00 AM\n  Subject: CN=imap.corp.com\n  Serial: 0123\n  Cert: 00\n\nCertContext[0][1]: dwInfoStatus=10c dwErrorStatus=20\n  Issuer: CN=Other Root\n  NotBefore: 11/3/2016 8:00 AM\n  NotAfter: 11/3/2036 8:00 AM\n  Subject: CN=Avast Web/Mail Shield Root, O=Avast\n"},
	{"certutil -dump, German", "de", "X509-Zertifikat:\nVersion: 3\nSeriennummer: 0123\nSignaturalgorithmus:\n    Algorithmus Objekt-ID: 1.2.840.113549.1.1.11 sha256RSA\nAussteller:\n    CN=Avast Web/Mail Shield Root\n    O=Avast\n  Namenshash (sha1): 00112233445566778899aabbccddeeff00112233\n\n Nicht vor: 03.11.2026 09:00\n Nicht nach: 01.02.2027 09:00\n\nAntragsteller:\n    CN=imap.corp.com\n"},
}

// TestDialogs: what is copied from the window of a program is read.
func TestDialogs(t *testing.T) {
	t.Parallel()
	for _, d := range dialogs {
		s, err := seen.Parser{Locale: d.locale}.Pasted(d.text)
		if s == nil {
			t.Errorf("%s: nothing, %v", d.name, err)
			continue
		}
		if s.IssuedTo != "imap.corp.com" || s.IssuedBy != "Avast Web/Mail Shield Root" || !onDay(s.ValidFrom, "2026-11-03") || !onDay(s.ValidTo, "2027-02-01") {
			t.Errorf("%s: to %q, by %q, from %s, until %s", d.name, s.IssuedTo, s.IssuedBy, s.ValidFrom, s.ValidTo)
		}
	}
}

// TestOtherDialogs: the issuer has no common name, or one that begins as a
// label does.
func TestOtherDialogs(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ text, by string }{
		"an organisation alone": {"Subject Name\nCommon Name\nimap.corp.com\nIssuer Name\nCountry\nUS\nOrganization\nCisco Umbrella\nValidity\n", "Cisco Umbrella"},
		"CN and more":           {"Issued To\nCommon Name (CN)\nimap.corp.com\nIssued By\nCommon Name (CN)\nCN Group Root CA\n", "CN Group Root CA"},
		"O and more":            {"Issued To\nCommon Name (CN)\nimap.corp.com\nIssued By\nCommon Name (CN)\nO Globo Root CA\n", "O Globo Root CA"},
	} {
		if s, err := (seen.Parser{}).Pasted(tt.text); s == nil || s.IssuedTo != "imap.corp.com" || s.IssuedBy != tt.by {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
	}
}

// TestSafari: its window names the certificate without a label.
func TestSafari(t *testing.T) {
	t.Parallel()
	for locale, text := range map[string]string{
		"en-US": "imap.corp.com\nIssued by: Avast Web/Mail Shield Root\nExpires: Monday, February 1, 2027 at 9:00:00 AM Central European Standard Time\nThis certificate is valid",
		"de":    "imap.corp.com\nAusgestellt von: Avast Web/Mail Shield Root\nLäuft ab: Montag, 1. Februar 2027 um 09:00:00 Mitteleuropäische Normalzeit\nDieses Zertifikat ist gültig.",
		"fr":    "imap.corp.com\nDélivré par : Avast Web/Mail Shield Root\nExpire le lundi 1 février 2027 à 09:00:00 heure normale d’Europe centrale\nCe certificat est valide",
		"es":    "imap.corp.com\nEmitido por: Avast Web/Mail Shield Root\nCaduca: lunes, 1 de febrero de 2027, 9:00:00 (hora estándar de Europa central)\nEste certificado es válido",
	} {
		s, err := seen.Parser{Locale: locale}.Pasted(text)
		if s == nil || s.IssuedBy != "Avast Web/Mail Shield Root" || !onDay(s.ValidTo, "2027-02-01") {
			t.Errorf("%s: %+v, %v", locale, s, err)
		}
	}
}

// TestSeveralPEM: the server's certificate is found in any order.
func TestSeveralPEM(t *testing.T) {
	t.Parallel()
	pki := checktest.NewPKI(time.Now())
	root := pki.Root("Avast Web/Mail Shield Root")
	ca := root.Intermediate("Avast Intermediate")
	leaf := ca.Issue("imap.corp.com")
	for name, text := range map[string]string{
		"leaf first": string(leaf.PEM()) + string(ca.PEM()) + string(root.PEM()),
		"root first": string(root.PEM()) + string(ca.PEM()) + string(leaf.PEM()),
	} {
		s, err := (seen.Parser{}).Pasted("here:\n" + text)
		if s == nil || s.IssuedTo != "imap.corp.com" || s.IssuedBy != "Avast Intermediate" {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
	}
	// Old authorities do not say that they are any, and some servers do.
	old := pki.Root("Old Root", checktest.NotCA())
	for name, tt := range map[string]struct{ text, to string }{
		"authorities alone":     {string(root.PEM()) + string(ca.PEM()), "Avast Intermediate"},
		"two intermediates":     {string(ca.PEM()) + string(ca.Intermediate("Avast Lower").PEM()), "Avast Lower"},
		"an authority of old":   {string(old.PEM()) + string(old.Issue("smtp.corp.com").PEM()), "smtp.corp.com"},
		"two servers":           {string(leaf.PEM()) + string(old.Issue("smtp.corp.com").PEM()), "imap.corp.com"},
		"no name but the hosts": {string(root.Issue("imap.corp.com", checktest.NoSubject()).PEM()), "imap.corp.com"},
	} {
		if s, err := (seen.Parser{}).Pasted(tt.text); s == nil || s.IssuedTo != tt.to {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
	}
}
