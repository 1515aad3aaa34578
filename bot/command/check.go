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
	// Who is offered one option for the server types all the others into it too.
	if text == "" {
		text = notTwice("certcheck", options["target"])
	}
	words := strings.FieldsFunc(text, isSpace)
	if len(words) == 1 && helpWords[strings.ToLower(words[0])] {
		return Help{Topic: "certcheck"}, nil
	}
	c, named, err := checkOf(words, options)
	switch {
	case err == nil:
		return c.Check, nil
	case isPaste(text, len(words)):
		return pasted(text), nil // "your mail client could not verify …"
	}
	if polite := withoutAsides(words); len(polite) > 0 && len(polite) < len(words) {
		if c, _, err := checkOf(polite, options); err == nil {
			return c.Check, nil
		}
	}
	if better := whatWasMeant(words, named); better != nil {
		return nil, better
	}
	return nil, err
}

// checkOf reads the words of a check, beside options that are typed by name. named
// are those of the words that are no option: the server, if all is well.
func checkOf(words []string, options map[string]string) (c *checking, named []string, err error) {
	if c, err = checkOptions(options); err != nil {
		return nil, nil, err
	}
	if len(words) > 1 { // of a server alone no option can be wrong
		if servers := serversOf(words); len(servers) == 1 {
			c.example = "/certcheck " + servers[0]
		}
	}
	for len(words) > 0 {
		taken, err := c.option(words)
		if err != nil {
			return nil, nil, err
		}
		if taken == 0 {
			named = append(named, words[0])
			taken = 1
		}
		words = words[taken:]
	}
	if len(named) > 0 {
		if err := c.target(strings.Join(named, " ")); err != nil {
			return nil, named, err
		}
	}
	if c.Target.Host == "" {
		return nil, nil, usage(checkExample, say.S("Enter the server to check."))
	}
	return c, named, nil
}

// option takes the option that words begin with. taken is how many words that is made
// of, 0 where the first one is no option.
func (c *checking) option(words []string) (taken int, err error) {
	word := strings.ToLower(words[0])
	switch word {
	case "fresh":
		c.Fresh = true
		return 1, nil
	case "private":
		c.Audience, c.Said = bot.Asker, true
		return 1, nil
	case "public":
		c.Audience, c.Said = bot.Everyone, true
		return 1, nil
	}
	if forWhom[word] {
		word = "for"
	}
	option, known := valued[word]
	if !known {
		return 0, nil
	}
	if len(words) == 1 {
		return 0, usage(c.example+" "+words[0]+" "+option.example,
			say.S("Something is missing after “{word}”.", say.Foreign("word", words[0])))
	}
	return 2, option.take(c, words[1])
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

// whatWasMeant says what is wrong with words that are no target together: a
// second server, or an option that was mistyped; nil where it is neither.
// named are those of the words that are no option.
func whatWasMeant(words, named []string) error {
	if len(named) < 2 {
		return nil
	}
	if servers := len(serversOf(named)); servers > 1 {
		return sure(usage("/certcheck "+clean(strings.Trim(named[0], ",;")), say.S("One command checks one server, but {n} were given. Check each of them separately.", say.Count("n", servers))))
	}
	for _, word := range named {
		if strings.ContainsAny(word, ".:@") {
			continue
		}
		near := meantOption(word, checkWords)
		if near == "" {
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
		err := usage("/certcheck "+clean(strings.Join(right, " ")), wrongOption(word, near))
		if otherOptions[near][strings.ToLower(word)] {
			return err // a word of a sentence, perhaps
		}
		return sure(err)
	}
	if t, err := target.Parse(named[0]); err == nil && strings.ContainsAny(named[0], ".:@") { // "imap.corp.com soon"
		return usage("/certcheck "+t.Input, noOption(named[1], checkWords))
	}
	return nil
}

// sure marks an error as the answer even where the words may not have been a command.
func sure(err error) error {
	if u, ok := errors.AsType[*Usage](err); ok {
		u.Sure = true
	}
	return err
}

// valued are the options with a value: an example of one, and what takes it.
var valued = map[string]struct {
	example string
	take    func(c *checking, value string) error
}{
	"starttls": {"imap", (*checking).starttls},
	"name":     {"mail.corp.com", (*checking).name},
	"from":     {"dmz", (*checking).from},
	"for":      {"admin", (*checking).whom},
	"client":   {clientExample, (*checking).client},
}

// checking is a Check in the making: what was said of the mode and the name is
// kept apart until the target is known.
type checking struct {
	Check
	mode         checks.Mode
	protocol     string
	verify       string
	modeWasAsked bool
	// example is how a check of that server is typed.
	example string
}

// truth reads what a platform sends for yes.
func truth(s string) bool {
	return strings.EqualFold(s, "true") || s == "1" || strings.EqualFold(s, "yes")
}

// whom takes whom the answer is for.
func (c *checking) whom(word string) error {
	switch strings.ToLower(word) {
	case "", "user", "benutzer", "utilisateur", "usuario":
		c.Admin = false
	case "admin", "administrator", "administrateur", "administrador":
		c.Admin = true
	default:
		return usage(c.example+" for admin", say.S("An answer is for the user or for the admin."))
	}
	return nil
}

// from takes where to look from.
func (c *checking) from(zone string) error {
	c.Zone = strings.ToLower(zone)
	return nil
}

// client takes the mail program that is named.
func (c *checking) client(name string) (err error) {
	c.Client, err = client(name, c.example)
	return err
}

// checkOptions reads the options that are typed by name. Those of the platforms are
// "private" and "fresh" with true or false, and "security" for what is starttls here.
func checkOptions(options map[string]string) (*checking, error) {
	c := &checking{example: checkExample}
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
	if err := c.client(options["client"]); err != nil {
		return nil, err
	}
	return c, nil
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
		if near := Nearest(protocol, services.Protocols()); Like(protocol, near) {
			return usage(c.example+" starttls "+near, say.S("There is no protocol “{word}”. Did you mean “{near}”?", say.Foreign("word", protocol), say.Code("near", near)))
		}
		return usage(c.example+" starttls imap", say.Join(say.S("“{word}” is not a protocol that certdesk can switch to TLS.", say.Foreign("word", protocol)), say.S("It takes one of these: {protocols}.", say.Codes("protocols", maxProtocols, services.Protocols()))))
	}
	c.mode, c.protocol, c.modeWasAsked = checks.ModeSTARTTLS, service.Protocol, true
	return nil
}

func (c *checking) name(text string) error {
	t, err := target.Parse(text)
	if err != nil || t.Port != 0 {
		return usage(c.example+" name mail.corp.com", say.S("“{input}” is not a name that a certificate can have.", say.Foreign("input", text)))
	}
	c.verify = t.Host
	c.Target.Name = t.Host
	return nil
}

func (c *checking) target(text string) error {
	t, err := target.Parse(text)
	if err != nil {
		if bad, ok := errors.AsType[*target.Error](err); ok {
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
