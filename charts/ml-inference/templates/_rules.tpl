{{/* The series of this release, as the ServiceMonitor's target labels name them. */}}
{{- define "ml-inference.ours" -}}
namespace="{{ .Release.Namespace }}",job="{{ .Values.service.name }}"
{{- end }}

{{/* Requests for predictions: what the objectives are about. Probes and scrapes would hide failures among successes. */}}
{{- define "ml-inference.predictions" -}}
{{ include "ml-inference.ours" . }},route=~"/predict.*|/v2/models/.*infer"
{{- end }}

{{/* This release's pods and its Deployment, as kube-state-metrics names them. */}}
{{- define "ml-inference.ourPods" -}}
namespace="{{ .Release.Namespace }}",pod=~"{{ .Values.name }}-.+"
{{- end }}

{{/* What every alert carries. Argument: {root, alert, severity}. */}}
{{- define "ml-inference.alertLabels" -}}
severity: {{ .severity }}
namespace: {{ .root.Release.Namespace }}
service: {{ .root.Values.service.name }}
{{- end }}

{{- define "ml-inference.runbook" -}}
runbook_url: {{ printf "%s#%s" .root.Values.monitoring.rules.runbookURL (lower .alert) | quote }}
{{- end }}

{{/*
Share of predictions that failed, and share that was too slow, over each window of the burn-rate alerts. No failure at
all is a ratio of 0, not an absent one.
*/}}
{{- define "ml-inference.errorRatios" -}}
{{- $ours := include "ml-inference.predictions" . -}}
{{- $objective := .Values.monitoring.rules.latencyObjectiveSeconds -}}
{{- $seconds := include "ml-inference.text" $objective -}}
{{- /* Prometheus 3 stores the bucket le="1" as le="1.0". */ -}}
{{- $bucket := ternary (printf `le=~"%s([.]0)?"` $seconds) (printf `le="%s"` $seconds) (eq (float64 $objective) (floor $objective)) -}}
{{- range $window := list "5m" "30m" "1h" "2h" "6h" "1d" "3d" }}
- record: ml_inference:prediction_failures:ratio_rate{{ $window }}
  expr: |-
    (
      sum by (namespace, job) (rate(http_request_duration_seconds_count{ {{- $ours }},status_code=~"5.."}[{{ $window }}]))
      or
      0 * sum by (namespace, job) (rate(http_request_duration_seconds_count{ {{- $ours -}} }[{{ $window }}]))
    )
    /
    (sum by (namespace, job) (rate(http_request_duration_seconds_count{ {{- $ours -}} }[{{ $window }}])) > 0)
- record: ml_inference:prediction_slowness:ratio_rate{{ $window }}
  expr: |-
    1 - (
      sum by (namespace, job) (rate(http_request_duration_seconds_bucket{ {{- $ours }},status_code!~"5..",{{ $bucket }}}[{{ $window }}]))
      /
      (sum by (namespace, job) (rate(http_request_duration_seconds_count{ {{- $ours }},status_code!~"5.."}[{{ $window }}])) > 0)
    )
{{- end }}
{{- end }}

