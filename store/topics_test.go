package store_test

import (
	"bytes"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/store"
)

// What a conversation is about is known to all processes for half an hour, in it alone,
// and the last that was asked counts. Nothing of it moves to another store.
func TestTopics(t *testing.T) {
	kept, database, now := empty()
	const conversation = "slack/C2/@U1"
	about := func(conversation string) string {
		t.Helper()
		other := store.New(database, func() time.Time { return *now })
		topic := must[*bot.Topic](t)(other.Topic(t.Context(), conversation))
		if topic == nil {
			return ""
		}
		return topic.Question.Target.Host + " " + topic.Answer
	}
	for _, host := range []string{"first.example", "imap.example"} {
		topic := bot.Topic{Question: bot.Question{Target: checks.Target{Host: host, Port: 993}}, Answer: "a1", At: noon}
		if err := kept.SetTopic(t.Context(), conversation, topic); err != nil {
			t.Fatal(err)
		}
	}
	if about(conversation) != "imap.example a1" || about("slack/C2/@U2") != "" || about("slack/C2") != "" {
		t.Errorf("%q, %q, %q", about(conversation), about("slack/C2/@U2"), about("slack/C2"))
	}
	var out bytes.Buffer
	if n, err := kept.Export(t.Context(), &out); n != 0 || err != nil {
		t.Errorf("%d records are exported, %v", n, err)
	}
	*now = noon.Add(30*time.Minute - time.Second)
	if about(conversation) == "" {
		t.Error("it is forgotten within half an hour")
	}
	*now = noon.Add(30*time.Minute + time.Second)
	if about(conversation) != "" {
		t.Error("it is remembered for longer than half an hour")
	}
}
