package discord

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"certdesk/adapters/discord/rest"
	"certdesk/bot"
)

// refusal is an error as Discord says it.
func refusal(status, code int, message string) error {
	e := &discordgo.RESTError{Response: &http.Response{StatusCode: status, Status: fmt.Sprint(status, " Refused")}}
	if code != 0 || message != "" {
		e.Message = &discordgo.APIErrorMessage{Code: code, Message: message}
	}
	return fmt.Errorf("calling: %w", e)
}

func TestRefusalsInWords(t *testing.T) {
	for want, err := range map[string]error{
		"Discord knows no such channel: correct its id, or let certdesk see it (10003)": refusal(404, 10003, "Unknown Channel"),
		"Discord does not accept the token: correct DISCORD_TOKEN":                      refusal(401, 0, ""),
		"Discord does not permit this to certdesk: open its invite URL again":           refusal(403, 0, ""),
		"Discord answered 400 Refused: Strange (7)":                                     refusal(400, 7, "Strange"),
		"Discord answered 500 Refused":                                                  refusal(500, 0, ""),
		"no route to host":                                                              errors.New("no route to host"),
	} {
		got := explain(err)
		if got.Error() != want || !errors.Is(got, errors.Unwrap(err)) && errors.Unwrap(err) != nil {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
		if again := explain(got); again.Error() != want {
			t.Errorf("explained twice: %q", again)
		}
	}
	for name, c := range map[string]struct {
		err  error
		gone bool
	}{
		"no error": {nil, false}, "a token that is over": {refusal(401, 50027, "Invalid Webhook Token"), true}, "another token": {refusal(401, 0, ""), true},
		"no such interaction": {refusal(404, 10062, "Unknown interaction"), true}, "no such webhook": {refusal(404, 10015, "Unknown Webhook"), true},
		"nothing there": {refusal(404, 0, ""), true}, "no such message": {refusal(404, 10008, "Unknown Message"), false}, "a form": {refusal(400, 50035, "Invalid Form Body"), false},
	} {
		if got := gone(c.err); got != c.gone {
			t.Errorf("%s: the interaction is gone %v", name, got)
		}
	}
	for err, want := range map[error]time.Duration{rest.ErrBanned: rest.RefusedWindow, rest.ErrLimited: 0} {
		var off *bot.PutOffError
		if got := outcome(err); !errors.As(got, &off) || off.After != want {
			t.Errorf("%v: %v", err, got)
		}
	}
}
