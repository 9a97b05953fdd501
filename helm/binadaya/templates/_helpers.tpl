{{/* Every service with its edges: files/graph.yaml, written by helm/graph. */}}
{{- define "binadaya.services" -}}
{{- $graph := .Files.Get "files/graph.yaml" | fromYaml -}}
{{- $names := list -}}
{{- range $graph.services }}{{ $names = append $names .name }}{{ end -}}
{{- range $key := list "services" "least" -}}
{{- range $name := keys (get $.Values $key) | sortAlpha -}}
{{- if not (has $name $names) }}{{ fail (printf "%s.%s: there is no such service (%s)" $key $name (join ", " $names)) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- toYaml $graph -}}
{{- end -}}

{{/* What holds for one service: defaults, of resources what it needs at the least, and what services.<name> says otherwise. Called with
(list $ name). */}}
{{- define "binadaya.of" -}}
{{- $values := (index . 0).Values -}}
{{- $of := deepCopy $values.defaults -}}
{{- range $kind, $amounts := get $values.least (index . 1) | default dict -}}
{{- $given := get $of.resources $kind | default dict -}}
{{- range $what, $least := $amounts -}}
{{- if lt (include "binadaya.amount" (get $given $what | default 0) | float64) (include "binadaya.amount" $least | float64) -}}
{{- $_ := set $given $what $least -}}
{{- end -}}
{{- end -}}
{{- $_ := set $of.resources $kind $given -}}
{{- end -}}
{{- mergeOverwrite $of (deepCopy (get $values.services (index . 1) | default dict)) | toYaml -}}
{{- end -}}

{{/* An amount of Kubernetes (100m, 1.5, 512Mi) as a number. */}}
{{- define "binadaya.amount" -}}
{{- $unit := regexFind "[A-Za-z]*$" (toString .) -}}
{{- $units := dict "" 1.0 "m" 0.001 "k" 1e3 "M" 1e6 "G" 1e9 "Ki" 1024.0 "Mi" 1048576.0 "Gi" 1073741824.0 -}}
{{- mulf (trimSuffix $unit (toString .) | float64) (get $units $unit) -}}
{{- end -}}

{{/* Labels that never change: what selects pods. Called with (list $ name). */}}
{{- define "binadaya.selector" -}}
app.kubernetes.io/name: {{ index . 1 }}
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
{{- end -}}

{{- define "binadaya.labels" -}}
{{- $root := index . 0 -}}
{{ include "binadaya.selector" . }}
app.kubernetes.io/part-of: binadaya
app.kubernetes.io/version: {{ $root.Values.image.tag | default $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ $root.Chart.Name }}-{{ $root.Chart.Version }}
{{- end -}}

{{/* Image of a program of ours. Called with (list $ name). */}}
{{- define "binadaya.image" -}}
{{- $root := index . 0 -}}
{{- with $root.Values.image.registry }}{{ . }}/{{ end }}binadaya/{{ index . 1 }}:{{ $root.Values.image.tag | default $root.Chart.AppVersion -}}
{{- end -}}

{{/* Pod Security "restricted", and more: of the pod. The files of Secrets are then its group's to read. */}}
{{- define "binadaya.podSecurity" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{ toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* … and of each container. */}}
{{- define "binadaya.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  runAsNonRoot: true
  capabilities: {drop: [ALL]}
{{- end -}}

{{/* Volume with the identity of a program and whom it trusts (docs/adr/0048). Called with (list $ name). */}}
{{- define "binadaya.tlsVolume" -}}
{{- $root := index . 0 -}}
- name: tls
  projected:
    defaultMode: 0440
    sources:
      - secret:
          name: {{ $root.Release.Name }}-{{ index . 1 }}-tls
          items:
            - {key: tls-combined.pem, path: identity.pem}
            {{- if not $root.Values.tls.bundle.configMap }}
            - {key: ca.crt, path: ca.pem}
            {{- end }}
      {{- with $root.Values.tls.bundle }}
      {{- if .configMap }}
      - configMap:
          name: {{ .configMap }}
          items:
            - {key: {{ .key }}, path: ca.pem}
      {{- end }}
      {{- end }}
{{- end -}}

{{/* Volume with one file ca.pem of a Secret. Called with (list name {secret, key}). */}}
{{- define "binadaya.caVolume" -}}
{{- $ca := index . 1 -}}
- name: {{ index . 0 }}
  secret:
    secretName: {{ $ca.secret }}
    defaultMode: 0440
    items:
      - {key: {{ $ca.key }}, path: ca.pem}
{{- end -}}

{{/* Of several hosts the one that takes changes: else libpq stays with the first that answers, which may be a standby since yesterday. */}}
{{- define "binadaya.postgresServer" -}}
host={{ .Values.postgres.host }} port={{ .Values.postgres.port }}{{ if contains "," .Values.postgres.host }} target_session_attrs=read-write{{ end }} sslmode=verify-full sslrootcert=/etc/binadaya/postgres/ca.pem
{{- end -}}

{{- define "binadaya.dnsPorts" -}}
- {protocol: UDP, port: 53}
- {protocol: TCP, port: 53}
{{- end -}}

{{/* Policy ports of the brokers, by their addresses and as they are told. */}}
{{- define "binadaya.kafkaPorts" -}}
{{- $ports := list -}}
{{- range splitList "," .Values.kafka.brokers }}{{ $ports = append $ports (splitList ":" . | last) }}{{ end -}}
{{- range .Values.kafka.ports }}{{ $ports = append $ports (toString .) }}{{ end -}}
{{- range $ports | uniq }}
- {protocol: TCP, port: {{ . }}}
{{- end }}
{{- end -}}
