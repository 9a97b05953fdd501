package placement;

import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import ai.timefold.solver.core.api.score.calculator.IncrementalScoreCalculator;
import java.util.Arrays;
import java.util.List;

/** Rules and wishes of docs/placement-format.md, counted by what a change touches. */
public class Counter implements IncrementalScoreCalculator<Places, HardSoftLongScore> {
  private static final int PREFERRED = 0, COMPACT = 1, BALANCE = 2, TRAVEL = 3, LEADER = 4, FIT = 5, BUDGET = 6, ARMS = 7;

  /** Positions, in no order. */
  private static final class Bag {
    int[] items = new int[4];
    int size;

    void add(int item) {
      if (size == items.length) items = Arrays.copyOf(items, size * 2);
      items[size++] = item;
    }

    void remove(int item) {
      int at = 0;
      while (items[at] != item) ++at;
      items[at] = items[--size];
    }
  }

  /** What is to be looked at again. */
  private static final class Dirty {
    final Bag list = new Bag();
    final boolean[] in;

    Dirty(int size) { in = new boolean[size]; }

    void add(int item) {
      if (in[item]) return;
      in[item] = true;
      list.add(item);
    }

    void clear() {
      for (int i = 0; i < list.size; ++i) in[list.items[i]] = false;
      list.size = 0;
    }
  }

  private Instance of;
  private long hard, soft;
  private int[] day, from, venue, speaker, batchOfSeat; // -1: none
  private int[] people, needAccess; // by batch
  private int[][] ofUnit; // by batch: people of each unit
  private Bag[] venueOn, speakerOn, leaderOn, batchesOn;
  private int[][] active; // sessions of each batch by day
  private int[][] daysIn; // of each batch by quarter
  private int[][] awayIn; // of each unit by week
  private long[] localHard, localSoft;
  private int[] learned, outside; // minutes, by batch
  private int[] unitCost, lurahCost;
  private long[] armCost;
  private Dirty batches, unitDays, lurahDays;
  private int[] sorted = new int[16];

  @Override
  public void resetWorkingSolution(Places places) {
    of = places.instance;
    hard = soft = 0;
    day = new int[of.sessions];
    from = new int[of.sessions];
    venue = new int[of.sessions];
    speaker = new int[of.sessions];
    Arrays.fill(day, -1);
    Arrays.fill(venue, -1);
    Arrays.fill(speaker, -1);
    batchOfSeat = new int[of.seatBatches.length];
    people = new int[of.batches];
    needAccess = new int[of.batches];
    ofUnit = new int[of.batches][of.units];
    venueOn = bags(of.venues * of.days);
    speakerOn = bags(of.speakers * of.days);
    leaderOn = bags(of.leaders * of.days);
    batchesOn = bags(of.days);
    active = new int[of.batches][of.days];
    daysIn = new int[of.batches][of.quarters];
    awayIn = new int[of.units][of.weeks];
    localHard = new long[of.batches];
    localSoft = new long[of.batches];
    learned = new int[of.batches];
    outside = new int[of.batches];
    unitCost = new int[of.units * of.days];
    lurahCost = new int[of.kecamatan * of.days];
    armCost = new long[of.programs];
    batches = new Dirty(of.batches);
    unitDays = new Dirty(of.units * of.days);
    lurahDays = new Dirty(of.kecamatan * of.days);
    for (Places.Seat seat : places.seats) sit(seat, 1);
    for (Places.Session session : places.sessions) put(session);
  }

  private static Bag[] bags(int size) {
    Bag[] bags = new Bag[size];
    for (int i = 0; i < size; ++i) bags[i] = new Bag();
    return bags;
  }

  @Override public void beforeEntityAdded(Object entity) {}

  @Override public void afterEntityAdded(Object entity) {}

  @Override public void beforeEntityRemoved(Object entity) {}

  @Override public void afterEntityRemoved(Object entity) {}

  @Override
  public void beforeVariableChanged(Object entity, String variable) {
    if (entity instanceof Places.Seat seat) {
      sit(seat, -1);
    } else {
      take(((Places.Session) entity).id);
    }
  }

  @Override
  public void afterVariableChanged(Object entity, String variable) {
    if (entity instanceof Places.Seat seat) {
      sit(seat, 1);
    } else {
      put((Places.Session) entity);
    }
  }

