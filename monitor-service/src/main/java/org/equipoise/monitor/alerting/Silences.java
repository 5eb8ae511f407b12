package org.equipoise.monitor.alerting;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.common.events.AlertsSilenced;

/** What operators do not want to be called about. */
@FunctionalInterface
public interface Silences {

    /** Every silence that is known, also those that are over. */
    List<AlertsSilenced> all();

    /** Every silence that holds, the one that ends first at the beginning. */
    default List<AlertsSilenced> at(Instant now) {
        return all().stream()
                .filter(silence -> silence.holdsAt(now))
                .sorted(Comparator.comparing(AlertsSilenced::until))
                .toList();
    }

    /** The silence over an alert that is open, if there is one: of several the one that lasts longest. */
    default Optional<AlertsSilenced> over(AlertChanged alert, Instant now) {
        return alert.state() == State.RESOLVED ? Optional.empty() : over(alert.model(), alert.kind(), now);
    }

    /** The silence over alerts of that kind, if there is one: of several the one that lasts longest. */
    default Optional<AlertsSilenced> over(String model, Kind kind, Instant now) {
        return at(now).stream().filter(silence -> silence.concerns(model, kind)).reduce((sooner, later) -> later);
    }
}
