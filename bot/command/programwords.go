package command

import (
	"sync"

	"certdesk/checks/programs"
)

// programWords are the words of a text that name a mail program, or say which of
// several programs of one name is meant.
type programWords map[string]bool

// namesOfPrograms are such words, by what they tell.
var namesOfPrograms = sync.OnceValue(func() map[string]string {
	out := make(map[string]string)
	for tells, words := range map[string]map[string]bool{
		"outlook": wordSet("outlook"), "thunderbird": wordSet("thunderbird"), "emclient": wordSet("emclient em-client"),
		"new": wordSet("new neue neues neuen nouvel nouveau nuevo"), "classic": wordSet("classic klassisch klassisches klassischen classique clásico"),
		"windows": wordSet("windows"),
		"mac":     wordSet("mac macs macos macbook"), "ios": wordSet("iphone iphones ipad ios"), "android": wordSet("android k-9 k9"),
		"phone": wordSet("phone mobile handy smartphone téléphone portable móvil teléfono"), "apple": wordSet("apple"), "mail": wordSet("mail"),
		"browser": wordSet("browser webmail firefox chrome safari navigateur navegador"),
	} {
		for word := range words {
			out[word] = tells
		}
	}
	return out
})

// take notes a word if it is one of them.
func (p *programWords) take(word string) bool {
	tells := namesOfPrograms()[word]
	if tells == "" {
		return false
	}
	if *p == nil {
		*p = make(programWords)
	}
	(*p)[tells] = true
	return true
}

// named tells whether they name a program, and do not only say which.
func (p programWords) named() bool {
	for _, word := range []string{"outlook", "thunderbird", "emclient", "mac", "ios", "android", "browser", "apple"} {
		if p[word] {
			return true
		}
	}
	return false
}

// programsSaid are the programs by the words that name them, exactly.
var programsSaid = []struct {
	words  map[string]bool
	client programs.ID
}{
	{wordSet("outlook"), "outlook"}, {wordSet("outlook windows"), "outlook"}, {wordSet("outlook classic"), "outlook"},
	{wordSet("outlook new"), "new-outlook"}, {wordSet("outlook new windows"), "new-outlook"}, {wordSet("outlook mac"), "outlook-mac"},
	{wordSet("outlook ios"), "outlook-mobile"}, {wordSet("outlook android"), "outlook-mobile"}, {wordSet("outlook phone"), "outlook-mobile"},
	{wordSet("apple mail"), "apple-mail"}, {wordSet("apple mail mac"), "apple-mail"}, {wordSet("mail mac"), "apple-mail"}, {wordSet("mac"), "apple-mail"},
	{wordSet("ios"), "ios"}, {wordSet("mail ios"), "ios"}, {wordSet("apple ios"), "ios"}, {wordSet("apple mail ios"), "ios"},
	{wordSet("thunderbird"), "thunderbird"}, {wordSet("thunderbird windows"), "thunderbird"}, {wordSet("thunderbird mac"), "thunderbird"},
	{wordSet("thunderbird android"), "android"}, {wordSet("android"), "android"}, {wordSet("mail android"), "android"},
	{wordSet("emclient"), "em-client"}, {wordSet("browser"), "browser"},
}

// meant is the program that they name; false where they name several, or one that
// there is not.
func (p programWords) meant() (programs.ID, bool) {
	for _, s := range programsSaid {
		if len(s.words) != len(p) {
			continue
		}
		all := true
		for word := range s.words {
			all = all && p[word]
		}
		if all {
			return s.client, true
		}
	}
	return "", false
}
