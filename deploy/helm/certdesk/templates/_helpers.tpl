{{/* Also the name of a Service, which begins with a letter and has no dot. */}}
{{- define "certdesk.name" -}}
{{- $name := .Release.Name | replace "." "-" | trunc 40 | trimSuffix "-" -}}
{{- if regexMatch "^[a-z]" $name -}}{{ $name }}{{- else -}}{{ printf "certdesk-%s" $name }}{{- end -}}
{{- end -}}

{{- define "certdesk.labels" -}}
app.kubernetes.io/name: certdesk
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "certdesk.selector" -}}
app.kubernetes.io/name: certdesk
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{- define "certdesk.image" -}}
{{- if .Values.image.digest -}}
{{ printf "%s@%s" .Values.image.repository .Values.image.digest | quote }}
{{- else -}}
{{ printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) | quote }}
{{- end -}}
{{- end -}}

{{/* What the pods of the bot and of the workers have in common. */}}
{{- define "certdesk.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65534
runAsGroup: 65534
fsGroup: 65534
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "certdesk.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* Given the path that tells whether a pod is ready. */}}
{{- define "certdesk.probes" -}}
# The embedded store is looked through before the port opens: a large one on a slow
# volume takes a while, and is not to be ended for it.
startupProbe:
  httpGet: {path: /healthz, port: http}
  periodSeconds: 2
  timeoutSeconds: 3
  failureThreshold: 90
livenessProbe:
  httpGet: {path: /healthz, port: http}
  periodSeconds: 10
  timeoutSeconds: 3
  failureThreshold: 6
readinessProbe:
  httpGet: {path: {{ . }}, port: http}
  periodSeconds: 5
  timeoutSeconds: 3
{{- end -}}

{{/* Settings without secrets, sorted by name. */}}
{{- define "certdesk.settings" -}}
{{- range $name, $value := . }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end -}}

{{/* Those of them that mean something to a worker: it knows no platform, tells nobody of
incidents, and keeps nothing. Its zone is in its command. */}}
{{- define "certdesk.workerSettings" -}}
{{- range $name, $value := . }}
{{- if regexMatch "^(REDIS|LOG|OTEL)_|^CERTDESK_((ALLOW|DENY)_.*|CA_FILE|TRUST|RESOLVER|PROXY)(_FILE)?$" $name }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}
{{- end -}}
