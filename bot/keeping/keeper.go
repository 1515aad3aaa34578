package keeping

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"time"

	"certdesk/bot"
	"certdesk/checks/wiring"
)

// Mark lies in a store.
type Mark struct {
	// ID is made with the mark and never changes.
	ID string `json:"id"`
	// Beat grows each time that a process finds the mark.
	Beat int64 `json:"beat"`
	// At is when that was.
	At time.Time `json:"at"`
}

// Store is what is kept.
type Store interface {
	Exporter
	// Mark returns the mark and its version, nil if there is none; SetMark writes
	// it unless another did since version.
	Mark(ctx context.Context) (*Mark, int64, error)
	SetMark(ctx context.Context, m Mark, version int64) (bool, error)
	// FirstToTell tells whether no other process has told of a loss.
	FirstToTell(ctx context.Context, loss string) (bool, error)
	// Examine looks at the settings of the database again, Warnings are what it
	// found.
	Examine(ctx context.Context)
	Warnings() []string
}

// Exporter writes what must not be lost, and tells how many records that are.
type Exporter interface {
	Export(ctx context.Context, w io.Writer) (n int, err error)
}

// Loss is what happened to a store.
type Loss string

// The losses.
const (
	Emptied  Loss = "emptied"  // the mark is gone
	Replaced Loss = "replaced" // another mark lies there
	Older    Loss = "older"    // the mark has gone back in time
)

// Config is what a keeper needs.
type Config struct {
	Store Store
	// Folder is for the exports and for what is known of the mark; "" is nowhere.
	Folder string
	// Tell posts to the administrators; nil is nobody.
	Tell func(ctx context.Context, r bot.Reply) error
	// Lost counts a loss; nil is nobody.
	Lost  func(l Loss)
	Now   func() time.Time
	NewID func() string
	Log   *slog.Logger
}

// Keeper looks after a store. It is safe for concurrent use.
type Keeper struct {
	store  Store
	folder string                                       // "" is nowhere
	post   func(ctx context.Context, r bot.Reply) error // nil is nobody
	count  func(l Loss)
	now    func() time.Time
	newID  func() string
	log    *slog.Logger

	seen     *Mark // nil: none was seen yet
	warned   map[string]bool
	exported time.Time

	mu       sync.Mutex
	lost     string    // what was lost while this process runs, for Remarks
	unsaved  error     // why the last export was not written; nil if it was
	failedAt time.Time // the first of those that were not, one after the other
}

// New makes a keeper. The error names what is missing.
func New(cfg Config) (*Keeper, error) {
	if err := wiring.Complete("a keeper of the store", wiring.Parts{"Store": cfg.Store != nil, "Now": cfg.Now != nil, "NewID": cfg.NewID != nil, "Log": cfg.Log != nil}); err != nil {
		return nil, err
	}
	if cfg.Lost == nil {
		cfg.Lost = func(Loss) {}
	}
	return &Keeper{
		store: cfg.Store, folder: cfg.Folder, post: cfg.Tell, count: cfg.Lost, now: cfg.Now, newID: cfg.NewID, log: cfg.Log,
		warned: make(map[string]bool),
	}, nil
}
