package placement;

import ai.timefold.solver.core.api.score.director.ScoreDirector;
import ai.timefold.solver.core.impl.heuristic.move.AbstractMove;
import ai.timefold.solver.core.impl.heuristic.selector.move.factory.MoveIteratorFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** What single changes do not reach: days of a batch, venues of a day, exchanges. */
public class Moves implements MoveIteratorFactory<Places, Moves.Change> {
  private static final int TRIES = 16;

  /** Sessions to places, seats to batches. */
  public static final class Change extends AbstractMove<Places> {
    private record Place(Places.Session session, Integer time, Integer venue, Integer speaker) {}

    private final List<Place> places = new ArrayList<>();
    private final List<Places.Seat> seats = new ArrayList<>();
    private final List<Integer> batches = new ArrayList<>();

    void to(Places.Session session, int time, int venue, int speaker) { places.add(new Place(session, time, venue, speaker)); }

    void to(Places.Seat seat, int batch) {
      seats.add(seat);
      batches.add(batch);
    }

    @Override
    public boolean isMoveDoable(ScoreDirector<Places> director) { return !places.isEmpty() || !seats.isEmpty(); }

    @Override
    protected void doMoveOnGenuineVariables(ScoreDirector<Places> director) {
      for (Place place : places) {
        Places.Session session = place.session();
        if (!session.time.equals(place.time())) {
          director.beforeVariableChanged(session, "time");
          session.time = place.time();
          director.afterVariableChanged(session, "time");
        }
        if (!session.venue.equals(place.venue())) {
          director.beforeVariableChanged(session, "venue");
          session.venue = place.venue();
          director.afterVariableChanged(session, "venue");
        }
        if (!session.speaker.equals(place.speaker())) {
          director.beforeVariableChanged(session, "speaker");
          session.speaker = place.speaker();
          director.afterVariableChanged(session, "speaker");
        }
      }
      for (int i = 0; i < seats.size(); ++i) {
        director.beforeVariableChanged(seats.get(i), "batch");
        seats.get(i).batch = batches.get(i);
        director.afterVariableChanged(seats.get(i), "batch");
      }
    }
  }

  @Override
  public long getSize(ScoreDirector<Places> director) { return director.getWorkingSolution().seats.size() * 100L; }

  @Override
  public Iterator<Change> createOriginalMoveIterator(ScoreDirector<Places> director) {
    return createRandomMoveIterator(director, new Random(0));
  }

  @Override
  public Iterator<Change> createRandomMoveIterator(ScoreDirector<Places> director, Random random) {
    Places places = director.getWorkingSolution();
    List<List<Places.Seat>> choosers = new ArrayList<>();
    for (int i = 0; i < places.instance.batches; ++i) choosers.add(new ArrayList<>());
    List<Places.Seat> all = new ArrayList<>();
    for (Places.Seat seat : places.seats) {
      if (seat.batches.size() < 2) continue;
      all.add(seat);
      for (int batch : seat.batches) choosers.get(batch).add(seat);
    }
    return new Iterator<>() {
      @Override public boolean hasNext() { return true; }

      @Override public Change next() { return new Draw(places, random, choosers, all).change(); }
    };
  }

  private record Draw(Places places, Random random, List<List<Places.Seat>> choosers, List<Places.Seat> all) {
    private Instance of() { return places.instance; }

    private <T> T any(List<T> some) { return some.get(random.nextInt(some.size())); }

    private Places.Session session() { return any(places.sessions); }

    private List<Places.Session> batch(Places.Session session) {
      List<Places.Session> mine = new ArrayList<>();
      for (int one : of().sessionsOf[session.batch]) mine.add(places.sessions.get(one));
      return mine;
    }

    private List<Places.Session> onDay(Places.Session session) {
      List<Places.Session> mine = batch(session);
      mine.removeIf(one -> one.day() != session.day());
      return mine;
    }

    Change change() {
      Change change = new Change();
      int kind = random.nextInt(100);
      if (kind < 20) {
        moveSession(change);
      } else if (kind < 40) {
        changeVenue(change);
      } else if (kind < 50) {
        changeSpeaker(change);
      } else if (kind < 55) {
        swapVenues(change);
      } else if (kind < 70) {
        shift(change);
      } else if (kind < 74) {
        join(change);
      } else if (kind < 80) {
        layOut(change);
      } else {
        people(change);
      }
      return change;
    }

    // To another time, half of them on a day that the batch has, in its venue there.
    private void moveSession(Change change) {
      Places.Session session = session(), beside = any(batch(session));
      int time = any(session.times);
      boolean mine = random.nextBoolean();
      for (int i = 0; mine && i < TRIES && time / Instance.DAY != beside.day(); ++i)
        time = beside.day() * Instance.DAY + of().starts[session.id][random.nextInt(of().starts[session.id].length)];
      int from = time % Instance.DAY;
      if (!of().open(time / Instance.DAY, from, from + of().minutes[session.id])) return;
      change.to(session, time, mine ? beside.venue : session.venue, any(session.speakers));
    }

