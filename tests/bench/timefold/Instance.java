package placement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A problem of docs/placement-format.md in numbers. What generated problems have not is refused. */
final class Instance {
  record Stretch(int from, int until) {}

  record Standing(int who, int from, int until) {} // on a day

  static final int DAY = 24 * 60;

  LocalDate first;
  int days, weeks, quarters;
  int[] weekday, week, quarter;
  int[] workingBefore; // working days before each day
  boolean[] closed;
  int[] opens, closes;
  List<List<Stretch>> worked = new ArrayList<>(); // by day

  int batches, sessions, units, venues, speakers, leaders, kecamatan, programs;
  int[] batchFirst, batchLast, batchSeats, batchProgram, batchArm, settleBy;
  boolean[] structural;
  int[][] batchVenues, sessionsOf;
  int[] batchOf, minutes, order, leader;
  boolean[] learning;
  int[][] starts, able;
  int[] seatUnit;
  int[][] seatBatches;
  boolean[] seatAccessible;
  int[] capacity, venueCity, speakerCity;
  boolean[] accessible;
  int[] unitCap, headSeat, secretarySeat, unitKecamatan, kecamatanCap;
  boolean[] headActs;
  // By day: leave of a seat's person; agenda of a leader; blackouts of a unit.
  List<List<Standing>> leave = new ArrayList<>(), agenda = new ArrayList<>(), blackouts = new ArrayList<>();
  List<List<Stretch>> preferred = new ArrayList<>();
  long[] weights;
  int travel, interCity, breakMinutes, runMinutes, leastLearning, mostLearning, dayLearning, quarterDays, actingMinutes;
  Stretch noon, friday, afternoon;
  int noonFree, fridayFree, afternoonFree;

  static Instance read(String path) throws IOException {
    return new Instance(new ObjectMapper().readTree(new File(path)));
  }

  private Instance(JsonNode json) {
    JsonNode policy = json.get("policy");
    readPolicy(policy);
    Map<String, Integer> personSeat = readPeople(json, policy);
    readHorizon(json);
    readBatches(json, policy.get("clash").get("spare_percent").asInt());
    readUnits(json, policy.get("continuity"), personSeat);
    readStanding(json, personSeat);
  }

  private static void only(boolean known, String what) {
    if (!known) throw new IllegalArgumentException("this reference does not know " + what);
  }

  private static int[] ints(JsonNode list) {
    int[] numbers = new int[list.size()];
    for (int i = 0; i < numbers.length; ++i) numbers[i] = list.get(i).asInt();
    return numbers;
  }

  private static int number(Map<String, Integer> numbers, String id) {
    return numbers.computeIfAbsent(id, unused -> numbers.size());
  }

  private static List<List<Stretch>> readWeek(JsonNode json) {
    List<List<Stretch>> days = new ArrayList<>();
    for (JsonNode day : json) {
      List<Stretch> stretches = new ArrayList<>();
      for (JsonNode one : day.get("stretches")) stretches.add(stretch(one));
      days.add(stretches);
    }
    return days;
  }

  private static Stretch stretch(JsonNode json) {
    return new Stretch(json.get("from").asInt(), json.get("until").asInt());
  }

  int dayOf(String day) {
    return (int) ChronoUnit.DAYS.between(first, LocalDate.parse(day));
  }

  boolean open(int day, int from, int until) {
    return !closed[day] && opens[day] <= from && until <= closes[day];
  }

  private void readPolicy(JsonNode policy) {
    JsonNode clash = policy.get("clash"), rundown = policy.get("rundown"), continuity = policy.get("continuity");
    travel = clash.get("travel_minutes").asInt();
    interCity = clash.get("inter_city_minutes").asInt();
    breakMinutes = rundown.get("break_minutes").asInt();
    runMinutes = rundown.get("run_minutes").asInt();
    leastLearning = rundown.get("least_learning").asInt();
    mostLearning = rundown.get("most_learning").asInt();
    dayLearning = rundown.get("day_learning").asInt();
    noon = stretch(rundown.get("noon").get("window"));
    noonFree = rundown.get("noon").get("free_minutes").asInt();
    friday = stretch(rundown.get("friday").get("window"));
    fridayFree = rundown.get("friday").get("free_minutes").asInt();
    afternoon = stretch(rundown.get("afternoon").get("window"));
    afternoonFree = rundown.get("afternoon").get("free_minutes").asInt();
    quarterDays = continuity.get("quarter_days").asInt();
    actingMinutes = continuity.get("acting_minutes").asInt();
    String[] wishes = {"preferred", "compact", "balance", "travel", "leader", "fit", "budget", "arms"};
    weights = new long[wishes.length];
    for (int i = 0; i < wishes.length; ++i) weights[i] = policy.get("weights").get(wishes[i]).asLong();
  }

