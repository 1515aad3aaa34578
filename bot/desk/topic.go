package desk

import (
	"context"
	"errors"
	"slices"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/services"
	"certdesk/checks/target"
)

// Whoever asks on ("and on 465?", "is it fixed now?") means the last answer that was
// given to him in the same channel; in a thread, the last that was given there to all,
// for that is what everybody in it reads. What was answered to somebody alone is
// nobody else's topic.

// sharedTopic is where it is kept what the last answer in a thread was, "" where there
// is none.
func (x *exchange) sharedTopic(thread string) string {
	if thread == "" {
		return ""
	}
	place := x.q.Place
	place.Thread = thread
	return place.Key()
}

// remember keeps what the conversation is about, now that it was answered with r: what a
// is the answer to. a is nil where that is nothing that can be asked on about, such as an
// error text without a server; then nothing older is meant any more either. Nobody waits
// for the store then; until it has it, topicOf finds it in the process.
func (x *exchange) remember(ctx context.Context, a *bot.Answer, r *bot.Reply, under *unkeptTopics) {
	defer x.desk.asked.kept(under)
	if x.desk.topics == nil || x.storeAway {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), topicWithin)
	defer cancel()
	t := x.topicAfter(a, r)
	for _, conversation := range x.conversations(r) {
		if !x.storeAway {
			if err := x.desk.topics.SetTopic(ctx, conversation, t); !errors.Is(err, context.DeadlineExceeded) { // in a crowd
				x.unkept(err)
			}
		}
	}
}

// topicAfter is what is talked about behind a reply.
func (x *exchange) topicAfter(a *bot.Answer, r *bot.Reply) bot.Topic {
	t := bot.Topic{At: x.desk.now(), Private: x.toldAlone(r), Language: x.tongue}
	switch {
	case a != nil:
		t.Question, t.Answer = a.Question, a.ID
	case x.unanswered != nil:
		t.Question = *x.unanswered
	}
	if t.Question.Target.Host == "" && t.Question.Target.Mailbox == "" {
		t.Unnamed, t.Client = x.unnamed, x.client
	}
	t.Question.Seen = nil
	return t
}

// toldAlone tells whether others are about who do not see a reply. That there is no
// answer is told to the asker alone, but what was asked aloud is no secret by that.
func (x *exchange) toldAlone(r *bot.Reply) bool {
	if x.unanswered != nil {
		return !x.q.Direct && (x.private == bot.Asker || x.q.Alone)
	}
	return !x.q.Direct && (r.Audience == bot.Asker || x.q.Alone && r.Replaces)
}

// conversations are those that a reply is part of.
func (x *exchange) conversations(r *bot.Reply) []string {
	var out []string
	add := func(conversation string) {
		if conversation != "" && !slices.Contains(out, conversation) {
			out = append(out, conversation)
		}
	}
	add(x.ownTopic())
	if !x.toldAlone(r) {
		thread := x.q.Place.Thread
		if thread == "" {
			add(x.sharedTopic(x.q.Answered)) // people may begin a thread below the answer
			if r.InThread {                  // which the answer begins, or people may later
				thread = x.q.Message
			}
		}
		add(x.sharedTopic(thread))
	}
	return out
}

// otherConnection is a question about another port or encryption of the server of an
// earlier one; false where it does not tell which server that is. a is the answer to
// the earlier one, nil if it is forgotten.
func otherConnection(q *bot.Question, a *bot.Answer, port int, mode checks.Mode) (bot.Question, bool) {
	host, at := q.Target.Host, q.Target.Port
	if at == 0 && a != nil && a.Worst() >= 0 {
		at = a.Reports[a.Worst()].Target.Port
	}
	if q.Target.Mailbox != "" {
		host = hostBehind(a, port)
	}
	switch {
	case port == 0 && mode != "":
		port = siblingPort(at, mode)
	case port == 0:
		return bot.Question{}, false
	}
	t, err := target.Parse(bot.TargetName(checks.Target{Host: host, Port: port}))
	if host == "" || port == 0 || err != nil {
		return bot.Question{}, false
	}
	t.Name = q.Target.Name
	if mode != "" {
		service, _ := services.ByPort(port)
		t.Mode, t.Protocol = mode, service.Protocol
	}
	return bot.Question{Target: t, Zone: q.Zone}, true
}

// hostBehind is the server of a mail address that a port is asked about: the only one
// there is, or the only one that does what the port is for; "" where there are several.
func hostBehind(a *bot.Answer, port int) string {
	if a == nil {
		return ""
	}
	service, _ := services.ByPort(port)
	all, same := make(map[string]bool), make(map[string]bool)
	for i := range a.Reports {
		t := &a.Reports[i].Target
		all[t.Host] = true
		if s, ok := services.ByPort(t.Port); ok && port != 0 && s.Protocol == service.Protocol {
			same[t.Host] = true
		}
	}
	for _, hosts := range []map[string]bool{same, all} {
		for host := range hosts {
			if len(hosts) == 1 {
				return host
			}
		}
	}
	return ""
}

// siblingPort is where the service of a port is spoken with an encryption: that of 993
// with STARTTLS is 143. It is the port itself where convention knows no other.
func siblingPort(port int, mode checks.Mode) int {
	service, known := services.ByPort(port)
	if !known || service.Mode == mode {
		return port
	}
	if other, ok := services.Sibling(service, mode); ok {
		return other.Port
	}
	return port
}

// usualPort is where convention has a protocol with an encryption.
func usualPort(protocol string, mode checks.Mode) int {
	service, _ := services.Sibling(checks.Service{Protocol: protocol}, mode)
	return service.Port
}
