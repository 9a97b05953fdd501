#!/usr/bin/env python3
"""Usage: infra/grafana/panels.py [--check]
The source of the dashboards: writes dashboards/*.json, or says which are not what it would write. A panel is a title (Indonesian, then
English), what is asked of Prometheus, and how it is shown; the rest of Grafana's JSON is the same for all. $service is what was chosen
above a dashboard. What several processes of a service say of its tables is one number: max, not sum."""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = {"type": "prometheus", "uid": "binadaya"}  # provisioning/datasources
FAULTS = "UNKNOWN|DEADLINE_EXCEEDED|RESOURCE_EXHAUSTED|INTERNAL|UNAVAILABLE|DATA_LOSS"  # as in infra/prometheus/slo.yml
OF = 'service=~"$service"'


# As in infra/prometheus/alerts.yml: a service of which nothing is there is not ready either.
NOT_READY = "service:expected unless on (service) (max by (service) (binadaya_ready) == 1)"


def panel(title, english, expr, legend="{{service}}", unit="short", kind="timeseries", limit=None, least=None):
    """limit: from there on red; least: below that red. What may rightly have no rows says `or on () vector(0)`."""
    return {"title": title, "english": english, "expr": expr, "legend": legend, "unit": unit, "kind": kind, "limit": limit,
            "least": least}


def stat(title, english, expr, **how):
    return panel(title, english, expr, kind="stat", **how)


def gauge(name, by="service", more=OF):
    return f"max by ({by}) ({name}{{{more}}})"


def rate(name, by="service", more=OF):
    return f"sum by ({by}) (rate({name}{{{more}}}[5m]))"


def quantile(share, name, by="service", more=OF):
    """Nothing happened: no line."""
    return f"histogram_quantile({share}, {rate(name + '_bucket', by + ', le', more)}) > 0"


def raised(name, window, by="service", more=""):
    return f"sum by ({by}) (increase({name}{{{more}}}[{window}]))"


BUDGET_LEFT = stat(
    "Sisa anggaran kesalahan (30 hari)", "error budget left of 30 days: of what may go wrong, so much has not yet",
    "1 - sum by (slo) (sum_over_time(slo:bad:rate5m[30d])) / sum by (slo) (sum_over_time(slo:all:rate5m[30d]))"
    " / (1 - slo:objective:ratio)", legend="{{slo}}", unit="percentunit", least=0)
PARKED = panel("Agregat yang tertahan", "aggregates whose events wait for an earlier one",
               gauge("binadaya_consumer_parked_aggregates"), limit=1)
LAG = panel("Ketinggalan pendengar", "age of the oldest event that came and is not applied yet",
            gauge("binadaya_consumer_lag_seconds"), unit="s", limit=60)
OUTBOX_AGE = panel("Umur kotak keluar", "how long the oldest event has waited for the broker",
                   gauge("binadaya_outbox_oldest_age_seconds"), unit="s", limit=5)

