package serve

import (
	"os"
	"slices"

	"certdesk/bot"
	"certdesk/bot/serve/openstore"
	"certdesk/bot/serve/settings"
)

// connection is what the settings say of a platform: one file each (slack.go,
// discord.go), and one row of connections.
type connection interface {
	platform() bot.Platform
	// configured tells whether the platform is to be served; needed says with which
	// settings it would be.
	configured() bool
	needed() string
	// check tells what is wrong with its settings.
	check(e *settings.Environment)
	// remarks are about settings that may be meant as they are, but often are a mistake.
	remarks() []string
	// adapter makes the adapter, tokens are the settings with which another one is
	// needed, and secrets those that stay out of what is written.
	adapter(in *surroundings, with *settings.Settings) (adapter, error)
	tokens() []string
	secrets() []string
}

// connections reads the settings of each platform.
func connections(e *settings.Environment) []connection {
	return []connection{
		readSlack(e),
		readDiscord(e),
	}
}

// configuration is all that the environment says to this process.
type configuration struct {
	settings *settings.Settings
	// connections are to all platforms, those included that are not configured.
	connections []connection
}

// configure reads all settings; what is wrong is told by the environment.
func configure(e *settings.Environment) *configuration {
	c := &configuration{connections: connections(e)}
	c.settings = e.Read()
	for _, one := range c.connections {
		one.check(e)
	}
	c.settings.Check(e)
	return c
}

// readSettings reads the environment. The error has a sentence for each
// variable that is wrong.
func readSettings(getenv func(string) string) (*configuration, error) {
	e := settings.NewEnvironment(getenv)
	return configure(e), e.Err()
}

// readEnvironment reads the settings of this process, and tells what nobody reads.
// A worker shares the environment, and is not kept from its work by what serve alone
// would miss: its network may have no key of a platform or of a mail server.
func readEnvironment(worker bool) (c *configuration, remarks []string, err error) {
	e := settings.NewEnvironment(os.Getenv)
	c = configure(e)
	if worker {
		e.ForgetOfServe()
	}
	remarks = e.Unknown(os.Environ(), openstore.Settings()...)
	return c, remarks, e.Err()
}

// SettingNames are the names of all settings of serve and worker, sorted.
func SettingNames() []string {
	e := settings.NewEnvironment(func(string) string { return "" })
	configure(e)
	return e.Names(openstore.Settings()...)
}

// connection is what the settings say of a platform.
func (c *configuration) connection(p bot.Platform) connection {
	return c.connections[slices.IndexFunc(c.connections, func(one connection) bool { return one.platform() == p })]
}

// serves tells whether a platform is configured.
func (c *configuration) serves(p bot.Platform) bool {
	return slices.ContainsFunc(c.connections, func(one connection) bool { return one.platform() == p && one.configured() })
}

// keys are the secrets among the settings.
func (c *configuration) keys() []string {
	var all []string
	for _, one := range c.connections {
		all = append(all, one.secrets()...)
	}
	return append(all, c.settings.Keys()...)
}
