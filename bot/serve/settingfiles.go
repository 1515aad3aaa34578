package serve

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"certdesk/bot"
	"certdesk/bot/serve/settings"
	"certdesk/bot/telemetry"
)

// filesEvery is how often the files of settings are looked at: who rotates a key
// leaves the old one good for minutes. By content, since some that are replaced
// keep their time (Kubernetes turns a symbolic link).
const filesEvery = 15 * time.Second

// settingFiles follows the files of the settings. What changes in them is used
// where a platform's keys stand there; other settings take a restart, and that is
// told. A file that is wrong changes nothing.
type settingFiles struct {
	platforms []*platform
	reread    func() (*configuration, error) // nil: they stay as they are
	secrets   *telemetry.Secrets
	every     time.Duration
	log       *slog.Logger
	begun     map[string]settings.File // with what this process runs
	last      map[string]settings.File // what was looked at last
	again     bool                     // the last look came to no end

	mu      sync.Mutex
	trouble string
	stale   []string
}

func newSettingFiles(files map[string]settings.File, platforms []*platform, reread func() (*configuration, error), secrets *telemetry.Secrets, log *slog.Logger) *settingFiles {
	return &settingFiles{platforms: platforms, reread: reread, secrets: secrets, every: filesEvery, log: log, begun: files, last: files}
}

// follow looks at the files until ctx ends.
func (f *settingFiles) follow(ctx context.Context) {
	if len(f.begun) == 0 || f.reread == nil {
		return
	}
	ticker := time.NewTicker(f.every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			f.look(ctx)
		}
	}
}

// look reads the files again, and offers what has changed to the platforms, whose keys
// are used from then on. A setting of anything else in a file that has changed takes a
// restart, which is told (as is what is wrong). What a platform did not take for a reason
// that passes is offered again the next time.
func (f *settingFiles) look(ctx context.Context) {
	now := make(map[string]settings.File, len(f.last))
	same := true
	for name, file := range f.last {
		now[name] = file.Again()
		same = same && now[name] == file
	}
	if same && !f.again {
		return
	}
	f.last, f.again = now, false
	fresh, err := f.reread()
	if err != nil {
		f.tell(f.secrets.In(err.Error()), nil)
		return
	}
	var troubles []string
	for _, p := range f.platforms {
		if err := p.offer(ctx, fresh); err != nil && ctx.Err() == nil {
			troubles = append(troubles, fmt.Sprintf("the keys for %s in its files are not used: %s", p.name.Traits().Name, f.secrets.In(err.Error())))
			f.again = f.again || !p.Refused(err) // what was refused will be refused again
		}
	}
	var stale []string
	for name, file := range now {
		if file.Sum != f.begun[name].Sum && !ofPlatform(name) {
			stale = append(stale, name)
		}
	}
	slices.Sort(stale)
	f.tell(strings.Join(troubles, "; "), stale)
}

// ofPlatform tells whether a setting is one of those that an adapter is made of.
func ofPlatform(name string) bool {
	prefix, _, _ := strings.Cut(name, "_")
	return bot.Platform(strings.ToLower(prefix)).Traits().Served
}

// tell notes how the last look ended, and logs what is new in that.
func (f *settingFiles) tell(trouble string, stale []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if trouble != "" && trouble != f.trouble {
		f.log.Error("files of settings have changed, and are not used: what was there before is", "error", trouble)
	}
	if trouble == "" && f.trouble != "" {
		f.log.Info("the files of settings are in order again")
	}
	if len(stale) > 0 && !slices.Equal(stale, f.stale) {
		f.log.Warn("files of settings have changed, and are used after a restart", "settings", strings.Join(stale, ", "))
	}
	f.trouble, f.stale = trouble, stale
}

// remarks are what /readyz says of the files, nil where all is in order.
func (f *settingFiles) remarks() (out []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.trouble != "" {
		out = append(out, "files of settings have changed, and what was there before is used: "+strings.ReplaceAll(f.trouble, "\n", "; "))
	}
	if len(f.stale) > 0 {
		out = append(out, "used after a restart: "+strings.Join(f.stale, ", "))
	}
	return out
}