PLATFORM = [
    panel("Panggilan per metode", "calls a second, the ten most frequent methods",
          f"topk(10, {rate('binadaya_rpc_handled_total', 'method')})", "{{method}}", "reqps"),
    panel("Kesalahan kita per metode", "answers that are faults of ours, by method and code",
          f"""{rate('binadaya_rpc_handled_total', 'method, code', f'{OF}, code=~"{FAULTS}"')} > 0 or on () vector(0)""",
          "{{method}} {{code}}", "reqps"),
    panel("Waktu per metode, p99", "time from arrival to answer, 99 of 100, the ten slowest methods",
          f"topk(10, {quantile(0.99, 'binadaya_rpc_duration_seconds', 'method')})", "{{method}}", "s"),
    panel("Laju pemakaian anggaran kesalahan", "burn rate over an hour: 1 uses up in 30 days what may go wrong; 14.4 pages",
          "slo:bad:ratio1h / (1 - slo:objective:ratio)", "{{slo}}", limit=14.4),
    BUDGET_LEFT,
    panel("Jawaban selain OK", "answers other than OK, by code: refusals by a rule are no faults",
          f"""{rate('binadaya_rpc_handled_total', 'code', f'{OF}, code!="OK"')} > 0 or on () vector(0)""", "{{code}}", "reqps"),
    stat("Siap", "takes calls; 0: not all its processes do, or it has none",
         f"min by (service) (binadaya_ready{{{OF}}}) or on (service) 0 * service:expected{{{OF}}}", least=1),
    panel("Mulai ulang per jam", "processes started in the last hour",
          f"sum by (service) (changes(binadaya_started_seconds{{{OF}}}[1h]))", limit=3),
    panel("Diam sebuah putaran", "since a loop's last sign of life; at 60 s its process ends itself",
          gauge("binadaya_loop_silence_seconds", "service, loop"), "{{service}} {{loop}}", "s", limit=40),
    panel("Pekerja terpakai", "saturation: share of the workers that are busy",
          f"max by (service) (binadaya_rpc_workers_busy{{{OF}}} / binadaya_rpc_workers_capacity{{{OF}}})",
          unit="percentunit", limit=0.9),
    panel("Panggilan yang antre", "calls that wait for a worker", f"sum by (service) (binadaya_rpc_queued{{{OF}}})"),
    panel("Koneksi basis data terpakai", "saturation: share of the pool's connections that are at work",
          f"max by (service) (binadaya_db_connections_in_use{{{OF}}} / binadaya_db_connections_capacity{{{OF}}})",
          unit="percentunit", limit=0.9),
    panel("Menunggu koneksi, p99", "time that a request waited for a connection, 99 of 100",
          quantile(0.99, "binadaya_db_wait_seconds"), unit="s"),
    panel("Transaksi yang diulang", "transactions run again after a conflict", rate("binadaya_db_conflicts_total"), unit="ops"),
    panel("Koneksi yang putus", "connections to PostgreSQL lost at work", rate("binadaya_db_connections_lost_total"), unit="ops"),
    OUTBOX_AGE,
    LAG,
    PARKED,
    panel("Pekerjaan jatuh tempo yang menunggu", "how long the oldest due timer has waited",
          gauge("binadaya_timer_overdue_seconds"), unit="s", limit=300),
    panel("Pekerjaan jatuh tempo yang ditunda", "timers postponed after a fault", rate("binadaya_timer_failures_total"), unit="ops"),
    panel("Saga melewati tenggat", "how long beyond its deadline a saga is alive, at most",
          gauge("binadaya_saga_overdue_seconds"), unit="s", limit=600),
    panel("Pekerjaan panjang yang diam", "the job under way that has not got on for longest",
          gauge("binadaya_job_standing_seconds"), unit="s", limit=600),
    panel("Layanan tetangga tidak menjawab", "calls of another service that it did not answer",
          f"{rate('binadaya_neighbour_away_total', 'service, neighbour')} or on () vector(0)", "{{service}} → {{neighbour}}", "ops", limit=1),
    panel("Pemanggil tak dikenal", "calls refused before they are read, by what was wrong",
          f"{rate('binadaya_rpc_unauthenticated_total', 'service, reason')} or on () vector(0)", "{{service}}: {{reason}}", "ops", limit=5),
    panel("Redis tidak menjawab", "look-ups that Redis did not answer in time: slower, nothing is lost",
          rate("binadaya_cache_failures_total"), unit="ops"),
    panel("Halaman HTTP per status", "calendars asked for, by status",
          f"{rate('binadaya_http_answers_total', 'status')} or on () vector(0)", "{{status}}", "reqps"),
    panel("Jejak audit belum dirantai", "how long audit rows have waited to be chained",
          gauge("binadaya_audit_unsealed_age_seconds"), unit="s", limit=60),
]