  private Map<String, Integer> readPeople(JsonNode json, JsonNode policy) {
    JsonNode people = json.get("people"), seats = json.get("seats");
    Map<String, Integer> seatOf = new HashMap<>();
    seatUnit = new int[seats.size()];
    seatBatches = new int[seats.size()][];
    seatAccessible = new boolean[seats.size()];
    for (int i = 0; i < seats.size(); ++i) {
      JsonNode person = people.get(seats.get(i).get("person").asInt());
      only(seatOf.put(person.get("id").asText(), i) == null, "people with two seats");
      only(!person.get("direct_service").asBoolean(), "direct service");
      seatUnit[i] = person.get("unit").asInt();
      seatBatches[i] = ints(seats.get(i).get("batches"));
      seatAccessible[i] = person.get("accessible").asBoolean();
    }
    return seatOf;
  }

  private void readHorizon(JsonNode json) {
    LocalDate begin = LocalDate.MAX, end = LocalDate.MIN;
    for (JsonNode batch : json.get("batches")) {
      LocalDate from = LocalDate.parse(batch.get("window").get("from").asText());
      LocalDate until = LocalDate.parse(batch.get("window").get("until").asText());
      if (from.isBefore(begin)) begin = from;
      if (until.isAfter(end)) end = until;
    }
    first = LocalDate.of(begin.getYear(), (begin.getMonthValue() - 1) / 3 * 3 + 1, 1);
    days = (int) ChronoUnit.DAYS.between(first, end);
    JsonNode calendar = json.get("calendar"), hours = calendar.get("hours");
    only(hours.size() == 1 && hours.get(0).get("path").asText().equals("/")
        && !hours.get(0).get("on_holidays").asBoolean(), "hours of single units");
    List<List<Stretch>> normal = readWeek(hours.get(0).get("normal")), ramadan = readWeek(hours.get(0).get("ramadan"));
    preferred = readWeek(json.get("preferred"));
    Set<Integer> holidays = new HashSet<>();
    for (JsonNode year : calendar.get("years")) {
      for (JsonNode holiday : year.get("holidays")) {
        only(!holiday.get("provisional").asBoolean(), "provisional holidays");
        holidays.add(dayOf(holiday.get("day").asText()));
      }
    }
    weekday = new int[days];
    week = new int[days];
    quarter = new int[days];
    workingBefore = new int[days + 1];
    closed = new boolean[days];
    opens = new int[days];
    closes = new int[days];
    LocalDate monday = first.with(DayOfWeek.MONDAY);
    for (int day = 0; day < days; ++day) {
      LocalDate at = first.plusDays(day);
      weekday[day] = at.getDayOfWeek().getValue() - 1;
      week[day] = (int) ChronoUnit.DAYS.between(monday, at) / 7;
      quarter[day] = (at.getYear() - first.getYear()) * 4 + (at.getMonthValue() - 1) / 3 - (first.getMonthValue() - 1) / 3;
      boolean works = weekday[day] < 5 && !holidays.contains(day);
      workingBefore[day + 1] = workingBefore[day] + (works ? 1 : 0);
      boolean fasting = false;
      for (JsonNode span : calendar.get("ramadan"))
        fasting |= dayOf(span.get("from").asText()) <= day && day < dayOf(span.get("until").asText());
      List<Stretch> stretches = holidays.contains(day) ? List.of() : (fasting ? ramadan : normal).get(weekday[day]);
      worked.add(stretches);
      closed[day] = stretches.isEmpty();
      if (closed[day]) continue;
      opens[day] = stretches.get(0).from();
      closes[day] = stretches.get(stretches.size() - 1).until();
    }
    weeks = week[days - 1] + 1;
    quarters = quarter[days - 1] + 1;
  }

