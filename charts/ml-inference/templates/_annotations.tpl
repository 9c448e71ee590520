{{- define "ml-inference.ingressAnnotations" -}}
alb.ingress.kubernetes.io/scheme: {{ .Values.ingress.scheme }}
alb.ingress.kubernetes.io/target-type: ip
alb.ingress.kubernetes.io/listen-ports: '[{"HTTP":80},{"HTTPS":443}]'
alb.ingress.kubernetes.io/ssl-redirect: "443"
alb.ingress.kubernetes.io/ssl-policy: ELBSecurityPolicy-TLS13-1-2-2021-06
alb.ingress.kubernetes.io/certificate-arn: {{ .Values.ingress.certificateArn | quote }}
alb.ingress.kubernetes.io/inbound-cidrs: {{ join "," .Values.ingress.sourceRanges | quote }}
alb.ingress.kubernetes.io/healthcheck-path: /readyz
alb.ingress.kubernetes.io/healthcheck-port: traffic-port
alb.ingress.kubernetes.io/healthcheck-interval-seconds: "10"
alb.ingress.kubernetes.io/healthy-threshold-count: "2"
alb.ingress.kubernetes.io/success-codes: "200"
alb.ingress.kubernetes.io/target-group-attributes: deregistration_delay.timeout_seconds=120
alb.ingress.kubernetes.io/load-balancer-attributes: routing.http.drop_invalid_header_fields.enabled=true
{{- if ne .Values.ingress.path "/" }}
# The service knows nothing of the path that it is reached by.
alb.ingress.kubernetes.io/transforms.{{ .Values.service.name }}: {{ list (dict "type" "url-rewrite" "urlRewriteConfig" (dict "rewrites" (list (dict "regex" (printf "^%s/?(.*)$" .Values.ingress.path) "replace" "/$1")))) | toJson | quote }}
{{- end }}
{{- end }}

{{- define "ml-inference.loadBalancerAnnotations" -}}
service.beta.kubernetes.io/aws-load-balancer-scheme: {{ .Values.loadBalancer.scheme }}
# The class alone would mean targets by node port; targets by pod address save a hop and let readiness gates work.
service.beta.kubernetes.io/aws-load-balancer-nlb-target-type: ip
service.beta.kubernetes.io/aws-load-balancer-healthcheck-protocol: http
service.beta.kubernetes.io/aws-load-balancer-healthcheck-port: traffic-port
service.beta.kubernetes.io/aws-load-balancer-healthcheck-path: /readyz
service.beta.kubernetes.io/aws-load-balancer-healthcheck-interval: "10"
service.beta.kubernetes.io/aws-load-balancer-healthcheck-healthy-threshold: "2"
service.beta.kubernetes.io/aws-load-balancer-healthcheck-unhealthy-threshold: "2"
service.beta.kubernetes.io/aws-load-balancer-target-group-attributes: deregistration_delay.timeout_seconds=120,preserve_client_ip.enabled=false
service.beta.kubernetes.io/aws-load-balancer-attributes: load_balancing.cross_zone.enabled=true
{{- with .Values.loadBalancer.certificateArn }}
service.beta.kubernetes.io/aws-load-balancer-ssl-cert: {{ . }}
service.beta.kubernetes.io/aws-load-balancer-ssl-ports: {{ $.Values.loadBalancer.port | int | quote }}
service.beta.kubernetes.io/aws-load-balancer-ssl-negotiation-policy: ELBSecurityPolicy-TLS13-1-2-2021-06
{{- end }}
{{- end }}

{{/*
Annotations of the user's over the chart's own. Lists of attributes (a=b,c=d) are joined, so that one more doesn't take
the chart's away. Argument: {own, over}.
*/}}
{{- define "ml-inference.annotations" -}}
{{- $annotations := .own -}}
{{- range $key, $value := .over -}}
{{- $before := get $annotations $key -}}
{{- if and $before (hasSuffix "-attributes" $key) -}}
{{- $value = include "ml-inference.joinedAttributes" (list $before $value) -}}
{{- end -}}
{{- $annotations = set $annotations $key $value -}}
{{- end -}}
{{- toYaml $annotations -}}
{{- end }}

{{/* Lists of attributes as one; of two with the same name the later counts. */}}
{{- define "ml-inference.joinedAttributes" -}}
{{- $values := dict -}}
{{- range . -}}
{{- range splitList "," . -}}
{{- $pair := splitn "=" 2 . -}}
{{- $values = set $values $pair._0 $pair._1 -}}
{{- end -}}
{{- end -}}
{{- $texts := list -}}
{{- range $name, $value := $values -}}
{{- $texts = printf "%s=%s" $name $value | append $texts -}}
{{- end -}}
{{- join "," $texts -}}
{{- end }}
