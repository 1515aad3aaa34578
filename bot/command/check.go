package command

import (
	"errors"
	"strings"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/programs"
	"certdesk/checks/say"
	"certdesk/checks/services"
	"certdesk/checks/target"
)

// Check is /certcheck TARGET [fresh] [private|public] [starttls PROTO]
// [name NAME] [from ZONE|all] [client NAME] [for user|admin].
type Check struct {
	Target checks.Target
	// Fresh asks for an answer that is not kept from before.
	Fresh bool
	// Audience is who was asked to see the answer; Said tells whether anybody
	// was.
	Audience bot.Audience
	Said     bool
	// Zone is where to look from, "all" for everywhere; "" is here.
	Zone string
	// Admin: the answer is for whoever runs the server.
	Admin bool
	// Client is the mail program that was named; "" if none was.
	Client programs.ID
}

func (Check) command() {}

const checkExample = "/certcheck imap.corp.com:993"

// security is what the typed option of that name may say, and the words of a
// mail program for it.
var security = map[string]checks.Mode{
	"auto": checks.ModeAuto, "": checks.ModeAuto,
	"tls": checks.ModeTLS, "ssl": checks.ModeTLS, "ssl/tls": checks.ModeTLS, "none": checks.ModeTLS,
	"starttls": checks.ModeSTARTTLS,
}

func parseCheck(text string, options map[string]string) (Command, error) {
	c, err := checkOptions(options)
	if err != nil {
		return nil, err
	}
	words := strings.FieldsFunc(text, isSpace)
	if len(words) == 1 && helpWords[strings.ToLower(words[0])] {
		return Help{Topic: "certcheck"}, nil
	}
	var target []string
	for i := 0; i < len(words); i++ {
		argument := func() (string, error) {
			if i+1 == len(words) {
				return "", usage(checkExample+" "+words[i]+" "+examples[strings.ToLower(words[i])],
					say.S("Something is missing after “{word}”.", say.Foreign("word", words[i])))
			}
			i++
			return words[i], nil
		}
		var value string
		var err error
		switch strings.ToLower(words[i]) {
		case "fresh":
			c.Fresh = true
		case "private":
			c.Audience, c.Said = bot.Asker, true
		case "public":
			c.Audience, c.Said = bot.Everyone, true
		case "starttls":
			if value, err = argument(); err == nil {
				err = c.starttls(value)
			}
		case "name":
			if value, err = argument(); err == nil {
				err = c.name(value)
			}
		case "from":
			if value, err = argument(); err == nil {
				c.Zone = strings.ToLower(value)
			}
		case "for":
			if value, err = argument(); err == nil {
				err = c.whom(value)
			}
		case "client":
			if value, err = argument(); err == nil {
				c.Client, err = client(value, checkExample)
			}
		default:
			target = append(target, words[i])
		}
		if err != nil && isPaste(text, len(words)) {
			return pasted(text), nil // "your mail client could not verify …"
		}
		if err != nil {
			return nil, err
		}
	}
	if len(target) > 0 {
		if err := c.target(strings.Join(target, " ")); err != nil {
			if isPaste(text, len(words)) {
				return pasted(text), nil
			}
			if better := whatWasMeant(words, target); better != nil {
				return nil, better
			}
			return nil, err
		}
	}
	if c.Target.Host == "" {
		return nil, usage(checkExample, say.S("Enter the server to check."))
	}
	return c.Check, nil
}

// manyWords is how many words are more than a target and all of its options: fresh,
// private, and five of two words.
const manyWords = 13

// isPaste tells whether a whole message was pasted behind the command, whose lines
// a platform may have made one.
func isPaste(text string, words int) bool {
	return strings.ContainsAny(strings.TrimSpace(text), "\n\r") || words > manyWords
}

// checkWords are the words beside a target, in the order in which they are
// offered. "for" is not: it is a letter away from a mistyped "from".
var checkWords = []string{"fresh", "private", "public", "starttls", "name", "from", "client"}

// maxWrong is how many letters of a word may be wrong for it to be offered.
const maxWrong = 2