  private void miss(int wish, long amount) { soft += of.weights[wish] * amount; }

  private static long pairs(long n) { return n * (n - 1) / 2; }

  private void sit(Places.Seat seat, int sign) {
    if (seat.batch == null) return;
    int batch = seat.batch, unit = of.seatUnit[seat.id];
    batchOfSeat[seat.id] = sign > 0 ? batch : -1;
    hard -= overQuarters(batch);
    people[batch] += sign;
    hard += overQuarters(batch);
    ofUnit[batch][unit] += sign;
    if (of.seatAccessible[seat.id]) needAccess[batch] += sign;
    for (int session : of.sessionsOf[batch]) {
      int on = day[session];
      if (on >= 0) touch(unit, on, of.headSeat[unit] == seat.id);
    }
    for (int on = of.batchFirst[batch]; on <= of.batchLast[batch]; ++on)
      if (active[batch][on] > 0) away(unit, of.week[on], sign);
    batches.add(batch);
  }

  private void away(int unit, int week, int change) {
    int was = awayIn[unit][week], is = was + change;
    miss(BALANCE, pairs(is) - pairs(was));
    awayIn[unit][week] = is;
  }

  // SVC-06: everybody has one seat, so the batch decides.
  private long overQuarters(int batch) {
    if (of.structural[batch]) return 0;
    long over = 0;
    for (int days : daysIn[batch]) over += Math.max(0, days - of.quarterDays);
    return over * people[batch];
  }

  private void touch(int unit, int on, boolean head) {
    unitDays.add(unit * of.days + on);
    if (head && of.unitKecamatan[unit] >= 0) lurahDays.add(of.unitKecamatan[unit] * of.days + on);
  }

  private void put(Places.Session one) {
    int session = one.id;
    if (one.time == null) return;
    day[session] = one.day();
    from[session] = one.time % Instance.DAY;
    venue[session] = one.venue == null ? -1 : one.venue;
    speaker[session] = one.speaker == null ? -1 : one.speaker;
    clash(session, 1);
    count(session, 1);
  }

  private void take(int session) {
    if (day[session] < 0) return;
    count(session, -1);
    clash(session, -1);
    day[session] = venue[session] = speaker[session] = -1;
  }

  // The session is in no bag while it is compared.
  private void clash(int session, int sign) {
    int on = day[session];
    Bag venues = venue[session] < 0 ? null : venueOn[venue[session] * of.days + on];
    Bag speakers = speaker[session] < 0 ? null : speakerOn[speaker[session] * of.days + on];
    Bag leaders = of.leader[session] < 0 ? null : leaderOn[of.leader[session] * of.days + on];
    if (sign < 0) {
      if (venues != null) venues.remove(session);
      if (speakers != null) speakers.remove(session);
      if (leaders != null) leaders.remove(session);
    }
    if (venues != null) hard += sign * against(venues, session, false);
    if (speakers != null) hard += sign * against(speakers, session, true);
    if (leaders != null) {
      long missed = against(leaders, session, true);
      for (Instance.Standing one : of.agenda.get(on))
        if (one.who() == of.leader[session] && one.from() < from[session] + of.minutes[session] && from[session] < one.until())
          ++missed;
      miss(LEADER, sign * missed);
    }
    if (sign > 0) {
      if (venues != null) venues.add(session);
      if (speakers != null) speakers.add(session);
      if (leaders != null) leaders.add(session);
    }
  }

  private int against(Bag others, int session, boolean travels) {
    int clashes = 0;
    for (int i = 0; i < others.size; ++i) {
      int other = others.items[i];
      int gap = Math.max(from[session], from[other])
          - Math.min(from[session] + of.minutes[session], from[other] + of.minutes[other]);
      if (gap < (travels ? Math.max(0, way(session, other)) : 0)) ++clashes;
    }
    return clashes;
  }

  private int way(int one, int other) {
    if (venue[one] < 0 || venue[other] < 0 || venue[one] == venue[other]) return 0;
    return of.venueCity[venue[one]] == of.venueCity[venue[other]] ? of.travel : of.interCity;
  }

