package desk

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"certdesk/bot"
	"certdesk/bot/command"
	"certdesk/bot/watchlist"
	"certdesk/checks/say"
)

// maxImported is how many watches a list may name; there is the command line
// for more.
const maxImported = 500

// importWatches watches what a list names: one that was pasted, or attached, in
// the format of the export, or a server a line.
func (x *exchange) importWatches(ctx context.Context, c command.Watch) (bot.Reply, error) {
	list, sentence := x.readList(c.List)
	if !sentence.Empty() {
		return bot.Reply{Audience: bot.Asker, Headline: sentence, Items: []bot.Item{
			{Code: "/certwatch import mail.corp.com:993, imap.corp.com:993", Text: say.S("an example; you can also attach or paste a list from {command}", say.Code("command", "/certwatch export"))},
		}}, nil
	}
	var added, known int
	r := bot.Reply{Tone: bot.Good}
	refused := x.refusals(ctx, list)
	for i := range list {
		w := &list[i]
		if sentence := refused[i]; !sentence.Empty() {
			r.Items = append(r.Items, bot.Item{Tone: bot.Warning, Code: w.Name(), Text: sentence})
			continue
		}
		w.Place, w.Owner, w.Due = x.channelPlace(), x.q.Asker.ID, x.desk.now()
		w.OwnerName, w.Added = say.Clean(x.q.Asker.Name, 60), x.desk.now()
		_, old, err := x.desk.watches.AddWatch(ctx, *w)
		switch {
		case err != nil:
			return bot.Reply{}, err
		case old == nil:
			added++
		default:
			known++
		}
	}
	x.lookSoon()
	r.Headline = say.N("This channel now watches {n} server from the list.", "This channel now watches {n} servers from the list.", added+known)
	if known > 0 {
		r.Headline = say.Join(r.Headline, say.N("It already watched {n} of them.", "It already watched {n} of them.", known))
	}
	if left := len(r.Items); left > 0 {
		r.Tone = bot.Warning
		r.Headline = say.Join(r.Headline, say.N("{n} server cannot be watched:", "{n} servers cannot be watched:", left))
		if left > maxListed {
			r.Items = append(r.Items[:maxListed], bot.Item{Text: say.S("and {n} more", say.Count("n", left-maxListed))})
		}
	}
	return r, nil
}

// lookUpsAtOnce and listWait bound the look-ups of the names of a list. A name that
// was not looked up by then is watched: each check judges it anew.
const (
	lookUpsAtOnce = 16
	listWait      = 10 * time.Second
)

// refusals are the sentences why entries may not be watched, nothing for those that
// may, in the order of the list.
func (x *exchange) refusals(ctx context.Context, list []bot.Watch) []say.Text {
	ctx, cancel := context.WithTimeout(ctx, listWait)
	defer cancel()
	out := make([]say.Text, len(list))
	next := make(chan int)
	var working sync.WaitGroup
	for range min(lookUpsAtOnce, len(list)) {
		working.Go(func() {
			for i := range next {
				out[i] = x.desk.MayWatch(ctx, list[i].Target)
			}
		})
	}
	for i := range list {
		next <- i
	}
	close(next)
	working.Wait()
	return out
}

// readList reads the list that was attached or pasted. The sentence says what
// is wrong with it.
func (x *exchange) readList(pasted string) (list []bot.Watch, sentence say.Text) {
	name, text := "the list", pasted
	for _, f := range x.q.Files {
		if watchlist.Is(f.Name) {
			name, text = f.Name, string(f.Data)
			if len(f.Data) == 0 {
				return nil, notFetched(f.Name)
			}
			break
		}
	}
	if strings.TrimSpace(text) == "" {
		return nil, say.S("Paste the servers after “import”, or attach the list as a file.")
	}
	list, err := watchlist.ReadText(name, text)
	if err != nil {
		x.desk.log.Debug("a list could not be read", "error", err)
		var unread *say.Error
		if !errors.As(err, &unread) {
			return nil, say.S("certdesk cannot read the list.")
		}
		return nil, say.S("certdesk cannot read the list: {reason}.", say.Sub("reason", unread.Said()))
	}
	list = x.ofHere(list)
	switch {
	case len(list) == 0:
		return nil, say.S("The list has no server for this channel.")
	case len(list) > maxImported:
		return nil, say.Join(say.S("This list is too long. In chat, the limit is {n} servers at a time.", say.Count("n", maxImported)),
			say.S("Use {command} for longer lists.", say.Code("command", "certdesk store import")))
	}
	return list, nil
}

// ofHere are the entries that are meant for this channel. A list from one channel is
// taken whole, whichever channel it was exported from; of a list from several channels
// only this one's.
func (x *exchange) ofHere(list []bot.Watch) []bot.Watch {
	channels := make(map[string]bool)
	for i := range list {
		if list[i].Place.Channel != "" {
			channels[list[i].Place.ChannelKey()] = true
		}
	}
	if len(channels) < 2 {
		return list
	}
	var out []bot.Watch
	for _, w := range list {
		if w.Place.Channel == "" || w.Place.ChannelKey() == x.q.Place.ChannelKey() {
			out = append(out, w)
		}
	}
	return out
}
