{{/* A Kubernetes quantity in thousandths, as a decimal number: "250m" is 250, "1Gi" is 1073741824000. */}}
{{- define "ml-inference.thousandths" -}}
{{- $text := toString . -}}
{{- $number := regexFind "^[0-9.]+" $text -}}
{{- $factors := dict 
  "m" 1 "" 1e3 "k" 1e6 "M" 1e9 "G" 1e12 "T" 1e15 "P" 1e18 "E" 1e21
  "Ki" 1024e3 "Mi" 1048576e3 "Gi" 1073741824e3 "Ti" 1099511627776e3 "Pi" 1125899906842624e3 "Ei" 1152921504606846976e3 -}}
{{- mulf $number (get $factors (trimPrefix $number $text)) | ceil | printf "%.0f" -}}
{{- end }}

{{/* A scalar as text. Helm reads every number as a float and would print 20250101 as 2.0250101e+07. */}}
{{- define "ml-inference.text" -}}
{{- if and (kindIs "float64" .) (eq . (floor .)) -}}
{{ printf "%.0f" . }}
{{- else -}}
{{ toString . }}
{{- end -}}
{{- end }}

{{/* The share of a whole that "25%" or 3 stands for, rounded up. Argument: {share, of}. */}}
{{- define "ml-inference.shareOf" -}}
{{- if hasSuffix "%" (toString .share) -}}
{{ divf (mulf (trimSuffix "%" .share) .of) 100 | ceil | int }}
{{- else -}}
{{ int .share }}
{{- end -}}
{{- end }}

{{/* The most pods that the autoscaler or replicaCount asks for. */}}
{{- define "ml-inference.maxReplicas" -}}
{{ ternary .Values.autoscaling.maxReplicas .Values.replicaCount .Values.autoscaling.enabled | int }}
{{- end }}

{{/* The fewest pods that the autoscaler or replicaCount asks for. */}}
{{- define "ml-inference.minReplicas" -}}
{{ ternary .Values.autoscaling.minReplicas .Values.replicaCount .Values.autoscaling.enabled | int }}
{{- end }}

{{/*
The most pods that exist at one moment: a rollout at full scale adds its surge, and each pod that it replaces stays
until it has drained, counted by the quota all that time.
*/}}
{{- define "ml-inference.podsInWorstCase" -}}
{{- $max := include "ml-inference.maxReplicas" . | int -}}
{{- $surge := include "ml-inference.shareOf" (dict "share" .Values.rollout.maxSurge "of" $max) | int -}}
{{ add (mul 2 $max) $surge }}
{{- end }}

{{/*
What a pod asks for, or may use, in thousandths: its containers together, or the init container that needs more. Empty
where the service's own container says nothing of it. Argument: {root, kind: requests or limits, resource}.
*/}}
{{- define "ml-inference.perPod" -}}
{{- $values := .root.Values -}}
{{- $own := index $values.resources .kind .resource -}}
{{- if $own -}}
{{- $together := include "ml-inference.thousandths" $own | float64 -}}
{{- $before := 0.0 -}}
{{- range concat $values.sidecars $values.extraInitContainers -}}
{{- $limit := index (.resources.limits | default dict) $.resource -}}
{{- $fallback := ternary $limit $own (and (eq $.kind "requests") (not (empty $limit))) -}}
{{- $amount := index (index .resources $.kind | default dict) $.resource | default $fallback -}}
{{- $amount = include "ml-inference.thousandths" $amount | float64 -}}
{{- if and (has . $values.extraInitContainers) (ne .restartPolicy "Always") -}}
{{- $before = maxf $before $amount -}}
{{- else -}}
{{- $together = addf $together $amount -}}
{{- end -}}
{{- end -}}
{{ maxf $together $before | printf "%.0f" }}
{{- end -}}
{{- end }}

{{- define "ml-inference.preStopSleepSeconds" -}}
{{- $behindLoadBalancer := or .Values.loadBalancer.enabled .Values.ingress.enabled -}}
{{ .Values.termination.preStopSleepSeconds | default (ternary 140 15 $behindLoadBalancer) | int }}
{{- end }}

{{- define "ml-inference.gracePeriodSeconds" -}}
{{ .Values.termination.gracePeriodSeconds | default (add 40 (include "ml-inference.preStopSleepSeconds" .)) | int }}
{{- end }}

{{/* A number of thousandths as a quantity, rounded up to a whole of a unit. Argument: {thousandths, like: its unit}. */}}
{{- define "ml-inference.inUnitsOf" -}}
{{- $unit := .like -}}
{{- $one := include "ml-inference.thousandths" (printf "1%s" $unit) | float64 -}}
{{ divf .thousandths $one | ceil | printf "%.0f" }}{{ $unit }}
{{- end }}