{{/*
Multi-window, multi-burn-rate alerts on a budget of 30 days (Google's SRE workbook, chapter 5). A page when 2 percent
of the budget go in an hour or 5 percent in six; a ticket when 10 percent go in a day or in three. The short window
ends the alert soon after the trouble.
*/}}
{{- define "ml-inference.burnRateAlerts" -}}
{{- $rules := .Values.monitoring.rules -}}
{{- $slowness := printf "of predictions took longer than %vs" $rules.latencyObjectiveSeconds -}}
{{- $objectives := list
  (dict "name" "Availability" "ratio" "prediction_failures" "budget" (divf (subf 100 $rules.availabilityObjective) 100) "what" "of predictions failed")
  (dict "name" "Latency" "ratio" "prediction_slowness" "budget" 0.01 "what" $slowness) -}}
{{- $speeds := list
  (dict "name" "Fast" "severity" "critical" "for" "2m" "windows" (list (list "1h" "5m" 14.4) (list "6h" "30m" 6.0)))
  (dict "name" "Slow" "severity" "warning" "for" "15m" "windows" (list (list "1d" "2h" 3.0) (list "3d" "6h" 1.0))) -}}
{{- range $objective := $objectives -}}
{{- range $speed := $speeds -}}
{{- $alert := printf "MLInference%sBudgetBurns%s" $objective.name $speed.name }}
- alert: {{ $alert }}
  expr: |-
    {{- range $index, $window := $speed.windows }}
    {{- $long := index $window 0 }}
    {{- $short := index $window 1 }}
    {{- /* A loose objective times a fast burn can pass 100 percent, which no ratio does. */}}
    {{- $threshold := minf 0.9 (mulf (index $window 2) $objective.budget) | printf "%.6g" }}
    {{- if $index }}
    or
    {{- end }}
    (
      ml_inference:{{ $objective.ratio }}:ratio_rate{{ $long }}{ {{- include "ml-inference.ours" $ -}} } > {{ $threshold }}
      and
      ml_inference:{{ $objective.ratio }}:ratio_rate{{ $short }}{ {{- include "ml-inference.ours" $ -}} } > {{ $threshold }}
    )
    {{- end }}
  for: {{ $speed.for }}
  labels:
    {{- include "ml-inference.alertLabels" (dict "root" $ "severity" $speed.severity) | nindent 4 }}
  annotations:
    summary: The {{ lower $objective.name }} budget of 30 days is being spent too fast
    description: {{ printf "{{ $value | humanizePercentage }} %s. The objective allows %v%%." $objective.what (mulf 100 $objective.budget) | quote }}
    {{- include "ml-inference.runbook" (dict "root" $ "alert" $alert) | nindent 4 }}
{{- end -}}
{{- end -}}
{{- end }}

{{/* An alert on a condition that lasts. Argument: {root, alert, severity, for, expr, summary, description}. */}}
{{- define "ml-inference.alert" }}
- alert: {{ .alert }}
  expr: {{ .expr | quote }}
  for: {{ .for }}
  labels:
    {{- include "ml-inference.alertLabels" . | nindent 4 }}
  annotations:
    summary: {{ .summary | quote }}
    description: {{ .description | quote }}
    {{- include "ml-inference.runbook" . | nindent 4 }}
{{- end }}

{{- define "ml-inference.podAlerts" -}}
{{- $deployment := printf `namespace="%s",deployment="%s"` .Release.Namespace .Values.name -}}
{{- template "ml-inference.alert" dict "root" . "alert" "MLInferenceDown" "severity" "critical" "for" "5m"
  "expr" (printf "absent(up{%s} == 1)" (include "ml-inference.ours" .))
  "summary" "No pod answers Prometheus"
  "description" "Not one pod of the service could be scraped for five minutes." }}
{{- template "ml-inference.alert" dict "root" . "alert" "MLInferencePodsRestarting" "severity" "warning" "for" "1m"
  "expr" (printf `increase(kube_pod_container_status_restarts_total{%s,container="api"}[30m]) > 2` (include "ml-inference.ourPods" .))
  "summary" "A pod keeps restarting"
  "description" "{{ $labels.pod }} restarted {{ $value | printf \"%.0f\" }} times in half an hour." }}
{{- template "ml-inference.alert" dict "root" . "alert" "MLInferencePodsRefused" "severity" "critical" "for" "5m"
  "expr" (printf `kube_deployment_status_condition{%s,condition="ReplicaFailure",status="true"} == 1` $deployment)
  "summary" "The cluster refuses to create pods"
  "description" "The Deployment can't create the pods it wants: the quota is full, or admission refuses them." }}
{{- template "ml-inference.alert" dict "root" . "alert" "MLInferenceRolloutStuck" "severity" "warning" "for" "5m"
  "expr" (printf `kube_deployment_status_condition{%s,condition="Progressing",status="false"} == 1` $deployment)
  "summary" "A rollout doesn't advance"
  "description" "New pods haven't become ready within ten minutes. The old ones go on serving." }}
{{- end }}

