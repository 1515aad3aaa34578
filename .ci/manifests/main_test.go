package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"helm.sh/helm/v3/pkg/chartutil"
)

const folder = "../../deploy/helm/certdesk"

// with is one of the files of values, and more over it.
func with(t *testing.T, file, more string) chartutil.Values {
	t.Helper()
	base, err := os.ReadFile(filepath.Join(folder, "ci", file))
	if err != nil {
		t.Fatal(err)
	}
	values, err := chartutil.ReadValues(base)
	if err != nil {
		t.Fatal(err)
	}
	over, err := chartutil.ReadValues([]byte(more))
	if err != nil {
		t.Fatal(err)
	}
	return chartutil.CoalesceTables(over, values)
}

// TestRendered: whatever a release is called and whatever is set, Kubernetes can read
// what is rendered, and the pods have what they need.
func TestRendered(t *testing.T) {
	for _, tt := range []struct {
		name, release, file, values string
		want, never                 []string
	}{
		{"a release that is a number", "123", "many.yaml", "", []string{`name: "certdesk-123"`, `app.kubernetes.io/instance: "123"`}, nil},
		{"a release that is a truth", "true", "many.yaml", "", []string{`app.kubernetes.io/instance: "true"`, `name: "true-workers"`}, nil},
		{"a release with a dot", "desk.corp", "many.yaml", "", []string{`name: "desk-corp"`}, []string{`name: "desk.corp`}},
		{"a release that looks like a float", "1e3", "one.yaml", "", []string{`name: "certdesk-1e3"`}, nil},
		{"names that are numbers", "desk", "many.yaml", `
existingSecret: "123"
priorityClassName: "1"
redis: {existingSecret: "456", key: "7"}
ingress: {className: "1", tlsSecret: "2"}
workers: {"9": {replicas: 2, existingSecret: "8"}}`, []string{`secretName: "123"`, `secretName: "456"`, `key: "7"`, `ingressClassName: "1"`, `certdesk/zone: "9"`}, nil},
		{"a claim that is a number", "desk", "one.yaml", `persistence: {existingClaim: "1"}`, []string{`claimName: "1"`}, []string{"kind: PersistentVolumeClaim"}},
		{"an image by its digest", "desk", "one.yaml", "image: {digest: sha256:" + strings.Repeat("ab", 32) + "}", []string{`image: "certdesk@sha256:abab`}, nil},
		{"exports beside Redis", "desk", "many.yaml", "", []string{"mountPath: /data", "emptyDir: {sizeLimit: 1Gi}"}, nil},
		{"exports on a claim", "desk", "many.yaml", `exports: {existingClaim: exports}`, []string{`claimName: "exports"`}, []string{"emptyDir: {sizeLimit: 1Gi}"}},
		{"workers alone", "desk", "many.yaml", `replicas: 0`, []string{"name: \"desk-worker-dmz\""}, []string{"kind: Ingress", "kind: PersistentVolumeClaim", "/run/secrets/certdesk"}},
		{"a long drain with its time", "desk", "many.yaml", `{settings: {CERTDESK_DRAIN_DELAY: 1m}, terminationGracePeriodSeconds: 90}`, []string{`value: "1m"`}, nil},
		{"a share of the pods", "desk", "many.yaml", `podDisruptionBudget: {maxUnavailable: 50%}`, []string{"maxUnavailable: 50%"}, nil},
		{"a value with quotes and lines", "desk", "one.yaml", `settings: {CERTDESK_ALLOW_HOSTS: "a.corp.com\n\"b\": c", LOG_LEVEL: "yes"}`, []string{`value: "a.corp.com\n\"b\": c"`, `value: "yes"`}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rendered, n, err := check(folder, with(t, tt.file, tt.values), tt.release)
			if err != nil || n == 0 {
				t.Fatalf("%d objects: %v", n, err)
			}
			all := ""
			for _, text := range rendered {
				all += text
			}
			for _, want := range tt.want {
				if !strings.Contains(all, want) {
					t.Errorf("it does not have %s", want)
				}
			}
			for _, never := range tt.never {
				if strings.Contains(all, never) {
					t.Errorf("it has %s", never)
				}
			}
		})
	}
}

