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
app.kubernetes.io/instance: {{ .Values.name }}
app.kubernetes.io/component: api
{{- end }}

{{/* The one label that every pod of the chart carries, the test's as well. */}}
{{- define "ml-inference.sharedLabel" -}}
app.kubernetes.io/part-of: {{ .Chart.Name }}
{{- end }}

{{/*
Labels of an object. Argument: {root, component, runsImage, instance: the values' name by default}. Only what runs the image states its
version: on every object, a new image would change every object.
*/}}
{{- define "ml-inference.labels" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .instance | default .root.Values.name }}
app.kubernetes.io/component: {{ .component }}
{{- if .runsImage }}
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | trunc 63 | trimAll "-_." | quote }}
{{- end }}
{{ include "ml-inference.sharedLabel" .root }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 | trimAll "-_." }}
{{- end }}

{{/* The metadata that every object starts with. Argument: {root, name, component, runsImage, instance}. */}}
{{- define "ml-inference.metadata" -}}
name: {{ .name }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "ml-inference.labels" . | nindent 2 }}
{{- end }}
