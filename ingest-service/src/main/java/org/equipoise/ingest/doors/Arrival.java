package org.equipoise.ingest.doors;

import org.equipoise.dicom.routing.Target;
import org.jspecify.annotations.Nullable;

/**
 * How an object came.
 *
 * @param aeTitle of the application entity that sent it; empty over HTTP
 * @param study the only study that is taken, by the UID that its sender knows; absent: any
 * @param target where it goes, if whoever sends says it; absent: the rules say it
 */
public record Arrival(
        String aeTitle, @Nullable String study, @Nullable Target target) {

    /** From an application entity, by the rules. */
    public static Arrival from(String aeTitle) {
        return new Arrival(aeTitle, null, null);
    }

    @Override
    public String toString() {
        return "Arrival";
    }
}
