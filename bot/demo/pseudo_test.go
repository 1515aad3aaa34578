//go:build !race

// Thousands of replies are read word by word, for which the race detector takes
// minutes and finds nothing: .ci/run has it done without.

package demo

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/bot/cli"
	"certdesk/bot/diagnosis"
	"certdesk/checks/checktest"
	"certdesk/checks/engine"
	"certdesk/checks/errortext"
	"certdesk/checks/say/saytest"
	"certdesk/store"
	"certdesk/store/sqlite"
)

// pseudo is the whole bot among the servers of the zoo, for a reader of the
// language of saytest.
type pseudo struct {
	front *cli.Front
	mu    sync.Mutex
	// strays are what no catalogue says, with where it was first read.
	strays map[string]string
	// pushed are the buttons by their names, known with what they stood below.
	pushed, known map[string]bool
}

// TestNothingIsReadInEnglish asks whatever can be asked, presses every button of
// what is answered, and fills in every form: no word is read that does not come
// from the reader's catalogue, or is a value.
func TestNothingIsReadInEnglish(t *testing.T) {
	if testing.Short() {
		t.Skip("it asks every server of the zoo")
	}
	t.Parallel()
	ctx := t.Context()
	zoo, err := checktest.Open(ctx, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(zoo.Close)
	e, err := zooDiagnosis(zoo)
	if err != nil {
		t.Fatal(err)
	}
	backend, err := sqlite.Open(ctx, t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	kept := store.New(backend, time.Now)
	t.Cleanup(func() { kept.Close() })
	front, err := cli.NewFront(cli.FrontConfig{
		Checker: e.Checker(engine.Options{Timeout: demoTimeout}, nil), Store: kept, Picture: diagnosis.DrawExpiries,
		Translate: func(_ string, r bot.Reply) bot.Reply { return answer.In(saytest.Language{}, r) },
	})
	if err != nil {
		t.Fatal(err)
	}
	p := &pseudo{front: front, strays: make(map[string]string), pushed: make(map[string]bool), known: make(map[string]bool)}

	var asking sync.WaitGroup
	places := make(chan struct{}, demoAhead)
	for i, c := range zoo.Cases {
		places <- struct{}{}
		asking.Go(func() {
			defer func() { <-places }()
			p.ask(ctx, p.command(fmt.Sprintf("C%d", i), "certcheck", c.Target), c.Name, 0)
		})
	}
	asking.Wait()
	for _, text := range pseudoTexts() {
		name, rest, _ := strings.Cut(text, " ")
		p.ask(ctx, p.command("W", name, rest), "/"+text, 0)
	}
	for _, entry := range errortext.Entries() {
		p.ask(ctx, p.command("F", "certfix", strings.ReplaceAll(strings.Join(slices.Concat(entry.Phrases, entry.Codes), " "), "*", "")), "the error "+entry.ID, 3)
	}
	for _, where := range slices.Sorted(maps.Keys(p.strays)) {
		t.Errorf("%s\n\tat %s", where, p.strays[where])
	}
	if len(p.pushed) < 17 {
		t.Errorf("%d kinds of buttons were pressed: %v", len(p.pushed), slices.Sorted(maps.Keys(p.pushed)))
	}
}

// pseudoTexts are what can be typed, right and wrong.
func pseudoTexts() []string {
	return []string{
		"certdesk help", "certdesk settings", "certdesk setings", "certwatch help", "certcheck help", "certfix help",
		"certcheck", "certcheck a b c d", "certcheck imap..corp", "certcheck http:", "certcheck anna@", "certcheck mail.corp.example:99999", "certcheck [::1",
		"certcheck mail.corp.example:993 from nowhere", "certcheck mail.corp.example seen issued-by=R11", "certcheck mail.corp.example:993 starttls gopher",
		"certcheck user@corp.example", "certcheck nowhere.example:993",
		"certwatch", "certwatch bogus", "certwatch list", "certwatch show mail.corp.example:993",
		"certwatch add mail.corp.example:993 note renew it", "certwatch add expired.example:993 warn 30,x", "certwatch add anna@corp.example", "certwatch add",
		"certwatch add mail.corp.example:993 warn 60,14 note another", "certwatch list", "certwatch show mail.corp.example:993", "certwatch show other.example:993",
		"certwatch snooze mail.corp.example:993 7d", "certwatch snooze mail.corp.example:993 off", "certwatch snooze mail.corp.example:993 sometime",
		"certwatch note mail.corp.example:993 hello", "certwatch schedule", "certwatch schedule soonish", "certwatch schedule mon,thu 09:00 Europe/Berlin",
		"certwatch schedule weekdays 09:00 10:00", "certwatch schedule weekdays 9:00 when needed", "certwatch quiet", "certwatch quiet atnight", "certwatch quiet 22:00-07:00",
		"certwatch list", "certwatch digest", "certwatch export", "certdesk settings", "certwatch schedule off", "certwatch quiet off",
		"certwatch import", "certwatch import mail corp", "certwatch import anna@corp.example", "certwatch import target,warn\na.example,soon",
		"certwatch import server\na.example", "certwatch import watches:\n- bogus", "certwatch import watches:\n  - target: a.example\n    port: 3",
		"certwatch import imap.corp.example:993, smtp.corp.example:587", "certwatch list", "certwatch digest",
		"certwatch remove mail.corp.example:993", "certwatch remove mail.corp.example:993",
		"certfix", "certfix nothing that is known", "certfix something about imap.corp.example:993",
		"certfix -----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
		"certfix Issued to: mail.corp.example\nIssued by: Zscaler Root CA\nValid from 11/3/2026 to 2/1/2027",
	}
}

func (p *pseudo) command(channel, verb, text string) *bot.Request {
	return &bot.Request{Kind: bot.Command, Verb: verb, Text: text, Place: p.place(channel), Asker: p.asker()}
}

func (p *pseudo) place(channel string) bot.Place {
	return bot.Place{Platform: bot.Console, Channel: channel}
}

func (p *pseudo) asker() bot.Person { return bot.Person{ID: "U1", Name: "Anna", Locale: "de"} }

// maxPresses bounds how many buttons one question leads to: a walk has ten
// steps.
const maxPresses = 14

// ask asks, reads what is said, and goes on with every button that leads to
// something new.
func (p *pseudo) ask(ctx context.Context, q *bot.Request, about string, depth int) {
	var replies []bot.Reply
	if err := p.front.Desk().Handle(ctx, q, func(_ context.Context, r bot.Reply) error {
		replies = append(replies, r)
		return nil
	}); err != nil {
		p.note("an error", fmt.Sprintf("%s: %v", about, err))
	}
	for _, r := range replies {
		for _, stray := range saytest.In(r) {
			p.note(stray, about)
		}
		actions := slices.Clone(r.Actions)
		for _, i := range r.Items {
			if i.Action != nil {
				actions = append(actions, *i.Action)
			}
		}
		if r.Form != nil {
			p.fillIn(ctx, q, r.Form, about, depth)
		}
		for _, a := range actions {
			if depth < maxPresses && p.fresh(a.Name, r) {
				p.ask(ctx, &bot.Request{Kind: bot.ButtonAction, Action: a, Place: q.Place, Asker: q.Asker}, about+" > "+a.Name, depth+1)
			}
		}
	}
}

// fillIn submits a form: empty, and with what cannot be read in each field.
func (p *pseudo) fillIn(ctx context.Context, q *bot.Request, f *bot.Form, about string, depth int) {
	if depth >= maxPresses || !p.fresh("form "+f.Action.Name, bot.Reply{Form: f}) {
		return
	}
	all := map[string]string{}
	for _, field := range f.Fields {
		all[field.Name] = field.Value
	}
	tries := []map[string]string{{}, all}
	for _, field := range f.Fields {
		wrong := maps.Clone(all)
		wrong[field.Name] = "%% atlantis"
		tries = append(tries, wrong)
	}
	for _, fields := range tries {
		p.ask(ctx, &bot.Request{Kind: bot.FormSubmission, Action: f.Action, Options: fields, Place: q.Place, Asker: q.Asker}, about+" > form", maxPresses)
	}
}

// fresh tells whether a button was not pressed yet below a reply of this kind.
// The buttons of a walk are told apart by their steps.
func (p *pseudo) fresh(name string, r bot.Reply) bool {
	key := name + "|" + r.Headline.String()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pushed[name] = true
	if p.known[key] {
		return false
	}
	p.known[key] = true
	return true
}

func (p *pseudo) note(stray, about string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.strays[stray] == "" {
		p.strays[stray] = about
	}
}