EVENTS = [
    panel("Peristiwa diterbitkan", "events a second that the broker acknowledged, by publisher (its topic)",
          rate("binadaya_outbox_published_total"), unit="ops"),
    panel("Peristiwa diterapkan per topik dan pendengar", "events a second, by topic and listener",
          rate("binadaya_consumer_delay_seconds_count", "topic, service"), "{{topic}} → {{service}}", "ops"),
    panel("Waktu sampai terlihat, p99", "end to end: from when an event was told until the listener applied it, 99 of 100",
          quantile(0.99, "binadaya_consumer_delay_seconds", "topic, service"), "{{topic}} → {{service}}", "s", limit=5),
    panel("Waktu sampai terlihat, median", "the same, half of them",
          quantile(0.5, "binadaya_consumer_delay_seconds", "topic, service"), "{{topic}} → {{service}}", "s"),
    LAG,
    OUTBOX_AGE,
    panel("Isi kotak keluar", "events that the broker has not acknowledged", gauge("binadaya_outbox_rows")),
    panel("Penerbitan yang gagal", "events that the broker did not acknowledge at once", rate("binadaya_outbox_failures_total"),
          unit="ops"),
    panel("Topik yang menolak", "1: the topic takes no events; they wait",
          f"{gauge('binadaya_outbox_topic_failing', 'service, topic')} or on () vector(0)", "{{service}} → {{topic}}", limit=1),
    panel("Bagian kotak keluar yang dipegang", "outbox shards that are relayed: 16 for each service",
          f"sum by (service) (binadaya_outbox_shards_led{{{OF}}})", least=16),
    panel("Partisi yang didengar", "partitions that are heard, by listener",
          f"sum by (service) (binadaya_consumer_partitions{{{OF}}})", least=1),
    panel("Topik yang tidak ada", "1: a topic that is heard does not exist",
          f"{gauge('binadaya_consumer_topic_missing', 'service, topic')} or on () vector(0)", "{{topic}} → {{service}}", limit=1),
    panel("Surat mati per jam", "events that could not be applied, in the last hour",
          raised("binadaya_consumer_dead_letters_total", "1h", more=OF), limit=1),
    PARKED,
    panel("Posisi yang hilang", "partitions of which the broker no longer has the next event",
          gauge("binadaya_consumer_position_lost"), limit=1),
    panel("Versi yang diceritakan ulang", "versions that their publisher had told before, in the last hour",
          raised("binadaya_consumer_version_reused_total", "1h", more=OF), limit=1),
    panel("Peristiwa berulang", "events skipped because they were applied before", rate("binadaya_consumer_duplicates_total"),
          unit="ops"),
    panel("Kumpulan yang dicoba lagi", "batches tried again after a passing fault", rate("binadaya_consumer_retries_total"),
          unit="ops"),
    panel("Pemutaran ulang", "replays of the event log under way", gauge("binadaya_replays")),
]

DEVELOPMENT = [
    stat("Orang", "people in active service, and those with a valid profile", gauge("binadaya_people", "state", ""),
         legend="{{state}}"),
    stat("Sudah dinilai", "share of the people in active service with a valid profile",
         'max(binadaya_people{state="rated"}) / max(binadaya_people{state="active"})', legend="", unit="percentunit"),
    stat("Poin kesenjangan", "levels that people lack (open), and that they lacked and have gained (closed)",
         gauge("binadaya_gap_points", "state", ""), legend="{{state}}"),
    panel("Poin kesenjangan terbuka dan tertutup", "the same over time", gauge("binadaya_gap_points", "state", ""), "{{state}}"),
    panel("Kebutuhan menurut keadaan", "needs, by state", gauge("binadaya_needs", "state", ""), "{{state}}"),
    panel("Program menurut keadaan", "programs, by state", gauge("binadaya_programs", "state", ""), "{{state}}"),
    stat("Rencana: kursi", "seats of the annual plan in force, by year", gauge("binadaya_plan_seats", "year", ""), legend="{{year}}"),
    stat("Rencana: rupiah", "rupiah of the annual plan in force, by year", gauge("binadaya_plan_rupiah", "year", ""),
         legend="{{year}}", unit="currencyIDR"),
    stat("Baris anggaran", "lines of the budget that hold money, by year", gauge("binadaya_budget_lines", "year", ""),
         legend="{{year}}"),
    panel("Anggaran: rupiah", "budgeted, and of that frozen, bound or spent", gauge("binadaya_budget_rupiah", "year, state", ""),
          "{{year}} {{state}}", "currencyIDR"),
    panel("Angkatan menurut keadaan", "batches, by state", gauge("binadaya_batches", "state", ""), "{{state}}"),
    panel("Kursi menurut keadaan angkatan", "seats, by the state of their batch", gauge("binadaya_batch_seats", "state", ""), "{{state}}"),
    panel("Peserta menurut keadaan", "people chosen for programs, by what became of their seat",
          gauge("binadaya_enrolments", "state", ""), "{{state}}"),
    stat("Jam pelajaran", "lesson hours (JP) credited", "max(binadaya_jp_credited)", legend="JP"),
    panel("Presensi per menit", "check-ins a minute: accepted, or the rule that refused them",
          "60 * " + rate("binadaya_check_ins_total", "result", ""), "{{result}}"),
]

