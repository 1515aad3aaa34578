package command

import (
	"slices"
	"sync"
)

// asksSilence is what asks for silence, "snooze 3 days": a word for it, perhaps a time,
// and nothing else but courtesies.
func asksSilence(said string) (FollowUp, bool) {
	words := bareWords(said)
	for i, word := range words[:max(len(words)-1, 0)] {
		if oneWords[word] && units[words[i+1]] > 0 { // "a week"
			words[i] = "1"
		}
	}
	out := FollowUp{Asks: AskSilence}
	d, from, to := spanIn(words)
	if d < 0 || d > maxSnooze {
		return FollowUp{}, false
	}
	out.Silence = d
	keyed := to == 0 && slices.Contains(words, "snooze") // the others say more than that where no time is named
	for i, word := range words {
		if to > 0 && i >= from && i < to {
			continue
		}
		if language, ok := silenceWords()[word]; ok {
			keyed, out.Language = keyed || to > 0, language
		} else if !besideSilence[word] && !forWords[word] && !aside[word] {
			return FollowUp{}, false
		}
	}
	return out, keyed
}

// silenceWords ask not to be told of an alert again for some time, by their language; ""
// where it is of several.
var silenceWords = sync.OnceValue(func() map[string]string {
	out := make(map[string]string)
	for language, words := range map[string]string{
		"": "snooze pause", "en": "mute silence hush", "de": "stumm stummschalten pausiere pausieren schlummern", "fr": "suspendre suspends muet", "es": "silencia silenciar pausa pausar",
	} {
		for word := range wordSet(words) {
			out[word] = language
		}
	}
	return out
})

// besideSilence stand beside those, oneWords before the name of a time.
var (
	besideSilence = wordSet(`it this that the alert alerts warning den die diese das alarm warnung warnungen meldung cette cet l'alerte alerte la les esta este alerta aviso`)
	oneWords      = wordSet("a an one ein eine einen un une una")
)