    private void changeVenue(Change change) {
      Places.Session session = session();
      int venue = any(session.venues);
      for (Places.Session one : random.nextInt(4) == 0 ? List.of(session) : onDay(session))
        if (one.venue != venue) change.to(one, one.time, venue, one.speaker);
    }

    // Whoever of the batch has him takes the other one instead.
    private void changeSpeaker(Change change) {
      Places.Session session = session();
      int speaker = any(session.speakers), was = session.speaker;
      if (speaker == was) return;
      change.to(session, session.time, session.venue, speaker);
      for (Places.Session one : batch(session)) {
        if (one == session || one.speaker != speaker || !one.speakers.contains(was)) continue;
        change.to(one, one.time, one.venue, was);
        break;
      }
    }

    private void swapVenues(Change change) {
      Places.Session session = session(), other = null;
      for (int i = 0; i < TRIES && other == null; ++i) {
        Places.Session candidate = session();
        if (candidate.batch != session.batch && candidate.day() == session.day()) other = candidate;
      }
      if (other == null || other.venue.equals(session.venue)) return;
      for (Places.Session one : onDay(session)) change.to(one, one.time, other.venue, one.speaker);
      for (Places.Session one : onDay(other)) change.to(one, one.time, session.venue, one.speaker);
    }

    // All days of a batch to working days one after another, with new venues half of the time.
    private void shift(Change change) {
      Places.Session some = session();
      List<Places.Session> mine = batch(some);
      TreeSet<Integer> days = new TreeSet<>();
      for (Places.Session one : mine) days.add(one.day());
      Integer[] was = days.toArray(new Integer[0]);
      int next = of().batchFirst[some.batch] + random.nextInt(of().batchLast[some.batch] - of().batchFirst[some.batch] + 1);
      int[] to = new int[was.length], venues = new int[was.length];
      boolean anew = random.nextBoolean();
      for (int i = 0; i < to.length; ++i) {
        while (next <= of().batchLast[some.batch] && of().closed[next]) ++next;
        if (next > of().batchLast[some.batch]) return;
        to[i] = next++;
        venues[i] = any(some.venues);
      }
      for (Places.Session one : mine) {
        int at = Arrays.binarySearch(was, one.day()), from = one.time % Instance.DAY;
        if (!of().open(to[at], from, from + of().minutes[one.id])) {
          change.places.clear();
          return;
        }
        change.to(one, to[at] * Instance.DAY + from, anew ? venues[at] : one.venue, one.speaker);
      }
    }

    // One day of a batch beside another of it, or anywhere, as it is.
    private void join(Change change) {
      Places.Session session = session();
      int day = random.nextBoolean()
          ? any(batch(session)).day() + random.nextInt(5) - 2
          : of().batchFirst[session.batch] + random.nextInt(of().batchLast[session.batch] - of().batchFirst[session.batch] + 1);
      if (day < of().batchFirst[session.batch] || day > of().batchLast[session.batch] || day == session.day()) return;
      for (Places.Session one : onDay(session)) {
        int from = one.time % Instance.DAY;
        if (of().open(day, from, from + of().minutes[one.id])) change.to(one, day * Instance.DAY + from, one.venue, one.speaker);
      }
    }

    // All sessions of a batch in their order at the first hours that its own rules allow, from some day on.
    private void layOut(Change change) {
      List<Places.Session> mine = batch(session());
      mine.sort((a, b) -> of().order[a.id] - of().order[b.id]);
      int batch = mine.get(0).batch, last = of().batchLast[batch];
      int day = of().batchFirst[batch] + random.nextInt(last - of().batchFirst[batch] + 1);
      int until = 0, run = 0, learned = 0;
      for (Places.Session one : mine) {
        int minutes = of().minutes[one.id], venue = mine.get(0).venue, found = -1;
        for (; found < 0 && day <= last; ++day, until = run = learned = 0) {
          for (int from : of().starts[one.id]) {
            boolean rests = from >= until + of().breakMinutes;
            boolean fits = rests || !of().learning[one.id] || run == 0 || run + minutes <= of().runMinutes;
            if (from < until || !fits || !of().open(day, from, from + minutes)) continue;
            if (of().learning[one.id] && learned + minutes > of().dayLearning) continue;
            found = day * Instance.DAY + from;
            if (rests) run = 0;
            until = from + minutes;
            if (of().learning[one.id]) {
              run += minutes;
              learned += minutes;
            }
            break;
          }
          if (found >= 0) break;
        }
        if (found < 0) {
          change.places.clear();
          return;
        }
        change.to(one, found, venue, one.speaker);
      }
    }

    private void people(Change change) {
      if (all.isEmpty()) return;
      Places.Seat seat = any(all);
      int from = seat.batch, to = any(seat.batches);
      if (from == to) return;
      if (random.nextInt(4) == 0) {
        change.to(seat, to);
        return;
      }
      for (int i = 0; i < TRIES; ++i) {
        Places.Seat other = any(choosers.get(to));
        if (other.batch != to || !other.batches.contains(from)) continue;
        change.to(seat, to);
        change.to(other, from);
        return;
      }
    }
  }
}
