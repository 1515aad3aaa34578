package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"certdesk/store/redis/redistest"
)

// TestRedisChat runs testdata/redis: conversations on the terminal whose store
// is a real Redis. Besides status and expand of TestScripts there is
//
//	redis kill|restart|pause|resume
func TestRedisChat(t *testing.T) {
	server := redistest.Start(t)
	w := newWorld(t)
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "redis"),
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("LC_ALL", "C.UTF-8")
			env.Setenv("REDIS_URL", server.URL())
			for name, value := range w.env {
				env.Setenv(name, value)
			}
			for name, data := range w.files {
				if err := os.WriteFile(filepath.Join(env.WorkDir, name), data, 0o644); err != nil {
					return err
				}
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": func(ts *testscript.TestScript, _ bool, args []string) { status(ts, args) },
			"expand": expand,
			"redis": func(ts *testscript.TestScript, _ bool, args []string) {
				does := map[string]func(){"kill": server.Kill, "restart": server.Restart, "pause": server.Pause, "resume": server.Resume}[args[0]]
				if does == nil {
					ts.Fatalf("redis cannot %s", args[0])
				}
				does()
			},
		},
	})
}
