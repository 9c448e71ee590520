{{- define "ml-inference.configMapName" -}}
{{ .Values.name }}-config
{{- end }}

{{- define "ml-inference.secretName" -}}
{{ .Values.secrets.name | default (printf "%s-secrets" .Values.name) }}
{{- end }}

{{- define "ml-inference.image" -}}
{{- with .Values.image.digest -}}
{{ $.Values.image.repository }}@{{ . }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end }}

{{/* What a selector is made of. Selectors can't be changed, so nothing in here may: no version, no chart, no tool. */}}
{{- define "ml-inference.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: api
{{- end }}

{{/*
Labels of an object. Argument: {root, component, runsImage}. Only what runs the image states its version: on every object, a new
image would change every object.
*/}}
{{- define "ml-inference.labels" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- if .runsImage }}
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | trunc 63 | trimAll "-_." | quote }}
{{- end }}
app.kubernetes.io/part-of: {{ .root.Chart.Name }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 | trimAll "-_." }}
{{- end }}

{{/* The metadata that every object starts with. Argument: {root, name, component, runsImage}. */}}
{{- define "ml-inference.metadata" -}}
name: {{ .name }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "ml-inference.labels" . | nindent 2 }}
{{- end }}