{{- define "ml-inference.saturationAlerts" -}}
{{- $ours := include "ml-inference.ours" . -}}
{{- $autoscaler := printf `namespace="%s",horizontalpodautoscaler="%s"` .Release.Namespace .Values.name -}}
{{- if .Values.autoscaling.enabled -}}
{{- template "ml-inference.alert" dict "root" . "alert" "MLInferenceAutoscalerAtMaximum" "severity" "warning" "for" "15m"
  "expr" (printf "kube_horizontalpodautoscaler_status_desired_replicas{%s} >= kube_horizontalpodautoscaler_spec_max_replicas{%s}" $autoscaler $autoscaler)
  "summary" "The autoscaler can't add pods"
  "description" "The autoscaler has wanted {{ $value }} pods, its maximum, for a quarter of an hour." }}
{{- end -}}
{{- template "ml-inference.alert" dict "root" . "alert" "MLInferenceRejectsRequests" "severity" "warning" "for" "5m"
  "expr" (printf `sum by (namespace, job, reason) (rate(inference_rejected_total{%s,reason=~"queue_full|too_many_connections|too_many_bytes"}[5m])) > 0.1` $ours)
  "summary" "Requests are turned away"
  "description" "{{ $value | printf \"%.1f\" }} requests a second are rejected: {{ $labels.reason }}." }}
{{- template "ml-inference.alert" dict "root" . "alert" "MLInferenceEventLoopLags" "severity" "warning" "for" "10m"
  "expr" (printf "nodejs_eventloop_lag_seconds{%s} > 0.25" $ours)
  "summary" "A pod's event loop is blocked"
  "description" "{{ $labels.pod }} answers {{ $value | humanizeDuration }} late, its probes included." }}
{{- template "ml-inference.alert" dict "root" . "alert" "MLInferenceMemoryNearLimit" "severity" "warning" "for" "10m"
  "expr" (printf "process_resident_memory_bytes{%s} > %.0f" $ours (mulf 0.0009 (include "ml-inference.thousandths" .Values.resources.limits.memory)))
  "summary" "A pod is about to run out of memory"
  "description" (printf "{{ $labels.pod }} uses {{ $value | humanize1024 }}B, more than 90%% of its limit of %v." .Values.resources.limits.memory) }}
{{- end }}

{{- define "ml-inference.modelAlerts" -}}
{{- $ours := include "ml-inference.ours" . -}}
{{- template "ml-inference.alert" dict "root" . "alert" "MLInferenceModelNotReady" "severity" "critical" "for" "5m"
  "expr" (printf "model_ready{%s} == 0" $ours)
  "summary" "A pod runs without its model"
  "description" "{{ $labels.pod }} has not loaded its model for five minutes and gets no traffic." }}
{{- if .Values.model.uri -}}
{{- template "ml-inference.alert" dict "root" . "alert" "MLInferenceModelFetchFails" "severity" "critical" "for" "1m"
  "expr" (printf `increase(kube_pod_init_container_status_restarts_total{%s,container="fetch-model"}[30m]) > 2` (include "ml-inference.ourPods" .))
  "summary" "A pod can't fetch its model"
  "description" "{{ $labels.pod }} failed {{ $value | printf \"%.0f\" }} times to fetch or to verify the model." }}
{{- /* An init container is ready when it has ended well: not while it runs, and not while it waits to be started again. */ -}}
{{- template "ml-inference.alert" dict "root" . "alert" "MLInferenceModelFetchHangs" "severity" "critical" "for" "15m"
  "expr" (printf `kube_pod_init_container_status_ready{%s,container="fetch-model"} == 0` (include "ml-inference.ourPods" .))
  "summary" "A pod has waited for its model for a quarter of an hour"
  "description" "{{ $labels.pod }} is still fetching its model, or tries again and again." }}
{{- end -}}
{{- template "ml-inference.alert" dict "root" . "alert" "MLInferenceFeaturesDrift" "severity" "warning" "for" "1h"
  "expr" (printf "max by (namespace, job, feature) (feature_population_stability_index{%s}) > 0.25" $ours)
  "summary" "What the model is asked has changed"
  "description" "Feature {{ $labels.feature }} has a population stability index of {{ $value | printf \"%.2f\" }}: it no longer looks like the training data." }}
{{- end }}
