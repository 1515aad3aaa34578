package settings

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"certdesk/adapters/mail"
	"certdesk/adapters/webhook"
	"certdesk/bot"
	"certdesk/bot/command"
	"certdesk/bot/incident"
	"certdesk/checks/lazyregexp"
)

// Outside is what is told of incidents besides the admins' channel.
type Outside struct {
	SMTP mail.Server // its Host is "" where there is none
	From string
	// Chain are those who are called while nobody has an incident, hours when that
	// counts; nil: always.
	Chain []incident.Step
	Hours *bot.Hours
	Share incident.Share
	// Summary is when the administrators are told what the week was like; nil: never.
	Summary *bot.Schedule

	Webhook string // "": none
	Secret  []byte
	secrets []string // the secrets among these, as they were written
}

// calledAfter is how long nobody has had an incident when mail is sent, where
// nothing else is said and there is a channel where it was told at once.
const calledAfter = 30 * time.Minute

// maxSteps bounds a chain, maxStepAfter how late one of it is called.
const (
	maxSteps     = 8
	maxStepAfter = 7 * 24 * time.Hour
)

// outside reads them. admin is the admins' channel, nil if there is none.
func (e *Environment) outside(admin *bot.Place) Outside {
	s := Outside{
		SMTP: Parsed(e, "CERTDESK_SMTP_URL", "", mail.ParseServer), From: Parsed(e, "CERTDESK_MAIL_FROM", "", mail.ParseAddress),
		Hours: Parsed(e, "CERTDESK_ESCALATE_HOURS", "", parseHours), Share: Parsed(e, "CERTDESK_SHARE", "", parseShare),
		Summary: Parsed(e, "CERTDESK_SUMMARY", "mon 09:00 UTC", parseSummary),
		Secret:  Parsed(e, "CERTDESK_WEBHOOK_SECRET", "", webhook.ParseSecret),
	}
	to := Parsed(e, "CERTDESK_ESCALATE_MAIL", "", parseAddresses)
	if u := Parsed(e, "CERTDESK_WEBHOOK_URL", "", webhook.ParseURL); u != nil {
		s.Webhook = u.String()
	}
	usual := ""
	if len(to) > 0 {
		usual = "mail"
		if admin != nil {
			usual = calledAfter.String() + " mail"
		}
	}
	s.Chain = Parsed(e, "CERTDESK_ESCALATION", usual, func(text string) ([]incident.Step, error) { return parseChain(text, to) })
	byMail := slices.ContainsFunc(s.Chain, func(one incident.Step) bool { return one.To.Platform == bot.Mail })
	switch {
	case byMail && s.SMTP.Host == "":
		e.Fail("CERTDESK_SMTP_URL", "is missing: incidents are to be told by mail")
	case byMail && s.From == "":
		e.Fail("CERTDESK_MAIL_FROM", "is missing: incidents are to be told by mail")
	case s.SMTP.Host != "" && !byMail && len(e.errs) == 0:
		e.Fail("CERTDESK_SMTP_URL", "is set, and nobody is to get mail: set CERTDESK_ESCALATE_MAIL")
	}
	if (s.Webhook == "") != (len(s.Secret) == 0) && len(e.errs) == 0 {
		e.Fail("CERTDESK_WEBHOOK_URL", "and CERTDESK_WEBHOOK_SECRET are needed both, or neither")
	}
	s.secrets = []string{s.SMTP.Password, url.QueryEscape(s.SMTP.Password), url.PathEscape(s.SMTP.Password), e.Text("CERTDESK_WEBHOOK_SECRET", "")}
	return s
}

// parseAddresses reads "ops@corp.com, helpdesk@corp.com".
func parseAddresses(list string) ([]string, error) {
	var out []string
	for word := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		address, err := mail.ParseAddress(word)
		if err != nil {
			return nil, fmt.Errorf("%q is not an address such as helpdesk@corp.com", word)
		}
		if !slices.Contains(out, address) {
			out = append(out, address)
		}
	}
	return out, nil
}

// parseChain reads "30m mail, 1h slack:C024BE7LH, mail:tickets@corp.com". The word
// mail alone is those of CERTDESK_ESCALATE_MAIL.
func parseChain(text string, to []string) ([]incident.Step, error) {
	var out []incident.Step
	for part := range strings.SplitSeq(text, ",") {
		words := strings.Fields(part)
		var after time.Duration
		if len(words) == 2 {
			d, err := time.ParseDuration(words[0])
			if err != nil || d < 0 || d > maxStepAfter {
				return nil, fmt.Errorf("%q is not a time from 0m to %s", words[0], maxStepAfter)
			}
			after, words = d, words[1:]
		}
		if len(words) != 1 {
			return nil, fmt.Errorf("%q is not a step such as 30m mail, or 1h slack:C024BE7LH", strings.TrimSpace(part))
		}
		kind, id, _ := strings.Cut(words[0], ":")
		addresses := to
		switch {
		case kind == string(bot.Mail) && words[0] != string(bot.Mail):
			address, err := mail.ParseAddress(id)
			if err != nil {
				return nil, fmt.Errorf("%q is not an address such as helpdesk@corp.com", id)
			}
			addresses = []string{address}
		case kind == string(bot.Mail) && len(to) == 0:
			return nil, errors.New("it has mail, and CERTDESK_ESCALATE_MAIL says to whom")
		case kind != string(bot.Mail):
			places, err := parseChannels(words[0])
			if err != nil {
				return nil, err
			}
			addresses = nil
			for _, p := range places {
				out = append(out, incident.Step{After: after, To: p})
			}
		}
		for _, a := range addresses {
			out = append(out, incident.Step{After: after, To: incident.Mail(a)})
		}
	}
	if len(out) > maxSteps {
		return nil, fmt.Errorf("it has %d steps; there are at most %d", len(out), maxSteps)
	}
	return out, nil
}

var hourRange = lazyregexp.New(`([0-2][0-9]:[0-5][0-9])\s*[-–]\s*([0-2][0-9]):([0-5][0-9])`)

// parseHours reads "weekdays 08:00-18:00 Europe/Berlin".
func parseHours(text string) (*bot.Hours, error) {
	wrong := errors.New("it is not hours such as weekdays 08:00-18:00 Europe/Berlin")
	m := hourRange().FindStringSubmatch(text)
	if m == nil {
		return nil, wrong
	}
	begin, err := command.ParseSchedule(strings.Replace(text, m[0], m[1], 1))
	if err != nil || begin == nil || begin.Zone == "" || begin.Days == 0 {
		return nil, wrong
	}
	hour, _ := strconv.Atoi(m[2]) // two digits
	minute, _ := strconv.Atoi(m[3])
	h := &bot.Hours{Begin: *begin, To: hour*60 + minute}
	if h.To <= begin.Minute || h.To > 24*60 {
		return nil, errors.New("its hours end before they begin")
	}
	return h, nil
}

// parseSummary reads "mon 09:00 Europe/Berlin"; off is nil.
func parseSummary(text string) (*bot.Schedule, error) {
	s, err := command.ParseSchedule(text)
	if err != nil || s != nil && s.Zone == "" {
		return nil, errors.New("it is not a time such as mon 09:00 Europe/Berlin, or off")
	}
	return s, nil
}

// parseShare reads "owner, askers, notes".
func parseShare(list string) (incident.Share, error) {
	var s incident.Share
	for word := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		switch word {
		case "owner":
			s.Owner = true
		case "askers":
			s.Askers = true
		case "notes":
			s.Notes = true
		default:
			return s, fmt.Errorf("%q is none of owner, askers and notes", word)
		}
	}
	return s, nil
}
