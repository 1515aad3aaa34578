//go:build !race

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"certdesk/bot/serve"
	"certdesk/bot/serve/settings"
)

// chartSchema is what the chart's schema says of settings.
type chartSchema struct {
	Definitions struct {
		Settings struct {
			PropertyNames struct {
				Pattern string
				Not     struct{ Enum []string }
			}
		}
	}
	Properties struct {
		SecretKeys struct {
			Items struct {
				Pattern string
				Not     struct{ Pattern string }
			}
		}
	}
}

// TestEverySettingFitsTheDeployments: what serve reads can be set in the chart, in
// compose.yaml and in the units without editing any of them, and a worker of the chart
// gets what it uses and nothing else.
func TestEverySettingFitsTheDeployments(t *testing.T) {
	helm := filepath.Join(deployFolder, "helm", "certdesk")
	data, err := os.ReadFile(filepath.Join(helm, "values.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	var schema chartSchema
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	read := func(parts ...string) string {
		data, err := os.ReadFile(filepath.Join(append([]string{deployFolder}, parts...)...))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	deployment, helpers := read("helm", "certdesk", "templates", "deployment.yaml"), read("helm", "certdesk", "templates", "_helpers.tpl")
	names := schema.Definitions.Settings.PropertyNames
	plain, keys := regexp.MustCompile(names.Pattern), regexp.MustCompile(schema.Properties.SecretKeys.Items.Pattern)
	noKeys := regexp.MustCompile(schema.Properties.SecretKeys.Items.Not.Pattern)
	forWorkers := regexp.MustCompile(regexp.MustCompile(`(?s)define "certdesk.workerSettings".*?regexMatch "([^"]+)"`).FindStringSubmatch(helpers)[1])
	ofWorkers := []string{"CERTDESK_LISTEN", "CERTDESK_ZONE"} // the chart's own, and the command's
	for _, name := range serve.SettingNames() {
		switch own := slices.Contains(names.Not.Enum, name); {
		case own && !strings.Contains(deployment, "- name: "+name+"\n") && !strings.Contains(deployment, "- name: "+name+"_FILE\n"):
			t.Errorf("the chart refuses %s and does not set it", name)
		case !own && !plain.MatchString(name):
			t.Errorf("the chart's settings refuse %s", name)
		}
		isPath := strings.HasSuffix(name, "_FILE") || slices.Contains([]string{"CERTDESK_DATA", "CERTDESK_EXPORT_DIR", "CERTDESK_LISTEN"}, name) || regexp.MustCompile(`^OTEL_.*_(CERTIFICATE|CLIENT_KEY)$`).MatchString(name)
		asKey := keys.MatchString(name) && !noKeys.MatchString(name)
		if want := settings.HasFile(name) && !isPath && !strings.HasPrefix(name, "LOG_") && name != "REDIS_URL"; asKey != want {
			t.Errorf("the chart's secretKeys take %s: %t, want %t", name, asKey, want)
		}
		if want := settings.WorkerUses(name) && !slices.Contains(ofWorkers, name); forWorkers.MatchString(name) != want {
			t.Errorf("a worker of the chart gets %s: %t, want %t", name, !want, want)
		}
	}
	for file, reads := range map[string]string{
		"compose.yaml":                     "path: certdesk.env",
		"systemd/certdesk.service":         "EnvironmentFile=-/etc/certdesk/certdesk.env",
		"systemd/certdesk-worker@.service": "EnvironmentFile=-/etc/certdesk/worker.env",
	} {
		if !strings.Contains(read(file), reads) {
			t.Errorf("%s takes no other settings: it does not have %s", file, reads)
		}
	}
	// Compose lets what stands below environment win over certdesk.env: a setting that is
	// empty there takes back what was written in that file, CERTDESK_ADMINS for one.
	for _, line := range regexp.MustCompile(`(?m)^ +[A-Z_]+:(?: *| .*:-\}.*)$`).FindAllString(read("compose.yaml"), -1) {
		t.Errorf("compose.yaml sets%s, which may be empty and wins over what certdesk.env and worker.env say", line)
	}
}

// TestDeploymentsTellHowTheyAre: each way to run certdesk has somebody who asks whether
// it is ready, is stopped in time, and leaves nothing behind that nobody asked for.
func TestDeploymentsTellHowTheyAre(t *testing.T) {
	for file, want := range map[string][]string{
		"Dockerfile": {
			`HEALTHCHECK --interval=15s --timeout=6s --start-period=20s CMD ["/certdesk", "health"]`, "org.opencontainers.image.version=", "org.opencontainers.image.revision=",
			".ci/notices >/out/NOTICES", "STOPSIGNAL SIGTERM",
		},
		"compose.yaml":                     {`test: ["CMD", "/certdesk", "health"]`, "stop_grace_period: 30s", "mem_limit: 512m"},
		"systemd/certdesk.service":         {"ExecStartPre=/usr/local/bin/certdesk serve --check", "LoadCredential=keys:/etc/certdesk/keys", "TimeoutStopSec=30s", "MemoryMax=512M"},
		"systemd/certdesk-worker@.service": {"LoadCredential=keys:/etc/certdesk/worker-keys", "TimeoutStopSec=30s", "MemoryMax=512M"},
	} {
		data, err := os.ReadFile(filepath.Join(deployFolder, filepath.FromSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range want {
			if !strings.Contains(string(data), part) {
				t.Errorf("%s does not have %s", file, part)
			}
		}
		if file == "Dockerfile" && regexp.MustCompile(`(?m)^VOLUME`).Match(data) {
			t.Errorf("%s makes a volume where Redis keeps everything", file)
		}
	}
}
