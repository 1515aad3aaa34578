package serve

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
)

// exported are the metrics of serve and what is said of each.
func exported(t *testing.T) map[string]string {
	t.Helper()
	env := fromMap(map[string]string{
		"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "hush", "CERTDESK_DATA": t.TempDir(), "CERTDESK_TRUST": "none",
	})
	s := putTogether(t, env)
	found := make(chan *prometheus.Desc, 1000)
	s.metrics.Describe(found)
	close(found)
	name := regexp.MustCompile(`fqName: "([^"]+)", help: "([^"]*)"`)
	out := make(map[string]string)
	for desc := range found {
		if match := name.FindStringSubmatch(desc.String()); match != nil {
			out[match[1]] = match[2]
		}
	}
	return out
}

// TestRulesAndDashboardNameMetricsThatExist also wants each of certdesk's own
// to be explained in operations.md.
func TestRulesAndDashboardNameMetricsThatExist(t *testing.T) {
	known := exported(t)
	read := func(name string) string {
		data, err := os.ReadFile(filepath.Join(deployFolder, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	dashboard := read("grafana/dashboard.json")
	if !json.Valid([]byte(dashboard)) {
		t.Error("the dashboard is no JSON")
	}
	ours := regexp.MustCompile(`\b(?:certdesk|go|process)_[a-z_]+\b`)
	for file, text := range map[string]string{"rules": read("prometheus/rules.yaml"), "dashboard": dashboard, "operations.md": read("docs/operations.md")} {
		names := ours.FindAllString(text, -1)
		slices.Sort(names)
		for _, name := range slices.Compact(names) {
			plain := name
			for _, part := range []string{"_bucket", "_sum", "_count"} {
				plain = strings.TrimSuffix(plain, part)
			}
			if name != "certdesk_zone_workers" && known[name] == "" && known[plain] == "" { // that one comes with Redis
				t.Errorf("%s: nobody exports %s", file, name)
			}
		}
	}
	operations := read("docs/operations.md")
	for name := range known {
		if strings.HasPrefix(name, "certdesk_") && !strings.Contains(operations, "`"+name) {
			t.Errorf("operations.md does not explain %s", name)
		}
	}
}

// beside are metrics that rules weigh others with: a panel of their own would tell
// nobody anything.
var beside = map[string]bool{"certdesk_sweep_interval_seconds": true, "certdesk_watch_not_before_timestamp_seconds": true}

// What somebody is woken by can be looked at: each metric of a rule is on the
// dashboard.
func TestAlertsAreOnTheDashboard(t *testing.T) {
	rules, err := os.ReadFile(filepath.Join(deployFolder, "prometheus/rules.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	dashboard, err := os.ReadFile(filepath.Join(deployFolder, "grafana/dashboard.json"))
	if err != nil {
		t.Fatal(err)
	}
	names := regexp.MustCompile(`\bcertdesk_[a-z_]+\b`).FindAllString(string(rules), -1)
	if len(names) == 0 {
		t.Fatal("the rules name no metric")
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if plain := strings.TrimSuffix(name, "_count"); !beside[name] && !strings.Contains(string(dashboard), plain) {
			t.Errorf("the dashboard has no panel with %s", name)
		}
	}
}
