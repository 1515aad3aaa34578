package command

import (
	"slices"
	"strconv"
	"strings"

	"certdesk/checks"
	"certdesk/checks/services"
)

// asksOn is what a whole text asks on about an answer; false where anything else is
// said in it.
func asksOn(text string) (FollowUp, bool) {
	said := oneWay.Replace(strings.ToLower(text))
	if quiet, ok := asksSilence(said); ok {
		return quiet, true
	}
	if tongue, ok := asksTongue(said); ok {
		return tongue, true
	}
	if remind, ok := asksRemind(said); ok {
		return remind, true
	}
	asked, words, ok := namedIn(said)
	if !ok {
		return FollowUp{}, false
	}
	if asked.Client == "" && asked.Port == 0 && asked.Mode == "" && asked.Step == 0 {
		if phone, rest := withoutPhone(words); phone {
			onPhone := FollowUp{Phone: true}
			if f := asking(said, &onPhone, rest); f != nil {
				return *f, true
			}
		}
	}
	found := asking(said, &asked, words)
	if protocol, rest := withoutService(words); found == nil && protocol != "" {
		asked.Protocol = protocol
		found = asking(said, &asked, rest)
	}
	if found == nil || found.Port != 0 && !mayBePort(found.Port, words) {
		return FollowUp{}, false
	}
	return *found, true
}

// withoutPhone takes the words for a telephone out of others.
func withoutPhone(words []string) (phone bool, rest []string) {
	for _, word := range words {
		if namesOfPrograms()[word] == "phone" {
			phone = true
		} else {
			rest = append(rest, word)
		}
	}
	return phone, rest
}

// asking is what words ask on about what is named beside them; nil where that is
// nothing.
func asking(said string, asked *FollowUp, words []string) *FollowUp {
	var found *FollowUp
	h := heard{words: words, question: strings.Contains(said, "?") && len(words) > 1, port: asked.Port != 0}
	for _, f := range followUps() {
		if !asked.may(f.asks) || !f.said.fits(h) {
			continue
		}
		switch {
		case found == nil:
			one := *asked
			found = &one
			found.Asks, found.Language = f.asks, f.language
		case found.Asks == f.asks && found.Language != f.language:
			found.Language = ""
		}
	}
	return found
}

// namedIn takes what is named out of a text: a port, an encryption, a program. words
// are the others; false where it names more than one of a kind.
func namedIn(said string) (named FollowUp, words []string, ok bool) {
	var program programWords
	var beside []string
	before := ""
	for word := range strings.FieldsFuncSeq(said, isSpace) {
		word = bare(word)
		n, err := strconv.Atoi(word)
		mode, isMode := encryptions[word]
		step := stepWords[before]
		before = word
		switch {
		case word == "":
		case err == nil && step && named.Step == 0 && n > 0 && n < 100:
			named.Step = n
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

// stepWords stand before the number of a step.
var stepWords = wordSet("step schritt étape l'étape paso")

// encryptions are the words for a kind of encryption.
var encryptions = map[string]checks.Mode{"starttls": checks.ModeSTARTTLS, "tls": checks.ModeTLS, "ssl": checks.ModeTLS}

// may tells whether what is named can be asked about so.
func (f *FollowUp) may(asks FollowUpKind) bool {
	switch {
	case f.Step != 0:
		return asks == AskStep && f.Client == "" && f.Port == 0 && f.Mode == ""
	case f.Phone:
		return asks == AskClient
	case f.Client != "":
		return (asks == AskClient || asks == AskMine) && f.Port == 0 && f.Mode == "" && f.Protocol == ""
	case f.Protocol != "":
		return asks == AskService
	case f.Port != 0 || f.Mode != "":
		return asks == AskConnection
	}
	return asks != AskClient && asks != AskConnection && asks != AskStep && asks != AskService
}

// mayBePort keeps away the numbers of errors, which people write as well ("what about
// 10060?"): those of Windows begin behind the ports that servers of mail have.
func mayBePort(port int, words []string) bool {
	_, known := services.ByPort(port)
	return known || port < 10000 || slices.Contains(words, "port") || slices.Contains(words, "puerto")
}
