package serve

import (
	"log/slog"
	"time"

	"certdesk/bot"
	"certdesk/bot/desk"
	"certdesk/bot/incident"
	"certdesk/bot/keeping"
	"certdesk/bot/serve/settings"
	"certdesk/bot/telemetry"
	"certdesk/bot/watch"
	"certdesk/store"
	"certdesk/store/redis/queue"
)

// server is the bot with its platforms.
type server struct {
	settings *settings.Settings
	// connections are to all platforms, those included that are not configured.
	connections []connection
	kept        *store.Store
	now         func() time.Time
	posts       *queue.Asker // nil without Redis
	desk        *desk.Desk
	front       *telemetry.Desk // the desk, as the adapters see it
	unanswered  *unanswered
	watcher     *watch.Watcher
	// incidents are what many ask about at once.
	incidents *incident.Keeper
	adapters  []*platform
	// secrets are kept out of what is written; reread reads the settings again,
	// nil where they stay as they are.
	secrets *telemetry.Secrets
	reread  func() (*configuration, error)
	metrics *telemetry.Metrics
	state   *state
	keeper  *keeping.Keeper
	tracer  *telemetry.Tracer // nil: nothing is traced
	drains  drainWaits
	files   *settingFiles
	watches *watchFile // nil: there is none
	log     *slog.Logger
}

// on is the platform of a place; nil if this process does not serve it.
func (s *server) on(p bot.Platform) *platform {
	for _, a := range s.adapters {
		if a.Platform() == p {
			return a
		}
	}
	return nil
}
