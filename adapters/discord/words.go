package discord

import "github.com/bwmarrin/discordgo"

// wording are the texts of the commands by their English name. The English
// name is what the desk understands; the others are shown in its place.
type wording map[string]worded

// worded is a name and a description in several languages. A name must be one
// lower-case word of at most 32 characters, a description has at most 100.
type worded struct {
	en             string // the description
	de, fr, es     string
	deName, frName string // "" where the English name is the word
	esName         string
}

func (w worded) names() map[discordgo.Locale]string { return inLanguages(w.deName, w.frName, w.esName) }
func (w worded) descriptions() map[discordgo.Locale]string {
	return inLanguages(w.de, w.fr, w.es)
}

func inLanguages(de, fr, es string) map[discordgo.Locale]string {
	out := make(map[discordgo.Locale]string)
	for language, said := range map[discordgo.Locale]string{
		discordgo.German: de, discordgo.French: fr, discordgo.SpanishES: es, discordgo.SpanishLATAM: es,
	} {
		if said != "" {
			out[language] = said
		}
	}
	return out
}

func (w wording) command(name string, options ...*option) *command {
	t := w[name]
	names, descriptions := t.names(), t.descriptions()
	return &command{
		Type: discordgo.ChatApplicationCommand, Name: name, NameLocalizations: &names,
		Description: t.en, DescriptionLocalizations: &descriptions, Options: options,
	}
}

// onMessage is a command of a message's menu, which has no description.
func (w wording) onMessage(name string) *command {
	names := w[name].names()
	return &command{Type: discordgo.MessageApplicationCommand, Name: name, NameLocalizations: &names}
}

func (w wording) option(name string, kind discordgo.ApplicationCommandOptionType) *option {
	t := w[name]
	return &option{Type: kind, Name: name, NameLocalizations: t.names(), Description: t.en, DescriptionLocalizations: t.descriptions()}
}

func (w wording) choices(values ...string) []*choice {
	var out []*choice
	for _, v := range values {
		t := w["security "+v]
		out = append(out, &choice{Name: t.en, NameLocalizations: t.descriptions(), Value: v})
	}
	return out
}