// whatWasMeant says what is wrong with words that are no target together: a
// second server, or an option that was mistyped; nil where it is neither.
// named are those of the words that are no option.
func whatWasMeant(words, named []string) error {
	if len(named) < 2 {
		return nil
	}
	servers := 0
	for _, word := range named {
		word = strings.Trim(word, ",;")
		if _, err := target.Parse(word); err == nil && strings.ContainsAny(word, ".:@") {
			servers++
		}
	}
	if servers > 1 {
		return sure(usage("/certcheck "+clean(strings.Trim(named[0], ",;")), say.S("One command checks one server, but {n} were given. Check each of them separately.", say.Count("n", servers))))
	}
	for _, word := range named {
		if strings.ContainsAny(word, ".:@") {
			continue
		}
		near := Nearest(strings.ToLower(word), checkWords)
		if Distance(strings.ToLower(word), near) > maxWrong {
			continue
		}
		right := make([]string, len(words))
		for i := range words {
			if right[i] = words[i]; words[i] == word {
				right[i] = near
			}
		}
		if _, err := parseCheck(strings.Join(right, " "), nil); err != nil {
			continue // that is not it
		}
		return sure(usage("/certcheck "+clean(strings.Join(right, " ")), say.S("There is no option “{word}”. Did you mean “{near}”?", say.Foreign("word", word), say.Code("near", near))))
	}
	return nil
}

func sure(err error) error {
	var u *Usage
	if errors.As(err, &u) {
		u.Sure = true
	}
	return err
}

// examples are what may stand behind a word.
var examples = map[string]string{"starttls": "imap", "name": "mail.corp.com", "from": "dmz", "for": "admin", "client": "thunderbird"}

// checking is a Check in the making: what was said of the mode and the name is
// kept apart until the target is known.
type checking struct {
	Check
	mode         checks.Mode
	protocol     string
	verify       string
	modeWasAsked bool
}

// whom takes whom the answer is for.
func (c *checking) whom(word string) error {
	switch strings.ToLower(word) {
	case "", "user":
		c.Admin = false
	case "admin", "administrator":
		c.Admin = true
	default:
		return usage(checkExample+" for admin", say.S("An answer is for the user or for the admin."))
	}
	return nil
}

func checkOptions(options map[string]string) (*checking, error) {
	c := &checking{}
	var err error
	if s := options["security"]; s != "" {
		mode, known := security[strings.ToLower(s)]
		if known {
			c.mode, c.modeWasAsked = mode, mode != checks.ModeAuto
		} else if err := c.starttls(s); err != nil {
			return nil, err
		}
	}
	if name := options["name"]; name != "" {
		if err := c.name(name); err != nil {
			return nil, err
		}
	}
	c.Fresh = truth(options["fresh"])
	if v, ok := options["private"]; ok {
		c.Said, c.Audience = true, bot.Everyone
		if truth(v) {
			c.Audience = bot.Asker
		}
	}
	c.Zone = strings.ToLower(options["from"])
	if err := c.whom(options["for"]); err != nil {
		return nil, err
	}
	if c.Client, err = client(options["client"], checkExample); err != nil {
		return nil, err
	}
	if t := options["target"]; t != "" {
		if err := c.target(t); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func truth(s string) bool {
	return strings.EqualFold(s, "true") || s == "1" || strings.EqualFold(s, "yes")
}

// maxProtocols bounds those that are named where another was typed.
const maxProtocols = 30

func (c *checking) starttls(protocol string) error {
	protocol = strings.ToLower(protocol)
	switch protocol {
	case "auto":
		return nil
	case "none":
		c.mode, c.modeWasAsked = checks.ModeTLS, true
		return nil
	}
	service, known := services.ByName(protocol)
	if !known || service.Protocol == "" {
		return usage(checkExample+" starttls imap", say.Join(say.S("“{word}” is not a protocol that certdesk can switch to TLS.", say.Foreign("word", protocol)), say.S("It takes one of these: {protocols}.", say.Codes("protocols", maxProtocols, services.Protocols()))))
	}
	c.mode, c.protocol, c.modeWasAsked = checks.ModeSTARTTLS, service.Protocol, true
	return nil
}

func (c *checking) name(text string) error {
	t, err := target.Parse(text)
	if err != nil || t.Port != 0 {
		return usage(checkExample+" name mail.corp.com", say.S("“{input}” is not a name that a certificate can have.", say.Foreign("input", text)))
	}
	c.verify = t.Host
	c.Target.Name = t.Host
	return nil
}

func (c *checking) target(text string) error {
	t, err := target.Parse(text)
	if err != nil {
		var bad *target.Error
		if errors.As(err, &bad) {
			return usage(checkExample, say.S("“{input}” cannot be checked: {why}.", say.Foreign("input", bad.Input), say.Sub("why", bad.Why)))
		}
		return usage(checkExample, say.S("“{input}” cannot be checked.", say.Foreign("input", text)))
	}
	t.Name = c.verify
	if c.modeWasAsked {
		t.Mode, t.Protocol = c.mode, c.protocol
	}
	c.Target = t
	return nil
}