  private void readBatches(JsonNode json, int sparePercent) {
    JsonNode given = json.get("batches"), list = json.get("sessions"), rooms = json.get("venues"), teachers = json.get("speakers");
    Map<String, Integer> cities = new HashMap<>(), leaderNumbers = new HashMap<>(), programNumbers = new HashMap<>();
    venues = rooms.size();
    capacity = new int[venues];
    venueCity = new int[venues];
    accessible = new boolean[venues];
    for (int i = 0; i < venues; ++i) {
      JsonNode venue = rooms.get(i);
      only(!venue.get("online").asBoolean() && !venue.get("out_of_use").asBoolean() && venue.get("windows").isEmpty(),
          "venues that are not always there");
      capacity[i] = venue.get("capacity").asInt();
      accessible[i] = venue.get("accessible").asBoolean();
      venueCity[i] = number(cities, venue.get("city").asText());
    }
    speakers = teachers.size();
    speakerCity = new int[speakers];
    for (int i = 0; i < speakers; ++i) {
      JsonNode speaker = teachers.get(i);
      only(!speaker.get("out_of_use").asBoolean() && speaker.get("windows").isEmpty(), "speakers with windows");
      only(speaker.path("person").asText().isEmpty(), "speakers who have seats");
      speakerCity[i] = number(cities, speaker.get("city").asText());
    }
    batches = given.size();
    batchFirst = new int[batches];
    batchLast = new int[batches];
    batchSeats = new int[batches];
    batchProgram = new int[batches];
    batchArm = new int[batches];
    settleBy = new int[batches];
    structural = new boolean[batches];
    batchVenues = new int[batches][];
    for (int i = 0; i < batches; ++i) {
      JsonNode batch = given.get(i);
      only(batch.get("venues").isEmpty() && !batch.get("compensated").asBoolean(), "venues of a batch, compensation");
      batchFirst[i] = dayOf(batch.get("window").get("from").asText());
      batchLast[i] = dayOf(batch.get("window").get("until").asText()) - 1;
      batchSeats[i] = batch.get("seats").asInt();
      batchProgram[i] = number(programNumbers, batch.get("program").asText());
      batchArm[i] = batch.get("arm").asInt();
      settleBy[i] = batch.has("settle_by") ? dayOf(batch.get("settle_by").asText()) : Integer.MAX_VALUE;
      structural[i] = batch.get("structural").asBoolean();
      int needed = (batchSeats[i] * (100 + sparePercent) + 99) / 100;
      List<Integer> large = new ArrayList<>();
      for (int venue = 0; venue < venues; ++venue) if (capacity[venue] >= needed) large.add(venue);
      large.sort((a, b) -> capacity[a] - capacity[b]);
      batchVenues[i] = large.stream().mapToInt(Integer::intValue).toArray();
    }
    programs = programNumbers.size();
    sessions = list.size();
    batchOf = new int[sessions];
    minutes = new int[sessions];
    order = new int[sessions];
    leader = new int[sessions];
    learning = new boolean[sessions];
    starts = new int[sessions][];
    able = new int[sessions][];
    List<List<Integer>> of = new ArrayList<>();
    for (int i = 0; i < batches; ++i) of.add(new ArrayList<>());
    for (int i = 0; i < sessions; ++i) {
      JsonNode session = list.get(i);
      only(!session.has("now"), "sessions that stand already");
      batchOf[i] = session.get("batch").asInt();
      minutes[i] = session.get("minutes").asInt();
      order[i] = session.get("order").asInt();
      learning[i] = session.get("learning").asBoolean();
      starts[i] = ints(session.get("starts"));
      able[i] = ints(session.get("speakers"));
      String who = session.get("leader").asText();
      leader[i] = who.isEmpty() ? -1 : number(leaderNumbers, who);
      of.get(batchOf[i]).add(i);
    }
    leaders = leaderNumbers.size();
    for (int day = 0; day < days; ++day) agenda.add(new ArrayList<>());
    for (JsonNode booking : json.get("bookings")) {
      if (!booking.get("resource").asText().equals("LEADER")) continue;
      only(booking.get("venue").asText().isEmpty() && booking.get("city").asText().isEmpty(), "agendas with a place");
      Integer who = leaderNumbers.get(booking.get("id").asText());
      if (who != null) stand(agenda, who, booking.get("slot"));
    }
    sessionsOf = of.stream().map(some -> some.stream().mapToInt(Integer::intValue).toArray()).toArray(int[][]::new);
  }

