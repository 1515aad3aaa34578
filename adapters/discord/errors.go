package discord

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"certdesk/adapters/inert"
)

// apiError is a refusal by Discord.
// https://docs.discord.com/developers/topics/opcodes-and-status-codes
type apiError struct {
	Status  int
	Code    int    `json:"code"`
	Message string `json:"message"`
	// Detail is the whole body, for the log.
	Detail string
	// Of 429.
	retryAfter time.Duration
	global     bool
	shared     bool // others have used it up, not we
}

func (e *apiError) Error() string {
	return fmt.Sprintf("Discord answered %d, code %d: %s", e.Status, e.Code, inert.Short(e.Message, 200))
}

// Codes of Discord that are acted upon.
const (
	codeUnknownChannel     = 10003
	codeUnknownMessage     = 10008
	codeUnknownWebhook     = 10015 // the interaction is not known yet, or no more
	codeUnknownInteraction = 10062
	codeAcknowledged       = 40060
	codeInvalidToken       = 50027
	codeInvalidForm        = 50035
)

// code is Discord's own number for an error, 0 for others.
func codeOf(err error) int {
	var said *apiError
	if errors.As(err, &said) {
		return said.Code
	}
	return 0
}

func statusOf(err error) int {
	var said *apiError
	if errors.As(err, &said) {
		return said.Status
	}
	return 0
}

// sentence is what an error means, for those who can mend it; "" if it is not
// known.
func sentence(code, status int) string {
	switch code {
	case codeUnknownChannel:
		return "Discord knows no such channel: correct its id, or let certdesk see it"
	case 10004:
		return "certdesk is not in this server: open its invite URL"
	case 20012, 20026, 40001, 50014:
		return "Discord does not accept the token: correct DISCORD_TOKEN"
	case 30034:
		return "Discord takes no more changes of commands today; the old ones stay"
	case 50001:
		return "certdesk does not see this channel: give it View Channel there"
	case 50007:
		return "this person takes no direct messages"
	case 50013:
		return "certdesk lacks a permission in this channel: give it Send Messages, Send Messages in Threads, Embed Links, Attach Files and Read Message History"
	case 50083:
		return "this thread is archived: write in it to open it again"
	case 40005:
		return "the file is too large for this server"
	case 160002:
		return "certdesk cannot reply here: give it Read Message History"
	}
	switch status {
	case http.StatusUnauthorized:
		return "Discord does not accept the token: correct DISCORD_TOKEN"
	case http.StatusForbidden:
		return "Discord does not permit this to certdesk: open its invite URL again"
	}
	return ""
}

// A Problem is a refusal by Discord, as a sentence.
type Problem struct {
	// Code is Discord's own number, such as 50013; 0 for none.
	Code     int
	Sentence string
	err      error
}

func (p *Problem) Error() string {
	if p.Code == 0 {
		return p.Sentence
	}
	return fmt.Sprintf("%s (%d)", p.Sentence, p.Code)
}

func (p *Problem) Unwrap() error { return p.err }

// explain turns what Discord refused into a sentence. Other errors stay as
// they are.
func explain(err error) error {
	var known *Problem
	if errors.As(err, &known) {
		return err
	}
	var said *apiError
	if !errors.As(err, &said) {
		return err
	}
	if s := sentence(said.Code, said.Status); s != "" {
		return &Problem{Code: said.Code, Sentence: s, err: err}
	}
	return err
}
