package errortext_test

import (
	"strings"
	"testing"

	"certdesk/checks/errortext"
)

// What a program shows is told from what people remark, also where no row knows it.
func TestPrinted(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"Error 0x80041234", "0x8E5E0247", "80070BC2", "Windows Update 800F081F", "DRM_E_NOT_FOUND", "ERR_BLOCKED_BY_CLIENT", "-17890", "Finder error -8072",
		"error 17", "my printer has error 17 since the update", "Fehler 25", "Fehler Nr. 1935", "Fehlercode: 43", "erreur 651", "código 19", "error code 134", "exit status 3",
		"FileNotFoundError", "java.lang.NullPointerException at com.corp.Main", "KeyError raised in main",
		"Error: cannot open the shared folder", "Fehler: Datei wird verwendet", "erreur : fichier introuvable ici",
		"it says “Do you want to restart now”", "da steht „Die Datei wird gerade verwendet“", "« Le fichier est introuvable sur le disque »",
		"Setup has stopped working\nFolder C is full today\nPress any key now", "Cannot start Microsoft Outlook. Cannot open the Outlook window.",
		"The set of folders cannot be opened.", "Der Vorgang konnte nicht abgeschlossen werden.", "Impossible de lire le fichier de ce dossier.", "No se pudo abrir el archivo seleccionado hoy.",
	} {
		if !errortext.Printed(text) {
			t.Errorf("%q is no error of a program", text)
		}
	}
	for _, text := range []string{
		"", " ", "can i just click it away?", "so what now", "remind me tomorrow", "hm", "and the other one?", "I get it 3 times a day", "the error comes 20 times a day", "error 3 minutes later", "since 2026-11-03 at 10:15",
		"on port 993", "in room 465", "call me on 80012345", "0x", "TLS_", "A_B", "OK", "IMAP", "wegen Fehler rufe ich an", "was soll das denn jetzt", "kann ich das einfach wegklicken?",
		"my mailbox failed. I cannot open it.", "Our provider was not available today.", "The colleague cannot do it either.", "This is not what was asked for here.", "Das ist nicht das, was gefragt war hier.",
		"j'ai rien compris", "¿y eso qué es?", "“why” and “how”", "oh\nwell\nok", "mirror", "terror", "an error: really", "What was not clear in the message here?",
	} {
		if errortext.Printed(text) {
			t.Errorf("%q is taken for an error of a program", text)
		}
	}
	if errortext.Printed(strings.Repeat("word ", 1<<14) + "0x80041234") {
		t.Error("more than the first 64 KiB are read")
	}
}