  private void count(int session, int sign) {
    int batch = of.batchOf[session], on = day[session];
    batches.add(batch);
    int[] mine = ofUnit[batch];
    boolean toggles = active[batch][on] == (sign > 0 ? 0 : 1);
    active[batch][on] += sign;
    if (toggles) {
      hard -= overQuarters(batch);
      daysIn[batch][of.quarter[on]] += sign;
      hard += overQuarters(batch);
      if (sign > 0) {
        batchesOn[on].add(batch);
      } else {
        batchesOn[on].remove(batch);
      }
    }
    for (int unit = 0; unit < mine.length; ++unit) {
      if (mine[unit] == 0) continue;
      touch(unit, on, of.headSeat[unit] >= 0 && batchOfSeat[of.headSeat[unit]] == batch);
      if (toggles) away(unit, of.week[on], sign * mine[unit]);
    }
  }

  @Override
  public HardSoftLongScore calculateScore() {
    for (int i = 0; i < batches.list.size; ++i) ofBatch(batches.list.items[i]);
    for (int i = 0; i < unitDays.list.size; ++i) {
      int at = unitDays.list.items[i], is = ofUnitDay(at / of.days, at % of.days);
      hard += is - unitCost[at];
      unitCost[at] = is;
    }
    for (int i = 0; i < lurahDays.list.size; ++i) {
      int at = lurahDays.list.items[i], is = ofLurah(at / of.days, at % of.days);
      hard += is - lurahCost[at];
      lurahCost[at] = is;
    }
    batches.clear();
    unitDays.clear();
    lurahDays.clear();
    return HardSoftLongScore.of(-hard, -soft);
  }

  private boolean meets(int batch, int on, int begins, int ends) {
    for (int session : of.sessionsOf[batch])
      if (day[session] == on && from[session] < ends && begins < from[session] + of.minutes[session]) return true;
    return false;
  }

  private boolean learns(int seat, int on) { return seat >= 0 && batchOfSeat[seat] >= 0 && active[batchOfSeat[seat]][on] > 0; }

  private int ofUnitDay(int unit, int on) {
    int trained = 0;
    Bag there = batchesOn[on];
    for (int i = 0; i < there.size; ++i) trained += ofUnit[there.items[i]][unit];
    if (trained == 0) return 0;
    int cost = 0;
    if (trained > of.unitCap[unit]) cost = Math.max(0, fullest(unit, on) - of.unitCap[unit]);
    for (Instance.Standing blackout : of.blackouts.get(on)) {
      boolean met = false;
      for (int i = 0; i < there.size && !met; ++i)
        met = ofUnit[there.items[i]][unit] > 0 && meets(there.items[i], on, blackout.from(), blackout.until());
      if (met) ++cost;
    }
    int head = of.headSeat[unit], secretary = of.secretarySeat[unit];
    return head < 0 ? cost : cost + ofPair(unit, on, head, secretary);
  }

  private int fullest(int unit, int on) {
    Bag there = batchesOn[on];
    int most = 0;
    for (Instance.Stretch part : of.worked.get(on)) {
      for (int i = 0; i < there.size; ++i) {
        if (ofUnit[there.items[i]][unit] == 0) continue;
        for (int session : of.sessionsOf[there.items[i]]) {
          int at = Math.max(from[session], part.from());
          if (day[session] != on || at >= Math.min(part.until(), from[session] + of.minutes[session])) continue;
          int crowd = 0;
          for (int j = 0; j < there.size; ++j)
            if (ofUnit[there.items[j]][unit] > 0 && meets(there.items[j], on, at, at + 1)) crowd += ofUnit[there.items[j]][unit];
          most = Math.max(most, crowd);
        }
      }
    }
    return most;
  }

  // What the unit works of somebody's sessions (true) and leave (false): {from, until, training}.
  private int[][] absences(int seat, int on) {
    int[][] found = new int[16][];
    int size = 0;
    if (learns(seat, on))
      for (int session : of.sessionsOf[batchOfSeat[seat]])
        if (day[session] == on)
          for (Instance.Stretch part : of.worked.get(on))
            size = clip(found, size, part, from[session], from[session] + of.minutes[session], 1);
    for (Instance.Standing one : of.leave.get(on))
      if (one.who() == seat)
        for (Instance.Stretch part : of.worked.get(on)) size = clip(found, size, part, one.from(), one.until(), 0);
    int[][] absences = Arrays.copyOf(found, size);
    Arrays.sort(absences, (a, b) -> a[0] - b[0]);
    return absences;
  }