MORNING = [
    panel("Alarm yang menyala", "alerts that fire, with who acts on them (docs/runbook.md)",
          'count by (alertname, severity, owner, service, slo) (ALERTS{alertstate="firing"}) or on () vector(0)', kind="table"),
    stat("Menunggu keputusan atau jawaban orang", "what waits for somebody to decide or to answer",
         "sum by (what) (max by (service, what) (binadaya_awaiting))", legend="{{what}}"),
    stat("Layanan yang tidak siap", "services that take no calls", f"count({NOT_READY}) or on () vector(0)", legend="", limit=1),
    stat("Surat mati sejak kemarin", "events that could not be applied, in a day: binadaya list dead-letters",
         raised("binadaya_consumer_dead_letters_total", "1d"), limit=1),
    stat("Agregat yang tertahan", "aggregates whose events wait: binadaya list parked",
         gauge("binadaya_consumer_parked_aggregates", more=""), limit=1),
    stat("Pekerjaan panjang yang gagal sejak kemarin", "attempts at jobs that ended in a fault, in a day: binadaya list jobs",
         raised("binadaya_job_failures_total", "1d"), limit=1),
    stat("Pekerjaan jatuh tempo yang menunggu", "how long the oldest due timer has waited",
         gauge("binadaya_timer_overdue_seconds", more=""), unit="s", limit=300),
    stat("Saga melewati tenggat", "how long beyond its deadline a saga is alive, at most",
         gauge("binadaya_saga_overdue_seconds", more=""), unit="s", limit=600),
    stat("Kesalahan program sejak kemarin", "calls answered INTERNAL, in a day",
         raised("binadaya_rpc_handled_total", "1d", more='code="INTERNAL"'), limit=1),
    stat("Sertifikat instansi yang berakhir",
         "agencies whose certificate ends within 21 days (soon), has ended, is by a former CA (refused), or nobody knows: binadaya agency list",
         gauge("binadaya_agency_certificates", "state", 'state=~"soon|ended|refused|unknown"') + " or on () vector(0)",
         legend="{{state}}", limit=1),
    BUDGET_LEFT,
    stat("Angkatan yang dekat atau berjalan", "batches that are published, locked or under way",
         gauge("binadaya_batches", "state", 'state=~"BATCH_PUBLISHED|BATCH_LOCKED|BATCH_RUNNING"') + " or on () vector(0)",
         legend="{{state}}"),
    stat("Presensi sejak kemarin", "check-ins in a day: accepted, or the rule that refused them",
         raised("binadaya_check_ins_total", "1d", "result"), legend="{{result}}"),
]

