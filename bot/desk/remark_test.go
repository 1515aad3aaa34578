package desk_test

import (
	"testing"
	"time"

	"certdesk/bot"
)

// table is where two people talk with certdesk.
type table struct {
	name   string
	place  bot.Place
	direct bool
}

func tables() []table {
	var out []table
	for _, p := range []bot.Platform{bot.Slack, bot.Discord} {
		channel := bot.Place{Platform: p, Team: "T", Channel: "C"}
		thread := channel
		thread.Thread = "1.1"
		out = append(out, table{string(p) + ", channel", channel, false}, table{string(p) + ", thread", thread, false}, table{string(p) + ", alone", bot.Place{Platform: p, Channel: "D1"}, true})
	}
	return out
}

// A remark that certdesk does not understand is no other matter: who asks on behind it
// means the last answer. What a program shows, another server or a form are one.
func TestRemarkKeepsWhatIsTalkedAbout(t *testing.T) {
	for _, at := range tables() {
		for _, c := range []struct {
			text string
			kind bot.Kind
			kept bool
		}{
			{"hm, that one with the blue button", bot.Message, true}, {"we had this last year", bot.Message, true}, {"@certdesk soso", bot.Message, true}, {"wo ist eigentlich der Chef heute", bot.Message, true},
			{"ah bon, et le café ?", bot.Message, true}, {"vaya lunes", bot.Message, true}, {"🤔", bot.Message, true}, {"my printer is out of paper", bot.Message, true},
			{"error 17 of the printer", bot.Message, false}, {"printed: cannot open the folder", bot.Message, false},
			{"error 17 of the printer on smtp.other.example:465", bot.Message, false}, {"look at smtp.other.example:465 as well, it has something", bot.Message, false},
			{"0x800CCC1A", bot.Message, false}, {"check smtp.corp.com:70000", bot.Message, false}, {"sign-in failed", bot.Message, false}, {"hm, that one", bot.MessageAction, false},
		} {
			b := newBench(t)
			hears := func(q bot.Request) []bot.Reply {
				q.Place, q.Direct = at.place, at.direct
				return b.hears(t, q)
			}
			anna, bert := bot.Person{ID: "U1"}, bot.Person{ID: "U2"}
			hears(bot.Request{Kind: bot.Message, Text: "check " + server, Asker: anna})
			if !at.direct {
				hears(bot.Request{Kind: bot.Message, Text: c.text, Asker: bert}) // which is his matter, and not hers
				if at.place.Thread == "" {
					if got := hears(bot.Request{Kind: bot.Message, Text: "und wen ruf ich an?", Asker: anna}); !knowsServer(got, "imap.corp.com") {
						t.Errorf("%s: behind somebody else's %q: %+v", at.name, c.text, got)
					}
					hears(bot.Request{Kind: bot.Message, Text: "check " + server, Asker: anna})
				}
			}
			b.clock = b.clock.Add(time.Minute)
			if got := hears(bot.Request{Kind: c.kind, Text: c.text, Asker: anna}); len(got) == 0 {
				t.Errorf("%s: %q: nothing was said", at.name, c.text)
			}
			if got := hears(bot.Request{Kind: bot.Message, Text: "und wen ruf ich an?", Asker: anna}); knowsServer(got, "imap.corp.com") != c.kept {
				t.Errorf("%s: behind %q: %+v", at.name, c.text, got[len(got)-1].Headline.String())
			}
		}
	}
}