  private static int clip(int[][] found, int size, Instance.Stretch part, int begins, int ends, int training) {
    int starts = Math.max(part.from(), begins), stops = Math.min(part.until(), ends);
    if (starts < stops) found[size++] = new int[] {starts, stops, training};
    return size;
  }

  private int ofPair(int unit, int on, int head, int secretary) {
    boolean here = learns(head, on), there = learns(secretary, on);
    if (!here && (!there || of.leave.get(on).isEmpty())) return 0;
    int[][] mine = absences(head, on);
    int minutes = 0, reached = 0;
    boolean learns = false, acts = of.headActs[unit];
    for (int[] one : mine) {
      minutes += Math.max(0, one[1] - Math.max(one[0], reached));
      reached = Math.max(reached, one[1]);
      learns |= one[2] == 1;
      acts |= one[2] == 0;
    }
    int cost = learns && minutes >= of.actingMinutes && !acts ? 1 : 0;
    if (secretary < 0 || (!there && of.leave.get(on).isEmpty())) return cost;
    for (int[] one : mine)
      for (int[] other : absences(secretary, on))
        if (one[0] < other[1] && other[0] < one[1] && one[2] + other[2] > 0) return cost + 1;
    return cost;
  }

  private int ofLurah(int kecamatan, int on) {
    int gone = 0;
    boolean learns = false;
    for (int unit = 0; unit < of.units; ++unit) {
      if (of.unitKecamatan[unit] != kecamatan || of.headSeat[unit] < 0) continue;
      int head = of.headSeat[unit];
      if (!learns(head, on) && of.leave.get(on).isEmpty()) continue;
      int[][] away = absences(head, on);
      if (away.length > 0) ++gone;
      for (int[] one : away) learns |= one[2] == 1;
    }
    return learns ? Math.max(0, gone - of.kecamatanCap[kecamatan]) : 0;
  }

  private int outsidePreferred(int session) {
    int outside = of.minutes[session], until = from[session] + of.minutes[session];
    for (Instance.Stretch one : of.preferred.get(of.weekday[day[session]]))
      outside -= Math.max(0, Math.min(one.until(), until) - Math.max(one.from(), from[session]));
    return outside;
  }

  private void ofBatch(int batch) {
    hard -= localHard[batch];
    soft -= localSoft[batch];
    long others = hard, othersSoft = soft;
    int wasLearned = learned[batch], wasOutside = outside[batch];
    learned[batch] = outside[batch] = 0;
    hard += Math.max(0, people[batch] - of.batchSeats[batch]);
    int size = sort(batch), used = 0;
    for (int i = 0; i < size; ++i) {
      for (int j = i + 1; j < size; ++j) ofTwo(sorted[i], sorted[j]);
      ofSession(batch, sorted[i]);
    }
    for (int begin = 0; begin < size; ) {
      int end = begin;
      while (end < size && day[sorted[end]] == day[sorted[begin]]) ++end;
      ofDay(batch, begin, end);
      used += of.workingBefore[day[sorted[begin]] + 1] - of.workingBefore[day[sorted[begin]]];
      begin = end;
    }
    if (size > 0) {
      int first = day[sorted[0]], last = day[sorted[size - 1]];
      miss(COMPACT, of.workingBefore[last + 1] - of.workingBefore[first] - used);
      miss(BUDGET, Math.max(0, last - of.settleBy[batch]));
    }
    localHard[batch] = hard - others;
    localSoft[batch] = soft - othersSoft;
    if (of.batchArm[batch] != 0 && (wasLearned != learned[batch] || wasOutside != outside[batch])) ofArms(of.batchProgram[batch]);
  }

  private int sort(int batch) {
    int size = 0;
    if (sorted.length < of.sessionsOf[batch].length) sorted = new int[of.sessionsOf[batch].length];
    for (int session : of.sessionsOf[batch]) {
      if (day[session] < 0) continue;
      int at = size++;
      for (; at > 0 && later(sorted[at - 1], session); --at) sorted[at] = sorted[at - 1];
      sorted[at] = session;
    }
    return size;
  }

