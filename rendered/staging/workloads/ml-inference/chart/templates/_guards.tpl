{{/*
Numbers that can't hold each other, as a JSON list of sentences. Each guard appends what is wrong and what to do, so
that a user reads all of it at once.
*/}}
{{- define "ml-inference.problems" -}}
{{- $problems := list -}}
{{- $min := include "ml-inference.minReplicas" . | int -}}
{{- $max := include "ml-inference.maxReplicas" . | int -}}
{{- if gt $min $max -}}
{{- $problems = printf "autoscaling.minReplicas (%d) is more than autoscaling.maxReplicas (%d)." $min $max | append $problems -}}
{{- end -}}
{{- $problems = include "ml-inference.rolloutProblems" . | fromJsonArray | concat $problems -}}
{{- $problems = include "ml-inference.resourceProblems" . | fromJsonArray | concat $problems -}}
{{- $problems = include "ml-inference.quotaProblems" . | fromJsonArray | concat $problems -}}
{{- $problems = include "ml-inference.optionProblems" . | fromJsonArray | concat $problems -}}
{{- $problems = include "ml-inference.variableProblems" . | fromJsonArray | concat $problems -}}
{{- toJson $problems -}}
{{- end }}

{{- define "ml-inference.rolloutProblems" -}}
{{- $problems := list -}}
{{- $min := include "ml-inference.minReplicas" . | int -}}
{{- $surge := include "ml-inference.shareOf" (dict "share" .Values.rollout.maxSurge "of" $min) | int -}}
{{- if and (eq $surge 0) (eq (trimSuffix "%" (toString .Values.rollout.maxUnavailable)) "0") -}}
{{- $problems = append $problems "rollout.maxSurge and rollout.maxUnavailable are both 0, so no rollout could ever begin. Set rollout.maxSurge to 1 or more." -}}
{{- end -}}
{{- $sleep := include "ml-inference.preStopSleepSeconds" . | int -}}
{{- $grace := include "ml-inference.gracePeriodSeconds" . | int -}}
{{- if le $grace $sleep -}}
{{- $problems = printf "termination.gracePeriodSeconds (%d) must be longer than termination.preStopSleepSeconds (%d): a pod would be killed before it could finish its requests. Set it to %d or more." $grace $sleep (add $sleep 40) | append $problems -}}
{{- end -}}
{{- if and .Values.loadBalancer.enabled (lt $sleep 120) -}}
{{- $problems = printf "termination.preStopSleepSeconds (%d) is too short behind the network load balancer, which sends to a pod for about two minutes after it was deregistered. Leave it empty (140)." $sleep | append $problems -}}
{{- end -}}
{{- with .Values.podDisruptionBudget -}}
{{- if .enabled -}}
{{- if and (kindIs "invalid" .maxUnavailable) (kindIs "invalid" .minAvailable) -}}
{{- $problems = append $problems "podDisruptionBudget has neither minAvailable nor maxUnavailable, which lets no pod go, so no node could ever be drained. Set podDisruptionBudget.maxUnavailable to 1." -}}
{{- else if kindIs "invalid" .maxUnavailable -}}
{{- $available := include "ml-inference.shareOf" (dict "share" .minAvailable "of" $min) | int -}}
{{- if ge $available $min -}}
{{- $problems = printf "podDisruptionBudget.minAvailable (%v) leaves none of %d pods free to go, so no node could ever be drained. Run more replicas, or set podDisruptionBudget.maxUnavailable to 1, which is used instead." .minAvailable $min | append $problems -}}
{{- end -}}
{{- else if eq (trimSuffix "%" (toString .maxUnavailable)) "0" -}}
{{- $problems = append $problems "podDisruptionBudget.maxUnavailable is 0, so no node could ever be drained. Set it to 1." -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- toJson $problems -}}
{{- end }}

{{- define "ml-inference.resourceProblems" -}}
{{- $problems := list -}}
{{- range $resource := list "cpu" "memory" "ephemeral-storage" -}}
{{- $request := index $.Values.resources.requests $resource -}}
{{- $limit := index $.Values.resources.limits $resource -}}
{{- if and $limit (gt (include "ml-inference.thousandths" $request | float64) (include "ml-inference.thousandths" ($limit | default $request) | float64)) -}}
{{- $problems = printf "resources.requests.%s (%v) is more than resources.limits.%s (%v)." $resource $request $resource $limit | append $problems -}}
{{- end -}}
{{- end -}}
{{- $room := include "ml-inference.thousandths" .Values.tmp.sizeLimit | float64 -}}
{{- $names := "tmp.sizeLimit" -}}
{{- if .Values.model.uri -}}
{{- $room = addf $room (include "ml-inference.thousandths" .Values.model.sizeLimit | float64) -}}
{{- $names = "tmp.sizeLimit and model.sizeLimit" -}}
{{- end -}}
{{- $limit := index .Values.resources.limits "ephemeral-storage" -}}
{{- if gt $room (include "ml-inference.thousandths" $limit | float64) -}}
{{- $problems = printf "%s don't fit resources.limits.ephemeral-storage (%v): a pod that fills them is evicted. Set the limit to %s or more." $names $limit (include "ml-inference.inUnitsOf" (dict "thousandths" $room "like" "Mi")) | append $problems -}}
{{- end -}}
{{- toJson $problems -}}
{{- end }}

