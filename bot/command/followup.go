package command

import (
	"strconv"
	"strings"

	"certdesk/checks"
	"certdesk/checks/programs"
	"certdesk/checks/services"
)

// FollowUp asks on about an answer without naming its server: "why?", "and on
// 465?", "is it fixed now?", "and in Thunderbird?". Which answer it is about, the
// words do not tell.
type FollowUp struct {
	Asks FollowUpKind
	// Port is the other port that is asked about, 0 for none.
	Port int
	// Mode is the other encryption that is asked about, "" for none.
	Mode checks.Mode
	// Client is the mail program that is asked about, "" for none.
	Client programs.ID
	// Language is that of the words, "" where they are of several.
	Language string
}

func (FollowUp) command() {}

// oneWay makes one word of what several languages write in two or in other letters.
var oneWay = strings.NewReplacer("’", "'", "por qué", "porqué", "por que", "porqué", "ssl/tls", "ssl", "tls/ssl", "ssl", "start-tls", "starttls", "start tls", "starttls",
	"veut dire", "veut-dire")

// asksOn is what a whole text asks on about an answer; false where anything else is
// said in it.
func asksOn(text string) (FollowUp, bool) {
	said := oneWay.Replace(strings.ToLower(text))
	asked, words, ok := namedIn(said)
	if !ok {
		return FollowUp{}, false
	}
	var found *FollowUp
	question := strings.Contains(said, "?") && len(words) > 1
	for _, f := range followUps() {
		if !asked.may(f.asks) || !f.is(words, question, asked.Port != 0) {
			continue
		}
		switch {
		case found == nil:
			found = &asked
			found.Asks, found.Language = f.asks, f.language
		case found.Asks == f.asks && found.Language != f.language:
			found.Language = ""
		}
	}
	if found == nil || found.Port != 0 && !mayBePort(found.Port, words) {
		return FollowUp{}, false
	}
	return *found, true
}

// namedIn takes what is named out of a text: a port, an encryption, a program. words
// are the others; false where it names more than one of a kind.
func namedIn(said string) (named FollowUp, words []string, ok bool) {
	var program programWords
	var beside []string
	for word := range strings.FieldsFuncSeq(said, isSpace) {
		word = bare(word)
		n, err := strconv.Atoi(word)
		mode, isMode := encryptions[word]
		switch {
		case word == "":
		case err == nil && (named.Port != 0 || n < 1 || n > 65535), isMode && named.Mode != "" && named.Mode != mode:
			return FollowUp{}, nil, false
		case err == nil:
			named.Port = n
		case isMode:
			named.Mode = mode
		case program.take(word):
			beside = append(beside, word)
		default:
			words = append(words, word)
		}
	}
	if !program.named() { // "de nuevo" is no new Outlook
		return named, append(words, beside...), true
	}
	named.Client, ok = program.meant()
	return named, words, ok
}

// encryptions are the words for a kind of encryption.
var encryptions = map[string]checks.Mode{"starttls": checks.ModeSTARTTLS, "tls": checks.ModeTLS, "ssl": checks.ModeTLS}

// may tells whether what is named can be asked about so.
func (f *FollowUp) may(asks FollowUpKind) bool {
	switch {
	case f.Client != "":
		return asks == AskClient && f.Port == 0 && f.Mode == ""
	case f.Port != 0 || f.Mode != "":
		return asks == AskConnection
	}
	return asks == AskWhy || asks == AskAgain || asks == AskAnswer
}

// is tells whether words say it, of which any will do beside a port.
func (f *followUp) is(words []string, question, port bool) bool {
	keyed := false
	for _, word := range words {
		key, beside := f.knows(word, question)
		if short, ok := strings.CutSuffix(word, "'s"); ok && !key && !beside { // "funktioniert's"
			key, beside = f.knows(short, question)
		}
		keyed = keyed || key || beside && port
		if !key && !beside && !aside[word] {
			return false
		}
	}
	return keyed
}

func (f *followUp) knows(word string, question bool) (key, beside bool) {
	return f.keys[word] || question && f.states[word], f.beside[word]
}

// mayBePort keeps away the numbers of errors, which people write as well ("what about
// 10060?"): those of Windows begin behind the ports that servers of mail have.
func mayBePort(port int, words []string) bool {
	_, known := services.ByPort(port)
	return known || port < 10000 || contains(words, "port") || contains(words, "puerto")
}
