{{/* Whether the number of pods follows what waits or comes in as well: KEDA asks Prometheus for both. */}}
{{- define "ml-inference.scalesByLoad" -}}
{{- with .Values.autoscaling -}}
{{- if and .enabled (or .targetQueueDepth .targetRequestsPerSecond) -}}true{{- end -}}
{{- end -}}
{{- end }}

{{- define "ml-inference.scalingBehavior" -}}
scaleUp:
  stabilizationWindowSeconds: 0
  selectPolicy: Max
  policies:
    - type: Percent
      value: 100
      periodSeconds: 15
    - type: Pods
      value: 4
      periodSeconds: 15
scaleDown:
  stabilizationWindowSeconds: {{ .Values.autoscaling.scaleDownStabilizationSeconds }}
  selectPolicy: Max
  policies:
    - type: Percent
      value: 50
      periodSeconds: 60
{{- end }}

{{/* A trigger of KEDA's. Its target is for each pod: the sum is divided by their number. Argument: {root, name, query, target}. */}}
{{- define "ml-inference.prometheusTrigger" -}}
- type: prometheus
  name: {{ .name }}
  metricType: AverageValue
  metadata:
    serverAddress: {{ .root.Values.autoscaling.prometheusURL | quote }}
    query: {{ .query | quote }}
    threshold: {{ .target | quote }}
{{- end }}