// TestWorkersHaveWhatTheyUse: what says where mail goes, whom to tell and where to
// watch is none of a worker's business; it has no key for it either.
func TestWorkersHaveWhatTheyUse(t *testing.T) {
	rendered, _, err := check(folder, with(t, "many.yaml", `
settings:
  CERTDESK_ESCALATE_MAIL: ops@corp.com
  CERTDESK_MAIL_FROM: certdesk@corp.com
  CERTDESK_WEBHOOK_URL: https://tickets.corp.com/
  CERTDESK_ADMIN_CHANNEL: slack:C1
  CERTDESK_SUMMARY: "off"
  CERTDESK_PROXY: http://proxy.corp.com:3128
  OTEL_EXPORTER_OTLP_ENDPOINT: http://collector:4318
  LOG_LEVEL: debug
`), "desk")
	if err != nil {
		t.Fatal(err)
	}
	for file, text := range rendered {
		bot, worker := strings.HasSuffix(file, "/deployment.yaml"), strings.HasSuffix(file, "/workers.yaml")
		if !bot && !worker {
			continue
		}
		for _, name := range []string{"CERTDESK_ESCALATE_MAIL", "CERTDESK_MAIL_FROM", "CERTDESK_WEBHOOK_URL", "CERTDESK_ADMIN_CHANNEL", "CERTDESK_SUMMARY", "CERTDESK_ZONE", "DISCORD_APPLICATION_ID"} {
			if strings.Contains(text, name+"\n") != bot {
				t.Errorf("%s: %s", file, name)
			}
		}
		for _, name := range []string{"CERTDESK_PROXY", "OTEL_EXPORTER_OTLP_ENDPOINT", "LOG_LEVEL", "CERTDESK_ALLOW_CIDRS", "CERTDESK_CA_FILE", "HTTPS_PROXY"} {
			if !strings.Contains(text, name) {
				t.Errorf("%s lacks %s", file, name)
			}
		}
	}
}