{{/* Each quota against the worst case: twice the maximum and the surge. */}}
{{- define "ml-inference.quotaProblems" -}}
{{- $problems := list -}}
{{- if .Values.quota.enabled -}}
{{- $max := include "ml-inference.maxReplicas" . | int -}}
{{- $pods := include "ml-inference.podsInWorstCase" . | int -}}
{{- range $name, $hard := .Values.quota.hard -}}
{{- $perPod := "" -}}
{{- $shown := "1" -}}
{{- range $kind := list "requests" "limits" -}}
{{- if hasPrefix (printf "%s." $kind) $name -}}
{{- $resource := trimPrefix (printf "%s." $kind) $name -}}
{{- $perPod = include "ml-inference.perPod" (dict "root" $ "kind" $kind "resource" $resource) -}}
{{- $shown = index $.Values.resources $kind $resource -}}
{{- if and $perPod (or $.Values.sidecars $.Values.extraInitContainers) -}}
{{- $shown = include "ml-inference.inUnitsOf" (dict "thousandths" $perPod "like" (ternary "m" "Mi" (eq $resource "cpu"))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if eq $name "pods" -}}
{{- $perPod = "1000" -}}
{{- end -}}
{{- if and (eq $name "limits.cpu") (not $perPod) (not (kindIs "invalid" $hard)) -}}
{{- $problems = append $problems "quota.hard has limits.cpu and resources.limits has no cpu, so no pod could ever be created. Set quota.hard.limits\\.cpu to null, or resources.limits.cpu." -}}
{{- end -}}
{{- if $perPod -}}
{{- $needed := mulf $perPod $pods -}}
{{- if lt (include "ml-inference.thousandths" $hard | float64) $needed -}}
{{- $atLeast := include "ml-inference.inUnitsOf" (dict "thousandths" $needed "like" (regexFind "[A-Za-z]*$" (toString $shown))) -}}
{{- $problems = printf "quota.hard.%s is %v, but %d pods × %v = %s: %d replicas twice over, since pods that are being replaced count until they have drained, and %d of a rollout's surge. Raise the quota to %s, or lower the maximum of replicas or what each pod asks for." $name $hard $pods $shown $atLeast $max (sub $pods (mul 2 $max)) $atLeast | append $problems -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- toJson $problems -}}
{{- end }}

{{- define "ml-inference.optionProblems" -}}
{{- $problems := list -}}
{{- if eq (int .Values.ports.http) (int .Values.ports.metrics) -}}
{{- $problems = printf "ports.http and ports.metrics are both %d, which would put the metrics behind the load balancer." (int .Values.ports.http) | append $problems -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.certificateArn) -}}
{{- $problems = append $problems "ingress.certificateArn is empty: the ingress serves TLS only. Give the ARN of an ACM certificate for ingress.host, in the load balancer's region." -}}
{{- end -}}
{{- if and .Values.model.uri (not .Values.model.sha256) -}}
{{- $problems = append $problems "model.sha256 is empty: a model from S3 is pinned. Give the file's SHA-256: `sha256sum model.onnx`." -}}
{{- end -}}
{{- if and .Values.model.files (not .Values.model.uri) -}}
{{- $problems = append $problems "model.files is given without model.uri: nothing would be fetched. Give the s3:// URI too, or neither." -}}
{{- end -}}
{{- if and .Values.model.sha256 (not .Values.model.uri) -}}
{{- $problems = append $problems "model.sha256 is given without model.uri: nothing would be verified. Give the s3:// URI too, or neither." -}}
{{- end -}}
{{- if eq .Values.secrets.mode "plain" -}}
{{- range .Values.secrets.variables -}}
{{- if not (hasKey $.Values.secrets.values .variable) -}}
{{- $problems = printf "secrets.values.%s is missing: with secrets.mode=plain the chart makes the Secret from secrets.values." .variable | append $problems -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- toJson $problems -}}
{{- end }}

{{/* A variable that comes from two places: the API server refuses the pod, or one of them is silently lost. */}}
{{- define "ml-inference.variableProblems" -}}
{{- $problems := list -}}
{{- $seen := dict "PORT" "ports.http" "METRICS_PORT" "ports.metrics" -}}
{{- if .Values.model.uri -}}
{{- $seen = merge $seen (dict "MODEL_PATH" "model.uri" "MODEL_SHA256" "model.sha256" "MODEL_FILES" "model.files") -}}
{{- end -}}
{{- range $variable, $value := .Values.config -}}
{{- $seen = set $seen $variable (printf "config.%s" $variable) -}}
{{- end -}}
{{- range .Values.secrets.variables -}}
{{- range $variable := list .variable (printf "%s_FILE" .variable) -}}
{{- if hasKey $seen $variable -}}
{{- $problems = printf "%s comes from secrets.variables and from %s; give it in one place." $variable (get $seen $variable) | append $problems -}}
{{- end -}}
{{- $seen = set $seen $variable "secrets.variables" -}}
{{- end -}}
{{- end -}}
{{- range .Values.extraEnv -}}
{{- if hasKey $seen .name -}}
{{- $problems = printf "%s comes from extraEnv and from %s; give it in one place." .name (get $seen .name) | append $problems -}}
{{- end -}}
{{- $seen = set $seen .name "extraEnv" -}}
{{- end -}}
{{- toJson $problems -}}
{{- end }}
