package discord

import (
	"context"
	"errors"
	"net/http"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
	"certdesk/bot"
	"certdesk/checks/say"
)

// notHere tells whether Discord has refused a message for another reason than its content,
// the token or the time, whether that reason is known or not. It may take it elsewhere.
func notHere(err error) bool {
	switch status := rest.StatusOf(err); status {
	case http.StatusUnauthorized, http.StatusRequestTimeout, http.StatusTooManyRequests:
		return false
	default:
		return status >= 400 && status < 500 && rest.CodeOf(err) != discordgo.ErrCodeInvalidFormBody
	}
}

// toAsker gives an answer that its channel does not take to whoever asked, in the
// direct messages, and says that it should stand elsewhere. id is the answer's own;
// why is what the channel said.
func (c *client) toAsker(ctx context.Context, q *bot.Request, word wording, reply bot.Reply, id string, why error) error {
	if reply.Working {
		return nil // one message is enough there
	}
	channel, err := c.direct(ctx, q.Asker.ID)
	if err != nil {
		return errors.Join(why, err)
	}
	c.log.Info("an answer goes to the direct messages", "error", explain(why), "request", q.ID)
	moved := word(q.Asker.Locale, say.S("This answer could not be shown where you asked, because certdesk cannot write there."))
	reply.Items = append([]bot.Item{{Tone: bot.Warning, Text: moved}}, reply.Items...)
	err = deliver(reply, func(m message) error {
		_, err := c.post(ctx, channel, m, id)
		return err
	}, func(err error) {
		c.log.Error("Discord refused the components of an answer", "error", err, "request", q.ID)
	})
	if err != nil {
		return errors.Join(why, err)
	}
	return nil
}

// toAskerAlone gives an answer that is for nobody else to whoever asked, in the direct
// messages. Who takes none there is told so where they asked, and nothing of the
// answer.
func (c *client) toAskerAlone(ctx context.Context, q *bot.Request, word wording, m message, id string) error {
	channel, err := c.direct(ctx, q.Asker.ID)
	if err == nil {
		_, err = c.post(ctx, channel, m, id)
	}
	if !notHere(err) {
		return err
	}
	c.log.Info("an answer did not reach Discord: it is for one person alone, who takes no direct messages", "request", q.ID, "error", explain(err))
	said := say.Join(say.S("certdesk could not send you the answer, which is for you alone."), say.S("Allow direct messages from this server, and ask again."))
	if _, failed := c.post(ctx, channelOf(q.Place), render(bot.Reply{Headline: word(q.Asker.Locale, said)}), id+"/told"); failed != nil {
		return errors.Join(err, failed)
	}
	return nil
}