DASHBOARDS = {
    "platform": ("Platform", "Layanan, kolam, antrean, pekerjaan (services, pools, queues, timers).", PLATFORM),
    "events": ("Peristiwa (Events)", "Apa yang diceritakan layanan dan siapa yang sudah mendengarnya (what is told, and who has heard it).",
               EVENTS),
    "development": ("Kerja pengembangan (Development work)",
                    "Dari kesenjangan sampai kehadiran, seluruh kota (from gaps to attendance, of the whole city).", DEVELOPMENT),
    "morning": ("Pagi operator (Operator's morning)", "Apa yang hari ini perlu orang (what needs a person today).", MORNING),
}


def shown(one, number, place):
    steps = [{"color": "green", "value": None}]
    if one["limit"] is not None:
        steps.append({"color": "red", "value": one["limit"]})
    if one["least"] is not None:
        steps = [{"color": "red", "value": None}, {"color": "green", "value": one["least"]}]
    bounded = len(steps) > 1
    table = one["kind"] == "table"
    now = one["kind"] != "timeseries"  # a range's last value would be that of a series which is gone
    defaults = {"unit": one["unit"], "color": {"mode": "thresholds" if one["kind"] == "stat" else "palette-classic"},
                "thresholds": {"mode": "absolute", "steps": steps}}
    if one["kind"] == "timeseries":
        defaults["min"] = 0
        defaults["custom"] = {"fillOpacity": 10, "thresholdsStyle": {"mode": "line" if bounded else "off"}}
    options = {"timeseries": {"legend": {"displayMode": "list", "placement": "bottom", "showLegend": True, "calcs": []},
                              "tooltip": {"mode": "multi", "sort": "desc"}},
               "stat": {"reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False}, "textMode": "auto",
                        "colorMode": "value", "graphMode": "none", "justifyMode": "auto", "orientation": "auto"},
               "table": {"showHeader": True}}
    return {"id": number, "type": one["kind"], "title": one["title"], "description": one["english"], "datasource": SOURCE,
            "gridPos": place,
            "targets": [{"refId": "A", "datasource": SOURCE, "expr": one["expr"], "legendFormat": one["legend"],
                         "instant": now, "range": not now, "format": "table" if table else "time_series"}],
            "fieldConfig": {"defaults": defaults, "overrides": []}, "options": options[one["kind"]]}


def dashboard(name):
    title, description, panels = DASHBOARDS[name]
    variables = []
    if any("$service" in one["expr"] for one in panels):
        variables.append({"name": "service", "label": "Layanan", "type": "query", "datasource": SOURCE, "refresh": 2, "sort": 1,
                          "query": {"query": "label_values(binadaya_ready, service)", "refId": "service"},
                          "multi": True, "includeAll": True, "allValue": ".*",
                          "current": {"text": ["All"], "value": ["$__all"]}})
    return {"uid": f"binadaya-{name}", "title": title, "description": description, "tags": ["binadaya"], "editable": False,
            "graphTooltip": 1, "schemaVersion": 39, "refresh": "30s", "time": {"from": "now-3h", "to": "now"}, "timezone": "browser",
            "annotations": {"list": []}, "templating": {"list": variables},
            "links": [{"title": "Binadaya", "type": "dashboards", "tags": ["binadaya"], "asDropdown": True, "icon": "dashboard",
                       "includeVars": True, "keepTime": True, "targetBlank": False, "tooltip": "", "url": ""}],
            "panels": [shown(one, i + 1, {"x": i % 3 * 8, "y": i // 3 * 8, "w": 8, "h": 8}) for i, one in enumerate(panels)]}


def files():
    return {HERE / "dashboards" / f"{name}.json": json.dumps(dashboard(name), indent=1, ensure_ascii=False) + "\n"
            for name in DASHBOARDS}


def main():
    wanted = files()
    stale = [f"{path.relative_to(HERE.parent.parent)}: run infra/grafana/panels.py"
             for path in {*wanted, *(HERE / "dashboards").glob("*")} if not path.exists() or path.read_text() != wanted.get(path)]
    if "--check" in sys.argv:
        return "\n".join(sorted(stale)) or 0
    for path, text in wanted.items():
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
