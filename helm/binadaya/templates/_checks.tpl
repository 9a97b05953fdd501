{{/* Values that fit the schema, each by itself, and not each other. Called with (list $ name of). */}}
{{- define "binadaya.check" -}}
{{- $values := (index . 0).Values -}}
{{- $where := printf "services.%s (or defaults)" (index . 1) -}}
{{- $of := index . 2 -}}
{{- if and $of.autoscaling.enabled (gt (int $of.replicas) (int $of.autoscaling.most)) -}}
{{- fail (printf "%s: replicas %v are more than autoscaling.most %v: raise most, or say fewer replicas" $where $of.replicas $of.autoscaling.most) -}}
{{- end -}}
{{- range $what, $limit := $of.resources.limits -}}
{{- $asked := get ($of.resources.requests | default dict) $what | default 0 -}}
{{- if gt (include "binadaya.amount" $asked | float64) (include "binadaya.amount" $limit | float64) -}}
{{- fail (printf "%s: resources.requests.%s %v is more than its limit %v: raise resources.limits.%s, or ask for less" $where $what $asked $limit $what) -}}
{{- end -}}
{{- end -}}
{{- if and $of.settings.TRACES $values.network.enabled (not $values.network.traces) -}}
{{- fail (printf "%s: settings.TRACES names a collector that no pod would reach: say in network.traces where it is" $where) -}}
{{- end -}}
{{- end -}}

{{/* The same of what is no single service's. */}}
{{- define "binadaya.checkAll" -}}
{{- with .Values.tls.certManager -}}
{{- $duration := trimSuffix "h" .duration | int -}}
{{- $before := trimSuffix "h" .renewBefore | int -}}
{{- if and .enabled (le $before 504) -}}
{{- fail (printf "tls.certManager.renewBefore %s: the alert CertificateEnds fires from 504h on, before it is renewed: say more than 504h" .renewBefore) -}}
{{- end -}}
{{- if and .enabled (le $duration $before) -}}
{{- fail (printf "tls.certManager.renewBefore %s is no less than duration %s: it would be renewed without end" .renewBefore .duration) -}}
{{- end -}}
{{- end -}}
{{- end -}}