func words() wording {
	return wording{
		"certcheck": {
			en: "What is wrong with a mail server's certificate, and what helps",
			de: "Was mit dem Zertifikat eines Mailservers nicht stimmt und was hilft",
			fr: "Ce qui ne va pas avec le certificat d'un serveur de messagerie, et que faire",
			es: "Qué falla en el certificado de un servidor de correo y qué ayuda",
		},
		"certwatch": {
			en: "Tell this channel before certificates end",
			de: "Diesen Kanal warnen, bevor Zertifikate ablaufen",
			fr: "Prévenir ce salon avant l'expiration des certificats",
			es: "Avisar a este canal antes de que caduquen los certificados",
		},
		"certfix": {
			en: "Help with a certificate error, one step at a time",
			de: "Hilfe bei einem Zertifikatsfehler, Schritt für Schritt",
			fr: "Aide pour une erreur de certificat, étape par étape",
			es: "Ayuda con un error de certificado, paso a paso",
		},
		"certdesk": {
			en: "This channel's settings, and help",
			de: "Einstellungen dieses Kanals und Hilfe",
			fr: "Les paramètres de ce salon, et de l'aide",
			es: "Los ajustes de este canal y ayuda",
		},
		"settings": {
			deName: "einstellungen", frName: "paramètres", esName: "ajustes",
			en: "Language, time zone, overview and quiet hours of this channel",
			de: "Sprache, Zeitzone, Übersicht und Ruhezeiten dieses Kanals",
			fr: "Langue, fuseau horaire, aperçu et heures calmes de ce salon",
			es: "Idioma, zona horaria, resumen y horas de silencio de este canal",
		},
		"Diagnose certificate error": {
			deName: "Zertifikatsfehler untersuchen", frName: "Diagnostiquer l'erreur", esName: "Diagnosticar error",
		},
		"target": {
			deName: "ziel", frName: "cible", esName: "destino",
			en: "The server, such as imap.corp.com:993, or a mail address",
			de: "Der Server, etwa imap.corp.com:993, oder eine Mailadresse",
			fr: "Le serveur, par exemple imap.corp.com:993, ou une adresse",
			es: "El servidor, por ejemplo imap.corp.com:993, o una dirección de correo",
		},
		"security": {
			deName: "sicherheit", frName: "sécurité", esName: "seguridad",
			en: "How the mail program is set: SSL/TLS or STARTTLS",
			de: "Wie das Mailprogramm eingestellt ist: SSL/TLS oder STARTTLS",
			fr: "Le réglage du logiciel de messagerie : SSL/TLS ou STARTTLS",
			es: "Cómo está configurado el programa de correo: SSL/TLS o STARTTLS",
		},
		"security auto":     {en: "Find out", de: "Herausfinden", fr: "Détecter", es: "Detectar"},
		"security tls":      {en: "SSL/TLS"},
		"security starttls": {en: "STARTTLS"},
		"fresh": {
			deName: "neu", frName: "nouveau", esName: "nuevo",
			en: "Ask the server anew",
			de: "Den Server neu fragen",
			fr: "Interroger le serveur à nouveau",
			es: "Preguntar de nuevo al servidor",
		},
		"name": {
			frName: "nom", esName: "nombre",
			en: "The name that the certificate is to carry, if it is another one",
			de: "Der Name, auf den das Zertifikat lauten soll, falls es ein anderer ist",
			fr: "Le nom que le certificat doit porter, s'il est différent",
			es: "El nombre que debe llevar el certificado, si es otro",
		},
		"from": {
			deName: "von", frName: "depuis", esName: "desde",
			en: "Where to look from: a network zone, or all",
			de: "Von wo aus: eine Netzzone oder all",
			fr: "D'où regarder : une zone réseau, ou all",
			es: "Desde dónde mirar: una zona de red, o all",
		},
		"private": {
			deName: "privat", frName: "privé", esName: "privado",
			en: "Show the answer to you alone",
			de: "Die Antwort nur dir zeigen",
			fr: "Ne montrer la réponse qu'à vous",
			es: "Mostrar la respuesta solo a ti",
		},
		"add": {
			deName: "hinzufügen", frName: "ajouter", esName: "añadir",
			en: "Watch a server for this channel",
			de: "Einen Server für diesen Kanal überwachen",
			fr: "Surveiller un serveur pour ce salon",
			es: "Vigilar un servidor para este canal",
		},
		"list": {
			deName: "liste", frName: "liste", esName: "lista",
			en: "What this channel watches",
			de: "Was dieser Kanal überwacht",
			fr: "Ce que ce salon surveille",
			es: "Lo que vigila este canal",
		},
		"show": {
			deName: "zeigen", frName: "montrer", esName: "mostrar",
			en: "One watch",
			de: "Eine Überwachung",
			fr: "Une surveillance",
			es: "Una vigilancia",
		},
		"remove": {
			deName: "entfernen", frName: "retirer", esName: "quitar",
			en: "Watch a server no more",
			de: "Einen Server nicht mehr überwachen",
			fr: "Ne plus surveiller un serveur",
			es: "Dejar de vigilar un servidor",
		},
		"snooze": {
			deName: "ruhe", frName: "pause", esName: "silenciar",
			en: "Be silent about a server for a while",
			de: "Eine Weile nichts zu einem Server melden",
			fr: "Ne rien dire d'un serveur pendant un temps",
			es: "No avisar de un servidor durante un tiempo",
		},
		"schedule": {
			deName: "zeitplan", frName: "horaire", esName: "horario",
			en: "When to post the overview",
			de: "Wann die Übersicht kommt",
			fr: "Quand publier l'aperçu",
			es: "Cuándo publicar el resumen",
		},
		"quiet": {
			deName: "nachtruhe", frName: "silence", esName: "silencio",
			en: "When to post no alerts",
			de: "Wann keine Warnungen kommen",
			fr: "Quand ne publier aucune alerte",
			es: "Cuándo no publicar avisos",
		},
		"hours": {
			deName: "stunden", frName: "heures", esName: "horas",
			en: "Such as 22:00-07:00 Europe/Berlin; off for none",
			de: "Etwa 22:00-07:00 Europe/Berlin; off für keine",
			fr: "Par exemple 22:00-07:00 Europe/Paris ; off pour aucune",
			es: "Por ejemplo 22:00-07:00 Europe/Madrid; off para ninguna",
		},
		"digest": {
			deName: "übersicht", frName: "aperçu", esName: "resumen",
			en: "The overview now",
			de: "Die Übersicht jetzt",
			fr: "L'aperçu maintenant",
			es: "El resumen ahora",
		},
		"export": {
			deName: "exportieren", frName: "exporter", esName: "exportar",
			en: "The watches as a file",
			de: "Die Überwachungen als Datei",
			fr: "Les surveillances dans un fichier",
			es: "Las vigilancias en un archivo",
		},
		"import": {
			deName: "importieren", frName: "importer", esName: "importar",
			en: "Watch all servers of a list",
			de: "Alle Server einer Liste überwachen",
			fr: "Surveiller tous les serveurs d'une liste",
			es: "Vigilar todos los servidores de una lista",
		},
		"servers": {
			deName: "server", frName: "serveurs", esName: "servidores",
			en: "The servers, with commas between them",
			de: "Die Server, mit Kommas dazwischen",
			fr: "Les serveurs, séparés par des virgules",
			es: "Los servidores, separados por comas",
		},
		"file": {
			deName: "datei", frName: "fichier", esName: "archivo",
			en: "A list as of export: a .yaml or .csv file",
			de: "Eine Liste wie bei export: eine .yaml- oder .csv-Datei",
			fr: "Une liste comme celle d'export : un fichier .yaml ou .csv",
			es: "Una lista como la de export: un archivo .yaml o .csv",
		},
		"help": {
			deName: "hilfe", frName: "aide", esName: "ayuda",
			en: "What can be typed",
			de: "Was man eingeben kann",
			fr: "Ce que l'on peut saisir",
			es: "Lo que se puede escribir",
		},
		"warn": {
			deName: "warnen", frName: "prévenir", esName: "avisar",
			en: "Days before the end at which to tell: 30,14,7,1",
			de: "Tage vor dem Ablauf, an denen gewarnt wird: 30,14,7,1",
			fr: "Jours avant l'expiration où prévenir : 30,14,7,1",
			es: "Días antes del fin en que avisar: 30,14,7,1",
		},
		"note": {
			deName: "notiz", esName: "nota",
			en: "What to know when it ends: who renews it, and where",
			de: "Was man beim Ablauf wissen muss: wer erneuert es und wo",
			fr: "Ce qu'il faut savoir à l'expiration : qui le renouvelle, et où",
			es: "Qué hay que saber al caducar: quién lo renueva y dónde",
		},
		"for": {
			deName: "dauer", frName: "durée", esName: "durante",
			en: "How long: 12h, 7d, 2w; off to end it",
			de: "Wie lange: 12h, 7d, 2w; off beendet es",
			fr: "Combien de temps : 12h, 7d, 2w ; off y met fin",
			es: "Cuánto tiempo: 12h, 7d, 2w; off para terminar",
		},
		"when": {
			deName: "wann", frName: "quand", esName: "cuándo",
			en: "Such as weekdays 09:00 Europe/Berlin; off for never",
			de: "Etwa weekdays 09:00 Europe/Berlin; off für nie",
			fr: "Par exemple weekdays 09:00 Europe/Paris ; off pour jamais",
			es: "Por ejemplo weekdays 09:00 Europe/Madrid; off para nunca",
		},
		"error": {
			deName: "fehler", frName: "erreur",
			en: "The message that you see, or its number",
			de: "Die Meldung, die du siehst, oder ihre Nummer",
			fr: "Le message que vous voyez, ou son numéro",
			es: "El mensaje que ves, o su número",
		},
		"certificate": {
			deName: "zertifikat", frName: "certificat", esName: "certificado",
			en: "A saved certificate: a .cer or .pem file",
			de: "Ein gespeichertes Zertifikat: eine .cer- oder .pem-Datei",
			fr: "Un certificat enregistré : un fichier .cer ou .pem",
			es: "Un certificado guardado: un archivo .cer o .pem",
		},
	}
}
