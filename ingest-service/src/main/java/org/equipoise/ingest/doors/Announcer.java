package org.equipoise.ingest.doors;

import java.util.List;

import org.equipoise.common.events.StudyPublished;

/** Says that studies are there. */
public interface Announcer {

    /**
     * Returns when all of them are durable.
     *
     * @throws NotAnnouncedException if they are not, or nobody knows: saying it again does no harm
     */
    void announce(List<StudyPublished> studies);

    /** What should have been said may not have been. */
    final class NotAnnouncedException extends RuntimeException {
        public NotAnnouncedException(Throwable cause) {
            super("studies could not be announced", cause);
        }
    }
}