  private void stand(List<List<Standing>> on, int who, JsonNode slot) {
    LocalDateTime from = LocalDateTime.parse(slot.get("from").asText());
    LocalDateTime until = LocalDateTime.parse(slot.get("until").asText());
    for (int day = 0; day < days; ++day) {
      LocalDateTime midnight = first.plusDays(day).atStartOfDay();
      int begins = (int) Math.max(0, ChronoUnit.MINUTES.between(midnight, from));
      int ends = (int) Math.min(DAY, ChronoUnit.MINUTES.between(midnight, until));
      if (begins < ends) on.get(day).add(new Standing(who, begins, ends));
    }
  }

  private void readUnits(JsonNode json, JsonNode continuity, Map<String, Integer> seatOf) {
    JsonNode list = json.get("units");
    units = list.size();
    unitCap = new int[units];
    headSeat = new int[units];
    secretarySeat = new int[units];
    headActs = new boolean[units];
    unitKecamatan = new int[units];
    Map<String, Boolean> acts = new HashMap<>();
    for (JsonNode person : json.get("people")) acts.put(person.get("id").asText(), !person.get("acting").asText().isEmpty());
    Map<String, Integer> above = new HashMap<>();
    List<Integer> lurah = new ArrayList<>();
    for (int i = 0; i < units; ++i) {
      JsonNode unit = list.get(i);
      int headcount = unit.get("headcount").asInt();
      unitCap[i] = headcount < continuity.get("one_from").asInt()
          ? 0 : Math.max(1, headcount * continuity.get("unit_percent").asInt() / 100);
      headSeat[i] = seatOf.getOrDefault(unit.get("head").asText(), -1);
      secretarySeat[i] = seatOf.getOrDefault(unit.get("secretary").asText(), -1);
      headActs[i] = acts.getOrDefault(unit.get("head").asText(), false);
      String id = unit.get("kecamatan").asText();
      unitKecamatan[i] = id.isEmpty() ? -1 : number(above, id);
      if (id.isEmpty()) continue;
      if (lurah.size() < above.size()) lurah.add(0);
      if (!unit.get("head").asText().isEmpty()) lurah.set(unitKecamatan[i], lurah.get(unitKecamatan[i]) + 1);
    }
    kecamatan = above.size();
    kecamatanCap = lurah.stream().mapToInt(n -> n * continuity.get("lurah_percent").asInt() / 100).toArray();
  }

  private void readStanding(JsonNode json, Map<String, Integer> seatOf) {
    for (int day = 0; day < days; ++day) {
      leave.add(new ArrayList<>());
      blackouts.add(new ArrayList<>());
    }
    Set<String> booked = new HashSet<>();
    for (JsonNode booking : json.get("bookings")) {
      String kind = booking.get("resource").asText();
      if (kind.equals("LEADER")) continue;
      only(kind.equals("PERSON") && booking.get("venue").asText().isEmpty() && booking.get("city").asText().isEmpty(),
          "bookings of venues and speakers, and of people somewhere");
      booked.add(booking.get("id").asText() + booking.get("slot"));
      Integer seat = seatOf.get(booking.get("id").asText());
      if (seat != null) stand(leave, seat, booking.get("slot"));
    }
    for (JsonNode away : json.get("away"))
      only(!away.get("training").asBoolean() && !away.get("acting").asText().isEmpty()
          && booked.contains(away.get("person").asText() + away.get("slot")), "absences that are no leave");
    for (JsonNode blackout : json.get("calendar").get("blackouts")) {
      only(blackout.get("path").asText().equals("/"), "blackouts of single units");
      stand(blackouts, 0, blackout.get("slot"));
    }
  }
}