  private boolean later(int one, int other) {
    if (day[one] != day[other]) return day[one] > day[other];
    if (from[one] != from[other]) return from[one] > from[other];
    return of.minutes[one] > of.minutes[other];
  }

  private void ofTwo(int one, int then) {
    boolean overlap = day[one] == day[then] && from[then] < from[one] + of.minutes[one];
    if (overlap) {
      ++hard;
    } else {
      if (of.order[one] > of.order[then]) ++hard;
      if (day[one] == day[then] && from[then] - from[one] - of.minutes[one] < way(one, then)) ++hard;
    }
  }

  private void ofSession(int batch, int session) {
    if (venue[session] >= 0) {
      if (needAccess[batch] > 0 && !of.accessible[venue[session]]) ++hard;
      miss(FIT, Math.max(0, of.capacity[venue[session]] - of.batchSeats[batch]));
      if (speaker[session] >= 0 && of.speakerCity[speaker[session]] != of.venueCity[venue[session]]) miss(TRAVEL, 1);
    }
    if (!of.learning[session]) return;
    if (of.minutes[session] < of.leastLearning || of.minutes[session] > of.mostLearning) ++hard;
    int minutes = outsidePreferred(session);
    miss(PREFERRED, minutes);
    outside[batch] += minutes;
    learned[batch] += of.minutes[session];
  }

  private void ofDay(int batch, int begin, int end) {
    int on = day[sorted[begin]];
    boolean outside = of.closed[on];
    int run = 0, items = 0, busy = from[sorted[begin]], learning = 0, reached = 0;
    boolean found = false;
    for (int i = begin; i < end; ++i) {
      int session = sorted[i], starts = from[session], ends = starts + of.minutes[session];
      outside |= !of.open(on, starts, ends);
      if (i > begin && venue[session] != venue[sorted[i - 1]]) miss(TRAVEL, 1);
      for (Instance.Standing leave : of.leave.get(on)) // SC-09 of those who have something else
        if (batchOfSeat[leave.who()] == batch && leave.from() < ends && starts < leave.until()) ++hard;
      if (starts - busy >= of.breakMinutes) {
        run = items = 0;
        found = false;
      }
      busy = Math.max(busy, ends);
      if (!of.learning[session]) continue;
      learning += Math.max(0, ends - Math.max(reached, starts));
      reached = Math.max(reached, ends);
      run += ends - starts;
      ++items;
      if (found || items < 2 || run <= of.runMinutes) continue;
      found = true;
      ++hard;
    }
    if (outside) ++hard;
    if (learning > of.dayLearning) ++hard;
    boolean friday = of.weekday[on] == 4;
    ofPrayer(begin, end, friday ? of.friday : of.noon, friday ? of.fridayFree : of.noonFree);
    ofPrayer(begin, end, of.afternoon, of.afternoonFree);
  }

  private void ofPrayer(int begin, int end, Instance.Stretch window, int free) {
    int since = window.from(), longest = 0;
    for (int i = begin; i < end; ++i) {
      longest = Math.max(longest, Math.min(from[sorted[i]], window.until()) - since);
      since = Math.max(since, from[sorted[i]] + of.minutes[sorted[i]]);
    }
    if (Math.max(longest, window.until() - since) < free) ++hard;
  }

  private void ofArms(int program) {
    long[] outsides = new long[of.batches + 1], all = new long[of.batches + 1];
    boolean[] there = new boolean[of.batches + 1];
    for (int batch = 0; batch < of.batches; ++batch) {
      if (of.batchProgram[batch] != program || of.batchArm[batch] == 0) continue;
      outsides[of.batchArm[batch]] += outside[batch];
      all[of.batchArm[batch]] += learned[batch];
      there[of.batchArm[batch]] = true;
    }
    long least = 1000, most = 0;
    for (int arm = 0; arm < there.length; ++arm) {
      if (!there[arm]) continue;
      long mille = all[arm] == 0 ? 0 : outsides[arm] * 1000 / all[arm];
      least = Math.min(least, mille);
      most = Math.max(most, mille);
    }
    long cost = of.weights[ARMS] * Math.max(0, most - least);
    soft += cost - armCost[program];
    armCost[program] = cost;
  }
}