// TestRefused: values that Kubernetes would not take, or that would not do what they
// say, are told before anything is installed.
func TestRefused(t *testing.T) {
	for _, tt := range []struct{ file, values, why string }{
		{"one.yaml", `settings: {DISCORD_APPLICATION_ID: 123456789012345678}`, "DISCORD_APPLICATION_ID"},
		{"one.yaml", `settings: {CERTDESK_MAX_CHECKS: 100}`, "CERTDESK_MAX_CHECKS"},
		{"one.yaml", `settings: {OTEL_SDK_DISABLED: true}`, "OTEL_SDK_DISABLED"},
		{"one.yaml", `settings: {CERTDESK_LISTEN: ":9090"}`, "CERTDESK_LISTEN"},
		{"one.yaml", `settings: {CERTDESK_DATA: /srv}`, "CERTDESK_DATA"},
		{"one.yaml", `settings: {REDIS_URL: "redis://h"}`, "REDIS_URL"},
		{"one.yaml", `settings: {certdesk_allow_cidrs: 10.0.0.0/8}`, "certdesk_allow_cidrs"},
		{"many.yaml", `workers: {dmz: {replicas: 1, settings: {CERTDESK_MAX_CHECKS: 1}}}`, "CERTDESK_MAX_CHECKS"},
		{"one.yaml", `extraEnv: [{name: GOMAXPROCS, value: 2}]`, "extraEnv"},
		{"one.yaml", `extraEnv: [{name: A, value: true}]`, "extraEnv"},
		{"one.yaml", `extraEnv: [{value: "2"}]`, "extraEnv"},
		{"many.yaml", `workers: {dmz: {replicas: 1, extraEnv: [{name: A, value: 123456789012345678}]}}`, "extraEnv"},
		{"one.yaml", `podAnnotations: {prometheus.io/port: 8080}`, "podAnnotations"},
		{"many.yaml", `ingress: {annotations: {nginx.ingress.kubernetes.io/proxy-read-timeout: 60}}`, "annotations"},
		{"one.yaml", `nodeSelector: {gpu: true}`, "nodeSelector"},
		{"many.yaml", `workers: {dmz: {replicas: 1, nodeSelector: {rack: 7}}}`, "nodeSelector"},
		{"one.yaml", `tolerations: [{key: dedicated, operator: Equal, value: true}]`, "tolerations"},
		{"many.yaml", `serviceMonitor: {labels: {release: 1}}`, "labels"},
		{"many.yaml", `podDisruptionBudget: {maxUnavailable: 0}`, "maxUnavailable"},
		{"many.yaml", `podDisruptionBudget: {maxUnavailable: 0%}`, "maxUnavailable"},
		{"one.yaml", `watches: [{channel: 123456789012345678, target: mail.corp.com}]`, "watches"},
		{"one.yaml", `watches: [{channel: "#ops", target: mail.corp.com}]`, "watches"},
		{"one.yaml", `watches: [{channel: "slack:C1", target: mail.corp.com, warn: 30}]`, "watches"},
		{"one.yaml", `watches: [{channel: "slack:C1", target: mail.corp.com, notes: x}]`, "watches"},
		{"one.yaml", `secretKeys: [SLACK_BOT_TOKEN, CERTDESK_CA_FILE]`, "secretKeys"},
		{"one.yaml", `secretKeys: [SLACK_BOT_TOKEN, OTEL_RESOURCE_ATTRIBUTES]`, "secretKeys"},
		{"one.yaml", `secretKeys: [SLACK_BOT_TOKEN, OTEL_EXPORTER_OTLP_CLIENT_KEY]`, "secretKeys"},
		{"one.yaml", `image: {tag: 1.10}`, "tag"},
		{"one.yaml", `image: {digest: latest}`, "digest"},
		{"many.yaml", `workers: {all: {replicas: 1}}`, "'all'"},
		{"many.yaml", `workers: {dmz: {replicas: "2"}}`, "replicas"},
		{"one.yaml", `replicas: 2`, "needs redis.enabled"},
		{"one.yaml", `existingSecret: ""`, "existingSecret"},
		{"many.yaml", `settings: {CERTDESK_DRAIN_DELAY: 30s}`, "terminationGracePeriodSeconds"},
		{"many.yaml", `settings: {CERTDESK_DRAIN_DELAY: 2m}`, "give it 145"},
	} {
		if _, _, err := check(folder, with(t, tt.file, tt.values), "desk"); err == nil || !strings.Contains(err.Error(), tt.why) {
			t.Errorf("%s: %v; want %q", tt.values, err, tt.why)
		}
	}
}

// TestPolicyAdmits: the chart's own policy lets in the ingress controller and
// Prometheus wherever they are said to be, besides whoever is named.
func TestPolicyAdmits(t *testing.T) {
	for _, tt := range []struct {
		values      string
		want, never []string
	}{
		{"", []string{"ingress-nginx", "monitoring"}, nil},
		{`ingress: {enabled: false}`, []string{"monitoring"}, []string{"ingress-nginx"}},
		{`serviceMonitor: {enabled: false}`, []string{"ingress-nginx"}, []string{"monitoring"}},
		{`networkPolicy: {from: [{ipBlock: {cidr: 10.0.0.0/8}}]}`, []string{"ingress-nginx", "monitoring", "10.0.0.0/8"}, []string{"- podSelector: {}"}},
		{`networkPolicy: {ingressController: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: traefik}}}]}`, []string{"traefik", "monitoring", "- podSelector: {}"}, []string{"ingress-nginx"}},
		{`networkPolicy: {prometheus: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: observability}}}]}`, []string{"observability", "ingress-nginx"}, []string{"monitoring"}},
	} {
		rendered, _, err := check(folder, with(t, "many.yaml", tt.values), "desk")
		if err != nil {
			t.Errorf("%s: %v", tt.values, err)
			continue
		}
		text := rendered["certdesk/templates/networkpolicy.yaml"]
		for _, want := range tt.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: it shuts out %s", tt.values, want)
			}
		}
		for _, never := range tt.never {
			if strings.Contains(text, never) {
				t.Errorf("%s: it lets in %s", tt.values, never)
			}
		}
	}
}
