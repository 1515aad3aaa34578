package discord

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"certdesk/bot"
)

// Strange are events that have broken bots.
var Strange = []string{
	`{"op":0,"t":"INTERACTION_CREATE","s":9,"d":{"id":"1","token":"t","type":2,"data":{"type":3,"name":"Diagnose certificate error","target_id":"5","resolved":{"messages":{"5":{"id":"5","content":"x","components":[{"type":18,"component":{"type":22}},{"type":99,"x":[1]},7,null,"s"]}}}}}}`,
	`{"op":0,"t":"INTERACTION_CREATE","s":9,"d":{"id":"2","token":"t","type":3,"data":{"custom_id":"?a:b","component_type":2},"message":{"id":"5","components":[{"type":77,"components":{"a":1}},{"components":[[]]}]}}}`,
	`{"op":0,"t":"INTERACTION_CREATE","s":9,"d":{"id":"3","token":"t","type":5,"data":{"custom_id":"fix:form","components":[{"type":18,"component":{"type":21,"custom_id":"a","value":["x"]}},{"type":1,"components":[{"type":4,"custom_id":"b","value":7}]},[]]}}}`,
	`{"op":0,"t":"INTERACTION_CREATE","s":9,"d":{"id":"4","token":"t","type":2,"data":{"name":"certcheck","options":[{"name":"target","type":3,"value":{}},{"type":1,"options":[{}]}]}}}`,
	`{"op":0,"t":"INTERACTION_CREATE","s":9,"d":{"id":"5","token":"t","type":4,"data":{"name":"certcheck","options":[{"focused":true,"name":"target"}]}}}`,
	`{"op":0,"t":"INTERACTION_CREATE","d":null}`, `{"op":0,"t":"INTERACTION_CREATE"}`, `{"op":0,"t":"INTERACTION_CREATE","d":[]}`,
	`{"op":0,"t":"MESSAGE_CREATE","d":{"id":"7","channel_id":"7","author":{"id":"8"},"content":"<@` + "900000000000000001" + `>","nonce":{},"embeds":7,"attachments":[]}}`,
	`{"op":0,"t":"MESSAGE_CREATE","d":{"id":7}}`, `{"op":0,"t":"UNHEARD_OF","s":10,"d":7}`, `{"op":99,"d":{}}`, `{"op":"0"}`, `{`, ``, `null`, `[]`, `7`,
	`{"op":0,"s":-5}`, `{"op":11,"d":7}`, `{"op":1}`,
}

// deaf is a desk that says nothing.
type deaf struct{}

func (deaf) Handle(context.Context, *bot.Request, bot.Respond) error { return nil }

// nowhere is a network without anybody.
type nowhere struct{}

func (nowhere) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("there is no network here")
}

func FuzzEvents(f *testing.F) {
	for _, raw := range Strange {
		f.Add([]byte(raw))
	}
	a, err := New(Config{
		Desk: deaf{}, Token: "t", ApplicationID: "1", HTTP: &http.Client{Transport: nowhere{}}, SupportChannels: []string{"7"},
		Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { a.Drain(f.Context()) })
	silent := func(context.Context, callback) error { return nil }
	f.Fuzz(func(t *testing.T, raw []byte) {
		s := &session{handler: a.handler, health: a.health, now: a.now, log: a.log}
		var e discordgo.Event
		if json.Unmarshal(raw, &e) == nil {
			s.event(&e)
		}
		// What happens in the background, here where a panic shows.
		var in interaction
		var d data
		if json.Unmarshal(e.RawData, &in) == nil && json.Unmarshal(in.Data, &d) == nil {
			if q, _ := a.handler.request(&in, &d); q != nil {
				newResponder(a.handler, &in, &d, q, silent).askBack(t.Context(), &data{CustomID: askBack + d.CustomID})
			}
			a.handler.complete(t.Context(), &in, &d, silent)
			d.fields(make(map[string]string))
		}
		var m received
		if json.Unmarshal(e.RawData, &m) == nil {
			m.said()
			m.mark()
			m.nonce()
		}
		readTyped(string(raw))
		withoutMention(string(raw), "0")
	})
}
