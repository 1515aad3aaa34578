//go:build !race

package watchlist_test

import (
	"fmt"
	"strings"
	"testing"

	"certdesk/bot/watchlist"
)

// TestDaysToWarn: a day and a year are the bounds, and a wrong word names its entry.
func TestDaysToWarn(t *testing.T) {
	for warn, want := range map[string]string{"1": "[1]", "365": "[365]", "7;30 7": "[30 7]", "0": "", "366": "", "soon": ""} {
		all, err := watchlist.Read("w.csv", strings.NewReader("target,warn\nimap.corp.com:993,14\nsmtp.corp.com:587,"+warn+"\n"))
		switch {
		case want == "" && (err == nil || !strings.Contains(err.Error(), "entry 2")):
			t.Errorf("warn %q: %v", warn, err)
		case want != "" && (err != nil || len(all) != 2 || fmt.Sprint(all[1].Warn) != want):
			t.Errorf("warn %q: %+v, %v", warn, all, err)
		}
	}
}

// TestListsAreBounded: a list of 32 MiB is read, one byte more is not.
func TestListsAreBounded(t *testing.T) {
	const maxList = 32 << 20
	head := "target\nimap.corp.com:993\n"
	whole := head + strings.Repeat("\n", maxList-len(head))
	if all, err := watchlist.Read("w.csv", strings.NewReader(whole)); err != nil || len(all) != 1 {
		t.Errorf("%d watches, %v", len(all), err)
	}
	if _, err := watchlist.Read("w.csv", strings.NewReader(whole+"\n")); err == nil || !strings.Contains(err.Error(), "larger than 32 MiB") {
		t.Errorf("one byte more: %v", err)
	}
}

// TestReadText: what is pasted is a list in its own format, or servers alone.
func TestReadText(t *testing.T) {
	for text, want := range map[string]string{
		"imap.corp.com:993": "imap.corp.com:993",
		"imap.corp.com:993, smtp.corp.com:587; \n# none\nldap.corp.com # directory": "imap.corp.com:993 smtp.corp.com:587 ldap.corp.com",
		"```\r\nwatches:\r\n- target: imap.corp.com:993\r\n```":                     "imap.corp.com:993",
		"\ufeffnote, Target\nours,imap.corp.com:993\n":                              "imap.corp.com:993",
		"": "",
	} {
		all, err := watchlist.ReadText("pasted", text)
		var names []string
		for i := range all {
			names = append(names, all[i].Name())
		}
		if got := strings.Join(names, " "); err != nil || got != want {
			t.Errorf("%q has %q, %v", text, got, err)
		}
	}
	if all, err := watchlist.ReadText("w.csv", "target\nimap.corp.com:993\n"); err != nil || len(all) != 1 {
		t.Errorf("a name that says the format: %+v, %v", all, err)
	}
	if _, err := watchlist.ReadText("pasted", "imap.corp.com:993, two words"); err == nil || !strings.Contains(err.Error(), "entry 2") {
		t.Errorf("what is no server: %v", err)
	}
}

// TestServersAlone: servers are pasted as they stand in a message, a ticket, a note.
func TestServersAlone(t *testing.T) {
	for _, text := range []string{
		"imap.corp.com:993 smtp.corp.com:587", "imap.corp.com:993\tsmtp.corp.com:587", "- imap.corp.com:993\n- smtp.corp.com:587", "• imap.corp.com:993\n• smtp.corp.com port 587",
		"1. imap.corp.com:993\n2. smtp.corp.com:587", "* imap.corp.com:993 # mail\n* smtp.corp.com:587", "1) imap.corp.com:993\n2) smtp.corp.com : 587",
	} {
		all, err := watchlist.ReadText("pasted", text)
		var names []string
		for i := range all {
			names = append(names, all[i].Name())
		}
		if got := strings.Join(names, " "); err != nil || got != "imap.corp.com:993 smtp.corp.com:587" {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"imap.corp.com and smtp.corp.com", "imap.corp.com foo", "-imap.corp.com", "12 imap.corp.com"} {
		if all, err := watchlist.ReadText("pasted", text); err == nil {
			t.Errorf("%q: %v", text, all)
		}
	}
}
